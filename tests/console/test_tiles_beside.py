"""A server that refuses a tile beside its limits with 400, as a WMTS does, is well: that tile is empty, and the next one comes at once."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from console.basemaps.base import Health, Tile, Unanswered
from console.basemaps.capabilities import offers
from console.basemaps.net import Net
from console.basemaps.remote import MANY_REFUSED
from tests.console.test_metric import BOX, base_map, document, drawn, pyramid, tile_of
from tests.console.test_tile_server import DAY_S, HERE, Seat, xyz
from tests.console.tile_host import TileHost, age, hosting, png
from wire.basemaps import BaseMapKind

LONG_S = 3600.0  # that a server is left alone for: nobody waits for the end of it here
BESIDE = Tile(12, 9, 9)


@pytest.fixture
def host() -> Iterator[TileHost]:
    with hosting() as host:
        host.within = lambda path: "/12/9/" not in path
        yield host


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path) -> Iterator[Seat]:
    made = Seat(qtbot, tmp_path, LONG_S)
    yield made
    made.server.stop()
    made.server.deleteLater()


def test_that_the_next_tile_comes_at_once(seat: Seat, host: TileHost) -> None:
    seat.serve(xyz(host))
    assert seat.ask(HERE) + seat.ask(BESIDE) + seat.ask(Tile(12, 8, 9)) == [png(), b"", png()]
    assert seat.told == []
    assert seat.ask(BESIDE) == [b""]
    assert max(host.asked.values()) == 1, "that there is none is kept"


def test_that_a_wms_may_refuse_a_box(seat: Seat, host: TileHost) -> None:
    host.within = lambda path: "-" not in path.split("BBOX=")[1]
    seat.serve(xyz(host, kind="WMS", url=f"{host.url}/wms", layer="roads"))
    assert seat.ask(Tile(1, 1, 0)) + seat.ask(Tile(1, 0, 1)) + seat.ask(Tile(2, 3, 0)) == [png(), b"", png()]
    assert seat.told == []


def test_that_one_that_is_asked_for_first_stops_nothing(seat: Seat, host: TileHost) -> None:
    seat.serve(xyz(host))
    assert seat.ask(BESIDE) + seat.ask(HERE) + seat.ask(BESIDE) == [b"", png(), b""]
    assert seat.told == []


def test_that_a_gone_tile_is_one_that_is_not_there(seat: Seat, host: TileHost) -> None:
    seat.serve(xyz(host))
    host.fault = "410"
    assert seat.ask(HERE) == [b""]
    host.fault = ""
    assert seat.ask(Tile(12, 1, 1)) == [png()]
    assert seat.told == []


def test_that_a_server_that_refuses_everything_is_told_of_and_nothing_of_that_is_kept(seat: Seat, host: TileHost) -> None:
    host.fault = "400"
    seat.serve(xyz(host))
    tiles = [Tile(12, x, 1) for x in range(20, 20 + MANY_REFUSED)]
    assert seat.ask(*tiles) == [b""] * MANY_REFUSED
    seat.qtbot.waitUntil(lambda: seat.health() == Health("refused"))
    host.fault = ""
    assert seat.ask(*tiles) == [png()] * MANY_REFUSED
    seat.qtbot.waitUntil(lambda: seat.back == ["osm"])
    assert seat.health() == Health()


def test_that_a_tile_that_was_there_is_shown_as_old_when_it_is_refused(seat: Seat, host: TileHost, tmp_path: Path) -> None:
    seat.serve(xyz(host))
    seat.ask(HERE)
    age(tmp_path, DAY_S)
    host.fault = "400"
    assert seat.ask(HERE) == [png()]
    seat.qtbot.waitUntil(lambda: seat.health().problem == "refused" and seat.health().old_since is not None)


def test_that_a_wmts_in_metres_draws_what_it_has_up_to_its_limits(qtbot: QtBot, tmp_path: Path) -> None:
    """A tile of the page is made of several of theirs, of which some may lie beside."""
    of = drawn("EPSG:4547")
    tile, *_ = tile_of((BOX[0] + BOX[2]) / 2, (BOX[1] + BOX[3]) / 2, 15)

    def asked(folder: str) -> np.ndarray:
        """How opaque the page's tile is, by a console that has nothing on its disk."""
        seat = Seat(qtbot, tmp_path / folder, LONG_S)
        seat.serve(base_map(offer, BaseMapKind.WMTS))
        (body,) = seat.ask(tile, id="city")
        assert seat.told == []
        seat.server.stop()
        seat.server.deleteLater()
        return np.asarray(Image.open(io.BytesIO(body)).convert("RGBA"))[..., 3]

    with hosting(pyramid(of, 256)) as host:
        (offer,) = offers(BaseMapKind.WMTS, host.url, document(host, of, "urn:ogc:def:crs:EPSG::4547", True, 256))
        assert (asked("whole") == 255).all()
        columns = sorted({column(path) for path in host.asked})
        assert len(columns) > 1
        for within in (columns[1:], columns[:-1]):  # what is refused is asked for first, and last
            host.within = lambda path, within=within: column(path) in within
            opaque = asked(f"from {within[0]}")
            assert (opaque == 255).any()
            assert (opaque == 0).any()


def column(path: str) -> int:
    return int(path.rsplit("/", 1)[1].removesuffix(".png"))


def test_that_a_document_that_is_refused_is_said_to_be(host: TileHost) -> None:
    host.fault = "400"
    net = Net()
    with pytest.raises(Unanswered, match="refused"):
        net.get(f"{host.url}/wmts?SERVICE=WMTS")
    net.shutdown()
