"""Files over the map, in the real page: read and judged aside, drawn, pointed at, dressed, removed; their text stays text."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from geo.datum import Datum, convert, named_crs, to_metres
from geo.files import Drawn, likely
from geo.misfit import Verdict
from tests.console.map_page import WAIT_MS, MapPage
from tests.geo.test_files import geojson, write
from wire.codes import GridKind
from wire.grids import Grid

pytestmark = pytest.mark.gui
LON, LAT = 116.4, 39.9
EVIL = "<img src=x onerror='window.hacked=1'>\u202e\"</script>"


def point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


@pytest.fixture
def page(qtbot: QtBot, hall: Hall) -> MapPage:
    return MapPage(qtbot, hall)


def read(page: MapPage, path: Path) -> tuple[Drawn, Verdict]:
    with page.qtbot.waitSignal(page.view.files.guessed, timeout=WAIT_MS) as found:
        page.view.files.read(path)
    drawn, verdict = found.args
    return drawn, verdict


def lay(page: MapPage, path: Path, datum: Datum = Datum.WGS84) -> str:
    """The id of a file that lies over the map now."""
    drawn, _ = read(page, path)
    with page.qtbot.waitSignal(page.view.files.drawn, timeout=WAIT_MS) as laid:
        page.view.files.draw(drawn, datum, opacity=1.0)
    (overlay,) = laid.args
    page.until(f"Boolean(yiping.layers.get('file:{overlay.id}')?.columns)")
    page.settle()
    return str(overlay.id)


def spot(page: MapPage, lon: float, lat: float) -> QPoint:
    x, y = page.ask(f"(({{x, y}}) => [x, y])(yiping.map.latLngToContainerPoint([{lat}, {lon}]))")
    return QPoint(round(x), round(y))


def colour_at(page: MapPage, at: QPoint) -> str:
    return page.view.grab().toImage().pixelColor(at).name()


def test_that_points_lines_and_areas_are_drawn_and_told_as_text(page: MapPage, tmp_path: Path) -> None:
    ring = shapely.box(LON + 0.01, LAT - 0.005, LON + 0.02, LAT + 0.005) - shapely.box(LON + 0.012, LAT + 0.001, LON + 0.018, LAT + 0.004)
    shapes = [shapely.Point(LON, LAT), shapely.LineString([(LON, LAT - 0.01), (LON + 0.02, LAT - 0.01)]), ring]
    id = lay(page, write(tmp_path / "site.gpkg", shapes, name=["spot", "way", EVIL], note=["a", "b", EVIL]))
    assert colour_at(page, spot(page, LON, LAT)) == page.view.files.overlays[id].colour.lower()
    for place, words in (((LON, LAT), "spot"), ((LON + 0.01, LAT - 0.01), "way"), ((LON + 0.015, LAT), EVIL)):
        page.hover(spot(page, *place))
        page.until(
            f"document.querySelector('.tip').innerText.includes({words!r})"
            if words != EVIL
            else "document.querySelector('.tip').innerText.includes('onerror')"
        )
    assert page.ask("[typeof window.hacked, document.querySelectorAll('.tip img').length]") == ["undefined", 0]
    page.hover(spot(page, LON + 0.015, LAT + 0.0025))  # in its hole
    page.until("document.querySelector('.tip').hidden")


def test_that_a_name_of_a_file_stays_text(page: MapPage, tmp_path: Path) -> None:
    drawn, _ = read(page, geojson(tmp_path / "a.geojson", [point(LON, LAT)]))
    with page.qtbot.waitSignal(page.view.files.drawn, timeout=WAIT_MS):
        page.view.files.draw(drawn, Datum.WGS84, EVIL)
    page.until("document.querySelector('.files .name').textContent.includes('onerror')")
    assert page.ask("[typeof window.hacked, document.querySelectorAll('.files img').length]") == ["undefined", 0]


def test_that_a_file_is_dressed_and_removed_in_its_panel(page: MapPage, tmp_path: Path) -> None:
    id = lay(page, geojson(tmp_path / "a.geojson", [point(LON, LAT)]))
    page.ask("(() => { const box = document.querySelector('.files input[type=color]'); box.value = '#123456'; box.oninput(); })()")
    page.qtbot.waitUntil(lambda: page.view.files.overlays[id].colour == "#123456", timeout=WAIT_MS)
    page.settle()
    page.ask("document.querySelector('.files button[title=移除]').click()")
    page.qtbot.waitUntil(lambda: not page.view.files.overlays, timeout=WAIT_MS)
    page.until("document.querySelector('.files').hidden && !yiping.layers.has('file:f1')")


def test_that_a_hundred_thousand_features_are_drawn_and_found(page: MapPage, tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    shapes = list(shapely.points(LON + chance.uniform(-0.1, 0.1, 100_000), LAT + chance.uniform(-0.1, 0.1, 100_000)))
    shapes[77_777] = shapely.Point(LON + 0.2, LAT)
    lay(page, write(tmp_path / "many.gpkg", shapes, "Point"))
    page.hover(spot(page, LON + 0.2, LAT))
    page.until("document.querySelector('.tip').innerText.includes('n77777')")


def test_that_a_new_page_has_the_files_of_the_last(page: MapPage, tmp_path: Path) -> None:
    id = lay(page, geojson(tmp_path / "a.geojson", [point(LON, LAT)]))
    with page.qtbot.waitSignal(page.view.ready, timeout=WAIT_MS):
        page.view.life.replace()
    page.until(f"Boolean(yiping.layers.get('file:{id}')?.columns)")


def test_that_the_datum_is_guessed_before_anything_is_drawn(page: MapPage, hall: Hall, tmp_path: Path) -> None:
    """Lamps along the borders of grids, and the same as a map maker would hand them out."""
    chance = np.random.default_rng(5)
    edges = [(LON + 0.004 * i + 0.0007 * float(chance.normal()), LAT + 0.003 * i + 0.0006 * float(chance.normal())) for i in range(9)]
    grids = [_grid(f"{i}-{j}", edges[i][0], edges[j][1], edges[i + 1][0], edges[j + 1][1]) for i in range(8) for j in range(8)]
    hall.grids.put(grids)
    lines = shapely.union_all([shapely.LineString(grid.rings[0][0]) for grid in grids])
    places = [line.interpolate(along, normalized=True) for line in shapely.get_parts(lines) for along in chance.uniform(0, 1, 4)]
    lon, lat = (np.array([getattr(place, axis) for place in places]) + chance.normal(0, 2e-5, len(places)) for axis in "xy")
    right = write(tmp_path / "right.gpkg", list(shapely.points(lon, lat)), "Point")
    moved = write(tmp_path / "moved.gpkg", list(shapely.points(*convert(lon, lat, Datum.WGS84, Datum.GCJ02))), "Point")
    assert likely(*read(page, right)) == Datum.WGS84
    drawn, verdict = read(page, moved)
    assert likely(drawn, verdict) == Datum.GCJ02
    with page.qtbot.waitSignal(page.view.files.drawn, timeout=WAIT_MS) as laid:
        page.view.files.draw(drawn, likely(drawn, verdict))
    placed = laid.args[0].drawn
    assert float(np.abs(placed.lon - lon).max()) < 1e-6
    # The metres of a survey, without a word of their zone.
    survey = [point(*place) for place in np.column_stack(to_metres(lon, lat, named_crs("gk117"))).tolist()]
    drawn, verdict = read(page, geojson(tmp_path / "survey.geojson", survey))
    assert (likely(drawn, verdict), verdict.slip) == ("gk117", None)
    with page.qtbot.waitSignal(page.view.files.drawn, timeout=WAIT_MS) as laid:
        page.view.files.draw(drawn, likely(drawn, verdict))
    assert float(np.abs(laid.args[0].drawn.lat - lat).max()) < 1e-6


def _grid(code: str, west: float, south: float, east: float, north: float) -> Grid:
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    place = {"lon": (west + east) / 2, "lat": (south + north) / 2}
    return Grid(id=f"DUTY-{code}", version=1, kind=GridKind.DUTY, code=code, name=code, area_m2=1e5, rings=[[ring]], **place)


def test_that_a_file_is_dropped_on_the_map_and_a_bad_one_is_refused(page: MapPage, tmp_path: Path) -> None:
    good, bad = geojson(tmp_path / "a.geojson", [point(LON, LAT)]), tmp_path / "bad.gpkg"
    bad.write_bytes(b"rubbish")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(good))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, mime, left, none)
    QApplication.sendEvent(page.view, enter)
    assert enter.isAccepted()
    with page.qtbot.waitSignal(page.view.files.dropped, timeout=WAIT_MS) as dropped:
        QApplication.sendEvent(page.view, QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, mime, left, none))
    assert dropped.args == [good]
    with page.qtbot.waitSignal(page.view.files.refused, timeout=WAIT_MS) as refused:
        page.view.files.read(bad)
    assert (refused.args[0], refused.args[1].code) == ("bad.gpkg", "not_geographic")
