"""Base maps in the page: pictures and vectors, chosen by hand, in any datum, by a real host that may fail."""

import json
import math
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.map.view import MapView
from geo.datum import Datum, convert
from tests.console.filled_hall import CENTRE, empty_hall
from tests.console.map_page import WAIT_MS, MapPage, chinese, serve, speak
from tests.console.test_map_base import base
from tests.console.tile_host import TileHost, age, hosting, png
from wire.basemaps import BaseMap, BaseMapKind, TileForm

__all__ = ["base", "chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
PAPER, MARK = QColor("#c8d8c8"), QColor("#e00000")


@pytest.fixture
def host() -> Iterator[TileHost]:
    with hosting(lambda path: png(PAPER.name())) as host:
        yield host


def pictures(host: TileHost, id: str = "pictures", **more: object) -> BaseMap:
    usual = {"id": id, "version": 1, "name": "街图", "kind": BaseMapKind.XYZ, "url": f"{host.url}/{id}/{{z}}/{{x}}/{{y}}", "attribution": "云泽"}
    return msgspec.convert(usual | more, BaseMap)


class Wall(MapPage):
    """A map page with base maps of its own, in the light theme, which dims nothing."""

    def __init__(self, qtbot: QtBot, hall: Hall, *maps: BaseMap | Path, folder: Path) -> None:
        self.qtbot, self.hall = qtbot, hall
        self.server = serve(hall, *maps, folder=folder)
        self.view = MapView(hall, self.server.ask, "light")
        qtbot.addWidget(self.view, before_close_func=self._shut)
        self.view.resize(1000, 700)
        with qtbot.waitSignal(self.view.ready, timeout=WAIT_MS):
            self.view.show()
        self.view.go(*CENTRE, 15)
        self.until("yiping.map.getZoom()", 15)
        self.settle()

    def _shut(self, view: MapView) -> None:
        view.shut()
        self.server.stop()

    def colour(self, x: int, y: int) -> str:
        return self.view.grab().toImage().pixelColor(x, y).name()

    def shows(self, colour: QColor, x: int = 700, y: int = 600) -> None:
        self.qtbot.waitUntil(lambda: self.colour(x, y) == colour.name(), timeout=WAIT_MS)

    def choose(self, name: str) -> None:
        """By the radio of the layer panel."""
        self.ask("document.querySelector('.overlays').open = true")
        inputs = "[...document.querySelectorAll('.bases label')]"
        self.ask(f"{inputs}.find(label => label.textContent.startsWith({json.dumps(name)})).querySelector('input').click()")
        self.settle()


def test_that_pictures_lie_under_the_data_and_a_dark_theme_dims_them(qtbot: QtBot, host: TileHost, tmp_path: Path) -> None:
    page = Wall(qtbot, empty_hall(), pictures(host), folder=tmp_path)
    page.shows(PAPER)
    assert page.ask("document.querySelector('.source').textContent") == "© 云泽"
    page.view.set_theme("dark")
    page.settle()
    page.qtbot.waitUntil(lambda: QColor(page.colour(700, 600)).lightness() < 130)
    assert page.view.refused() == []


def test_that_a_base_map_is_chosen_by_hand_and_none_is_one_of_them(qtbot: QtBot, base: Path, host: TileHost, tmp_path: Path) -> None:
    page = Wall(qtbot, empty_hall(), base, pictures(host), folder=tmp_path)
    assert page.ask("[...document.querySelectorAll('.bases label')].map(label => label.textContent)") == ["base", "街图", "无底图"]
    drawn: list[str | None] = []
    page.view.drawn_otherwise.connect(lambda: drawn.append(page.view.drawing.base))
    assert host.asked == {}
    page.choose("街图")
    page.shows(PAPER)
    page.choose("无底图")
    page.shows(QColor(page.ask("yiping.state.theme.window")))
    assert page.ask("document.querySelector('.note').textContent") == "没有底图，仅显示数据"
    page.choose("base")
    page.shows(QColor(page.ask("yiping.state.theme.water")))
    assert drawn == ["pictures", "", "base"]


def test_that_what_was_chosen_before_is_shown_again(qtbot: QtBot, host: TileHost, tmp_path: Path) -> None:
    page = Wall(qtbot, empty_hall(), pictures(host, "one"), pictures(host, "two"), folder=tmp_path)
    assert {path.split("/")[1] for path in host.asked} == {"one"}
    page.view.draw(msgspec.structs.replace(page.view.drawing, base="two"))
    page.until("yiping.state.base.id", "two")
    page.settle()
    assert {path.split("/")[1] for path in host.asked} == {"one", "two"}
    page.view.draw(msgspec.structs.replace(page.view.drawing, base="gone"))
    page.until("yiping.state.base.id", "one")


def marked(datum: Datum, spot: tuple[float, float]) -> Callable[[str], bytes]:
    """Tiles of a base map in a datum, with a mark where `spot` (WGS-84) lies in it."""
    lon, lat = (float(value) for value in convert(*spot, Datum.WGS84, datum))

    def tile(path: str) -> bytes:
        zoom, x, y = (int(part) for part in path.split("/")[2:5])
        across = (lon / 360 + 0.5) * 2**zoom - x
        sine = math.sin(math.radians(lat))
        down = (0.5 - math.log((1 + sine) / (1 - sine)) / 4 / math.pi) * 2**zoom - y

        def paint(image: Image.Image) -> None:
            left, top = round(across * 256) - 6, round(down * 256) - 6
            image.paste(MARK.name(), (left, top, left + 12, top + 12))

        return png(PAPER.name(), paint)

    return tile


def is_marked(page: Wall, place: tuple[float, float]) -> bool:
    """Whether the middle of the mark is seen there, to 3 px."""
    image = page.view.grab().toImage()
    found = [(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2) if image.pixelColor(x, y) == MARK]
    return bool(found) and bool(np.hypot(*(np.mean(found, axis=0) - place)) < 3)


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09, Datum.CGCS2000])
def test_that_a_base_map_of_any_datum_lies_right_under_the_data(qtbot: QtBot, host: TileHost, tmp_path: Path, datum: Datum) -> None:
    spot = (114.0571, 22.5432)
    host.tile = marked(datum, spot)
    page = Wall(qtbot, empty_hall(), pictures(host, datum=datum.value), folder=tmp_path)
    for zoom in (11, 16, 19):
        page.view.go(*spot, zoom)
        page.until("yiping.map.getZoom()", zoom)
        page.settle()
        wanted = page.ask(f"(p => [p.x, p.y])(yiping.map.latLngToContainerPoint([{spot[1]}, {spot[0]}]))")
        page.qtbot.waitUntil(partial(is_marked, page, wanted), timeout=WAIT_MS)
        page.shows(PAPER, 3, 3)  # nothing is left bare at the edges
        page.shows(PAPER, 996, 696)
    said = page.ask("document.querySelector('.source').textContent")
    assert said == "© 云泽 · " + {"gcj02": "GCJ-02", "bd09": "BD-09", "cgcs2000": "CGCS2000"}[datum.value]


def test_that_vectors_are_shifted_like_pictures(qtbot: QtBot, host: TileHost, tmp_path: Path) -> None:
    host.tile = lambda path: None
    spot = (114.0571, 22.5432)
    page = Wall(qtbot, empty_hall(), pictures(host, form=TileForm.VECTOR, datum="gcj02"), folder=tmp_path)
    page.view.go(*spot, 17)
    page.until("yiping.map.getZoom()", 17)
    page.settle()
    moved = page.ask("""(() => {
        const layer = Object.values(yiping.map._layers).find(layer => layer.worker);
        const [tile] = Object.values(layer._tiles);
        const own = L.GridLayer.prototype._getTilePos.call(layer, tile.coords).subtract(L.DomUtil.getPosition(tile.el));
        return [own.x, own.y];
    })()""")
    lon, lat = convert(*spot, Datum.WGS84, Datum.GCJ02)
    px = 256 * 2**17 / 360
    assert moved == pytest.approx([(float(lon) - spot[0]) * px, -(float(lat) - spot[1]) / math.cos(math.radians(spot[1])) * px], abs=4)


def test_that_the_page_shifts_as_geo_does(qtbot: QtBot, tmp_path: Path) -> None:
    page = Wall(qtbot, empty_hall(), folder=tmp_path)
    chance = np.random.default_rng(7)
    lon, lat = chance.uniform(73, 135, 300), chance.uniform(4, 53, 300)
    lon[0], lat[0] = -71.06, 42.36
    page.ask("void import('hall://map/page/datum.js').then(found => { window.shifts = found.shifts; })")
    page.until("Boolean(window.shifts)")
    for datum in ("gcj02", "bd09"):
        shifted = page.ask(f"{json.dumps(np.column_stack([lon, lat]).tolist())}.map(place => window.shifts.{datum}(place))")
        expected = np.column_stack(convert(lon, lat, Datum.WGS84, datum))
        assert np.abs(np.array(shifted) - expected).max() < 1e-9


def test_that_old_tiles_are_shown_with_their_age_until_the_host_is_back(qtbot: QtBot, host: TileHost, tmp_path: Path) -> None:
    seen = Wall(qtbot, empty_hall(), pictures(host), folder=tmp_path)
    seen.shows(PAPER)
    seen.server.stop()
    age(tmp_path, 26 * 3600)
    host.fault = "500"
    page = Wall(qtbot, empty_hall(), pictures(host), folder=tmp_path)
    page.shows(PAPER)
    note = "document.querySelector('.note').textContent"
    page.until(f"{note}.startsWith('底图服务器出错，所示为 26 小时前（')")
    speak("en")
    page.until(f"{note}.startsWith('The base map\\'s server fails; what is shown is 26 h old (')")
    host.fault, host.tile = "", lambda path: png("#8888ff")
    page.shows(QColor("#8888ff"))
    page.until(note, "")


def test_that_a_host_that_never_was_there_leaves_the_data_alone(qtbot: QtBot, host: TileHost, tmp_path: Path) -> None:
    host.end()
    page = Wall(qtbot, empty_hall(), pictures(host), pictures(host, "vectors", form=TileForm.VECTOR), folder=tmp_path)
    page.until("document.querySelector('.note').textContent", "底图服务器连不上")
    page.choose("街图")
    page.view.draw(msgspec.structs.replace(page.view.drawing, base="vectors"))
    page.until("yiping.state.base.id", "vectors")
    page.settle()
    page.shows(QColor(page.ask("yiping.state.theme.window")))


def test_that_a_file_that_is_no_base_map_can_be_seen_and_not_chosen(qtbot: QtBot, host: TileHost, tmp_path: Path) -> None:
    (tmp_path / "broken.mbtiles").write_bytes(b"broken")
    page = Wall(qtbot, empty_hall(), pictures(host, "b", kind="MBTILES", url="broken.mbtiles"), pictures(host, "p", name="好图"), folder=tmp_path)
    page.shows(PAPER)
    assert page.ask("[...document.querySelectorAll('.bases input')].map(input => [input.disabled, input.checked])") == [
        [True, False],
        [False, True],
        [False, False],
    ]
    assert page.ask("document.querySelector('.bases label').title").startswith("broken.mbtiles: ")


@pytest.mark.parametrize("rest", ["", "pictures/1/0", "nobody/1/0/0", "pictures/a/0/0", "pictures/1/2/0", "pictures/99/0/0", "../pictures/1/0/0"])
def test_that_only_a_tile_of_a_base_map_opens_the_door(qtbot: QtBot, host: TileHost, tmp_path: Path, rest: str) -> None:
    page = Wall(qtbot, empty_hall(), pictures(host), folder=tmp_path)
    page.ask(f"void fetch('/tiles/{rest}').then(reply => {{ window.came = reply.status; }})")
    page.until("window.came ?? null", 404)
