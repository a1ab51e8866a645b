"""Tiles by a real host on a real socket: once each, six at most, kept on the disk, and old ones while the host is away."""

import gzip
import logging
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from pytestqt.qtbot import QtBot

from console.basemaps.base import Base, Health, NoCapabilities, Offer, Tile, Unanswered
from console.basemaps.sources import described
from console.workers.tiles import THREADS, TileServer
from tests.console.test_base_map_files import mbtiles
from tests.console.tile_host import TileHost, age, hosting, png
from wire.basemaps import BaseMap, BaseMapKind, TileForm

HERE = Tile(12, 3371, 1552)
DAY_S = 86_400


@pytest.fixture
def host() -> Iterator[TileHost]:
    with hosting() as host:
        yield host


class Seat:
    """A tile server and what it has said."""

    def __init__(self, qtbot: QtBot, folder: Path, pause_s: float = 0.05) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.server = TileServer(folder, pause_s=pause_s)
        self.told: list[Health] = []
        self.back: list[str] = []
        self.server.fared.connect(lambda id, health: self.told.append(health))
        self.server.back.connect(self.back.append)

    def serve(self, map: BaseMap) -> None:
        self.server.serve([described(map, self.folder)])

    def ask(self, *tiles: Tile, id: str = "osm") -> list[bytes]:
        """The answers, in order."""
        answers: dict[int, bytes] = {}
        for number, tile in enumerate(tiles):
            self.server.ask(id, tile, lambda body, number=number: answers.__setitem__(number, body))
        self.qtbot.waitUntil(lambda: len(answers) == len(tiles), timeout=20_000)
        return [answers[number] for number in range(len(tiles))]

    def health(self) -> Health:
        return self.told[-1] if self.told else Health()


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path) -> Iterator[Seat]:
    made = Seat(qtbot, tmp_path)
    yield made
    made.server.stop()
    made.server.deleteLater()


def xyz(host: TileHost, **more: object) -> BaseMap:
    usual = {"id": "osm", "version": 1, "name": "Streets", "kind": BaseMapKind.XYZ, "url": f"{host.url}/{{z}}/{{x}}/{{y}}.png?tk=SECRETKEY"}
    return msgspec.convert(usual | more, BaseMap)


def test_that_a_tile_comes_from_its_address_once_and_then_from_the_disk(seat: Seat, host: TileHost) -> None:
    seat.serve(xyz(host))
    assert seat.ask(HERE, HERE, HERE) == [png()] * 3
    assert seat.ask(HERE) == [png()]
    assert host.asked == {"/12/3371/1552.png?tk=SECRETKEY": 1}
    assert host.headers[0]["User-Agent"].startswith("Yiping/")
    assert seat.told == []


def test_that_never_more_than_six_are_asked_for_at_once(seat: Seat, host: TileHost) -> None:
    host.fault = "mute"
    seat.serve(xyz(host))
    answers: list[bytes] = []
    for x in range(20):
        seat.server.ask("osm", Tile(9, x, 1), answers.append)
    for _ in range(THREADS):
        assert host.arrived.acquire(timeout=10)
    host.fault = ""
    host.speak.set()
    seat.qtbot.waitUntil(lambda: len(answers) == 20, timeout=20_000)
    assert (host.most, sum(host.asked.values())) == (THREADS, 20)


def test_that_what_nobody_looks_at_any_more_is_not_fetched(seat: Seat, host: TileHost) -> None:
    seat.serve(xyz(host))
    answers: list[bytes] = []
    seat.server.ask("osm", HERE, answers.append, lambda: False)
    seat.qtbot.waitUntil(lambda: len(answers) == 1)
    assert (answers, host.asked) == ([b""], {})


def test_that_a_confirmed_tile_is_not_sent_again(seat: Seat, host: TileHost, tmp_path: Path) -> None:
    host.etag = '"one"'
    seat.serve(xyz(host))
    seat.ask(HERE)
    age(tmp_path, DAY_S)
    assert seat.ask(HERE) == [png()]
    assert (host.headers[-1]["If-None-Match"], seat.told) == ('"one"', [])
    seat.ask(HERE)
    assert sum(host.asked.values()) == 2


@pytest.mark.parametrize(
    ("fault", "problem"),
    [("500", "server_error"), ("403", "key_refused"), ("429", "too_many"), ("page", "no_picture"), ("half", "broken_off"), ("deaf", "unreachable")],
)
def test_that_yesterdays_tile_is_shown_with_its_age_while_the_host_fails(
    seat: Seat, host: TileHost, tmp_path: Path, fault: str, problem: str
) -> None:
    seat.serve(xyz(host))
    seat.ask(HERE)
    age(tmp_path, DAY_S)
    host.fault = fault
    assert seat.ask(HERE, Tile(12, 1, 1)) == [png(), b""]
    seat.qtbot.waitUntil(lambda: seat.health().old_since is not None)
    assert seat.health().problem == problem
    assert abs(time.time() - DAY_S - (seat.health().old_since or 0)) < 60
    host.fault = ""
    seat.qtbot.waitUntil(lambda: seat.back == ["osm"], timeout=20_000)  # found out without anybody asking
    assert seat.told[-1] == Health()
    assert seat.ask(Tile(12, 1, 1)) == [png()]


def test_that_a_host_that_is_gone_is_left_alone_for_a_while(qtbot: QtBot, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = f"http://127.0.0.1:{gone.getsockname()[1]}/{{z}}/{{x}}/{{y}}"
    server = TileServer(tmp_path, pause_s=3600)
    told: list[Health] = []
    server.fared.connect(lambda id, health: told.append(health))
    server.serve([Base(map=BaseMap(id="osm", version=1, name="", kind=BaseMapKind.XYZ, url=url))])
    answers: list[bytes] = []
    for x in range(50):
        server.ask("osm", Tile(9, x, 1), answers.append)
    qtbot.waitUntil(lambda: len(answers) == 50, timeout=20_000)
    assert (answers, told) == ([b""] * 50, [Health("unreachable")])
    server.stop()
    server.deleteLater()


def test_that_a_place_without_a_tile_is_no_failure_and_not_asked_for_twice(seat: Seat, host: TileHost) -> None:
    host.tile = lambda path: None
    seat.serve(xyz(host))
    assert seat.ask(HERE) + seat.ask(HERE) == [b"", b""]
    assert (sum(host.asked.values()), seat.told) == (1, [])


def test_that_no_key_is_ever_written_anywhere(seat: Seat, host: TileHost, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    seat.serve(xyz(host))
    seat.ask(HERE)
    for number, fault in enumerate(("500", "403", "page", "deaf", "half")):
        host.fault = fault
        seat.ask(Tile(5, number, 0))
        seat.qtbot.waitUntil(lambda: seat.server._health["osm"].problem != "")
    host.end()
    seat.ask(Tile(6, 0, 0))
    assert caplog.records
    assert "SECRETKEY" not in caplog.text
    kept = b"".join(path.read_bytes() + path.name.encode() for path in tmp_path.iterdir())
    assert b"SECRETKEY" not in kept


def test_that_another_address_begins_with_an_empty_store(seat: Seat, host: TileHost) -> None:
    seat.serve(xyz(host))
    seat.ask(HERE)
    seat.serve(xyz(host, url=f"{host.url}/other/{{z}}/{{x}}/{{y}}"))
    seat.ask(HERE)
    assert host.asked["/other/12/3371/1552"] == 1


def test_that_a_disk_that_takes_nothing_costs_no_map(qtbot: QtBot, tmp_path: Path, host: TileHost) -> None:
    (tmp_path / "file").write_text("in the way")
    seat = Seat(qtbot, tmp_path / "file")
    seat.serve(xyz(host))
    assert seat.ask(HERE) == [b""]
    seat.qtbot.waitUntil(lambda: seat.health().problem == "no_base_map")
    seat.server.stop()
    seat.server.deleteLater()


def test_that_vector_tiles_come_unpacked_and_pages_are_none(seat: Seat, host: TileHost) -> None:
    tile = b"\x1a\x05\x0a\x01a\x78\x02"
    host.tile = lambda path: gzip.compress(tile)
    seat.serve(xyz(host, form=TileForm.VECTOR))
    assert seat.ask(HERE) == [tile]
    host.tile = lambda path: b"no tile"
    assert seat.ask(Tile(1, 0, 0)) == [b""]
    seat.qtbot.waitUntil(lambda: seat.health().problem == "no_vector_tile")


def test_that_a_wms_is_asked_for_the_box_of_the_tile(seat: Seat, host: TileHost) -> None:
    seat.serve(xyz(host, kind="WMS", url=f"{host.url}/wms?tk=SECRETKEY", layer="roads"))
    assert seat.ask(Tile(1, 1, 0)) == [png()]
    (asked,) = host.asked
    assert asked.startswith("/wms?tk=SECRETKEY&SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=roads&")
    assert asked.endswith("&BBOX=0.000000,0.000000,20037508.342789,20037508.342789")


def pmtiles_file(path: Path, tiles: dict[Tile, bytes], kind: TileType = TileType.PNG) -> Path:
    with path.open("wb") as file:
        writer = Writer(file)
        for tile in sorted(tiles, key=lambda tile: zxy_to_tileid(*tile)):
            writer.write_tile(zxy_to_tileid(*tile), tiles[tile])
        edges = {"min_lon_e7": 1139000000, "min_lat_e7": 225000000, "max_lon_e7": 1143000000, "max_lat_e7": 228000000}
        centre = {"center_zoom": 4, "center_lon_e7": 0, "center_lat_e7": 0}
        writer.finalize({"tile_type": kind, "tile_compression": Compression.NONE} | edges | centre, {"attribution": "云泽市"})
    return path


def test_that_pmtiles_are_read_from_a_file_and_by_ranges(seat: Seat, host: TileHost, tmp_path: Path) -> None:
    path = pmtiles_file(tmp_path / "city.pmtiles", {Tile(3, 1, 2): png("red"), Tile(4, 8, 9): png("green")})
    base = described(xyz(host, kind="PMTILES", url="city.pmtiles"), tmp_path)
    assert (base.map.min_zoom, base.map.max_zoom, base.map.form, base.map.attribution) == (3, 4, TileForm.RASTER, "云泽市")
    assert base.bounds == (113.9, 22.5, 114.3, 22.8)
    seat.server.serve([base])
    wanted = (Tile(3, 1, 2), Tile(4, 8, 9), Tile(4, 0, 0), Tile(9, 0, 0))
    assert seat.ask(*wanted) == [png("red"), png("green"), b"", b""]
    host.file = path.read_bytes()
    seat.serve(xyz(host, kind="PMTILES", url=f"{host.url}/city.pmtiles", id="far"))
    assert seat.ask(*wanted, id="far") == [png("red"), png("green"), b"", b""]
    assert all(header["Range"] for header in host.headers)
    host.end()
    assert seat.ask(wanted[0], id="far") == [png("red")]


def test_that_a_host_that_knows_no_ranges_is_told_of(seat: Seat, host: TileHost) -> None:
    host.file, host.fault = b"x" * 1000, "whole"
    seat.serve(xyz(host, kind="PMTILES", url=f"{host.url}/city.pmtiles"))
    assert seat.ask(HERE) == [b""]
    seat.qtbot.waitUntil(lambda: seat.health().problem == "no_ranges")


def test_that_a_file_of_tiles_is_fetched_once_and_outlives_its_host(seat: Seat, host: TileHost, tmp_path: Path) -> None:
    host.file = mbtiles(tmp_path / "made.mbtiles", {(2, 1, 3): png("red")}, {"format": "png"}).read_bytes()
    seat.serve(xyz(host, kind="MBTILES", url=f"{host.url}/city.mbtiles"))
    assert seat.ask(Tile(2, 1, 0)) == [b""]
    seat.qtbot.waitUntil(lambda: "osm" in seat.back, timeout=20_000)
    assert seat.ask(Tile(2, 1, 0)) == [png("red")]
    assert host.asked == {"/city.mbtiles": 1}
    host.end()
    other = Seat(seat.qtbot, tmp_path)
    other.serve(xyz(host, kind="MBTILES", url=f"{host.url}/city.mbtiles"))
    assert other.ask(Tile(2, 1, 0)) == [png("red")]
    other.server.stop()
    other.server.deleteLater()


def test_that_what_is_no_file_of_tiles_never_takes_the_place_of_one(seat: Seat, host: TileHost, tmp_path: Path) -> None:
    host.file = b"<html>moved</html>" * 100
    seat.serve(xyz(host, kind="MBTILES", url=f"{host.url}/city.mbtiles"))
    seat.ask(HERE)
    seat.qtbot.waitUntil(lambda: bool(seat.ask(HERE)) and seat.health().problem == "no_base_map", timeout=20_000)
    assert list(tmp_path.glob("*.mbtiles")) == []


def test_that_the_layers_of_a_service_are_read_in_the_background(seat: Seat, host: TileHost) -> None:
    heard: list[list[Offer] | NoCapabilities | Unanswered] = []
    listen: Callable[[list[Offer] | NoCapabilities | Unanswered], None] = heard.append
    seat.server.read_layers(BaseMapKind.WMS, f"{host.url}/wms?map=a", listen, listen)
    seat.qtbot.waitUntil(lambda: len(heard) == 1)
    assert isinstance(heard[0], NoCapabilities)
    assert list(host.asked) == ["/wms?map=a&SERVICE=WMS&REQUEST=GetCapabilities"]
