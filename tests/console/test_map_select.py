"""Measuring and selecting on the map: what the figures say is checked against GeographicLib and brute force, not against the page."""

import random
from pathlib import Path

import msgspec
import numpy as np
import pytest
import shapely
from pyproj import Geod
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from console.hall.chosen import Row
from console.hall.columns import Columns
from console.map.drawing import rules
from console.map.hands.area import Area, Disc, Shown, northing, within
from console.map.layers.units import OVERLAYS
from tests.console.filled_hall import CENTRE, _components, empty_hall, filled_hall
from tests.console.map_hand import Hand
from tests.console.map_page import chinese
from tests.console.test_map_base import base
from tests.console.test_map_files import lay, spot
from tests.geo.test_files import write
from wire import bulk
from wire.codes import Noun, RegisterKind, SensorKind, Status, UnitKind
from wire.filters import Wanted
from wire.registers import Entry
from wire.sensors import Sensor

__all__ = ["base", "chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
GEOD = Geod(ellps="WGS84")


@pytest.fixture
def page(qtbot: QtBot) -> Hand:
    made = Hand(qtbot, filled_hall())
    made.view.go(*CENTRE, 16)
    made.until("yiping.map.getZoom()", 16)
    made.settle()
    return made


def lonlat(page: Hand, at: QPoint) -> tuple[float, float]:
    lon, lat = page.ask(f"(({{lng, lat}}) => [lng, lat])(yiping.map.containerPointToLatLng([{at.x()}, {at.y()}]))")
    return lon, lat


def measured(page: Hand) -> dict[str, float]:
    page.ask("(import('hall://map/page/hands/ruler.js').then((module) => { window.measured = module.measured; }), 1)")
    page.until("window.measured !== undefined")
    found: dict[str, float] = page.ask("window.measured")
    return found


def bare(page: Hand) -> None:
    """Nothing to snap to."""
    for overlay in ("cases", *OVERLAYS.values(), "cameras", "components"):
        page.view.show_overlay(overlay, False)
    page.settle()


CORNERS = [QPoint(300, 200), QPoint(620, 240), QPoint(560, 520)]


def test_that_the_ruler_reads_lengths_on_the_ellipsoid(page: Hand) -> None:
    bare(page)
    page.measure(*CORNERS)
    page.key(Qt.Key.Key_Return)
    places = [lonlat(page, corner) for corner in CORNERS]
    length = GEOD.line_length([lon for lon, _ in places], [lat for _, lat in places])
    page.until("document.querySelector('.chip[data-name=ruler]').textContent.includes('长度')")
    assert measured(page)["metres"] == pytest.approx(length, abs=0.05)


def test_that_a_closed_ruler_reads_perimeter_and_area(page: Hand) -> None:
    bare(page)
    page.measure(*CORNERS, CORNERS[0])
    page.until("document.querySelector('.chip[data-name=ruler]').textContent.includes('周长')")
    places = [lonlat(page, corner) for corner in CORNERS]
    area, around = GEOD.polygon_area_perimeter([lon for lon, _ in places], [lat for _, lat in places])
    found = measured(page)
    assert found["squares"] == pytest.approx(abs(area), rel=1e-4)
    assert found["metres"] == pytest.approx(around, abs=0.1)


def test_that_backspace_takes_back_a_point_and_escape_ends(page: Hand) -> None:
    bare(page)
    page.measure(*CORNERS)
    page.key(Qt.Key.Key_Backspace)
    assert measured(page)["points"] == 2
    page.key(Qt.Key.Key_Escape)
    page.until("yiping.state.tool", "")
    assert page.ask("document.querySelector('.chip')") is None


def test_that_the_ruler_snaps_to_a_mark_within_15_pixels(page: Hand) -> None:
    for overlay in ("cases", *OVERLAYS.values(), "components"):
        page.view.show_overlay(overlay, False)
    page.settle()
    spots = {key: at for key, at in page.hits("cameras").items() if 250 < at.x() < 800 and 120 < at.y() < 600}
    (one, here), (other, there) = list(spots.items())[:2]
    page.measure(here + QPoint(8, -6), there + QPoint(-7, 7))
    page.key(Qt.Key.Key_Return)
    first, second = page.hall.cameras.get(one), page.hall.cameras.get(other)
    assert first is not None
    assert second is not None
    assert measured(page)["metres"] == pytest.approx(GEOD.inv(first.lon, first.lat, second.lon, second.lat)[2], abs=0.01)


def test_that_the_ruler_snaps_to_a_street_of_the_base_map(qtbot: QtBot, base: Path) -> None:
    page = Hand(qtbot, empty_hall(), base)
    page.view.go(*CENTRE, 16)
    page.until("yiping.map.getZoom()", 16)
    page.settle()
    page.key(Qt.Key.Key_R)
    page.ask("(import('hall://map/page/hands/snap.js').then((module) => module.prepare(yiping.map).ready).then(() => { window.streets = 1; }), 1)")
    page.until("window.streets ?? 0", 1)
    across = page.ask(f"yiping.map.latLngToContainerPoint([{CENTRE[1]}, {CENTRE[0]}]).y")
    for x, off in ((300, 11), (700, -12)):
        page.click(QPoint(x, round(across) + off))
        page.ask("1")
    page.key(Qt.Key.Key_Return)
    (west, _), (east, _) = lonlat(page, QPoint(300, 300)), lonlat(page, QPoint(700, 300))
    assert measured(page)["metres"] == pytest.approx(GEOD.inv(west, CENTRE[1], east, CENTRE[1])[2], abs=1.0)
    slanted = GEOD.inv(*lonlat(page, QPoint(300, round(across) + 11)), *lonlat(page, QPoint(700, round(across) - 12)))[2]
    assert measured(page)["metres"] < slanted - 0.5
    page.click(QPoint(300, round(across) + 40))  # too far off
    page.click(QPoint(700, round(across) + 40))
    page.key(Qt.Key.Key_Return)
    assert measured(page)["points"] == 2


def test_that_the_ruler_snaps_beside_it_to_a_line_and_never_to_the_middle_of_an_area(page: Hand, tmp_path: Path) -> None:
    bare(page)
    (lon, lat), up = CENTRE, CENTRE[1] + 0.001
    way, yard = shapely.LineString([(lon - 0.003, up), (lon + 0.003, up)]), shapely.box(lon - 0.002, lat - 0.003, lon + 0.002, lat - 0.001)
    lay(page, write(tmp_path / "site.gpkg", [way, yard]))
    beside, within = spot(page, lon + 0.001, up) + QPoint(0, 6), spot(page, lon + 0.001, lat - 0.002)
    page.measure(beside, within)
    page.key(Qt.Key.Key_Return)
    assert measured(page)["metres"] == pytest.approx(GEOD.inv(lonlat(page, beside)[0], up, *lonlat(page, within))[2], abs=0.02)


def test_that_a_tool_in_the_hand_selects_nothing(page: Hand) -> None:
    page.key(Qt.Key.Key_R)
    at = next(at for at in page.hits("cases").values() if 250 < at.x() < 800 and 120 < at.y() < 600)
    page.click(at)
    page.settle()
    assert page.hall.selection.id == ""


def test_that_points_can_be_put_down_by_key_alone(page: Hand) -> None:
    bare(page)
    page.key(Qt.Key.Key_R)
    page.key(Qt.Key.Key_Space, text=" ")
    page.key(Qt.Key.Key_Right)
    page.key(Qt.Key.Key_Space, text=" ")
    page.key(Qt.Key.Key_Return)
    assert measured(page)["points"] == 2
    assert measured(page)["metres"] > 50


def truth(page: Hand, ring: list[tuple[float, float]]) -> set[tuple[str, str]]:
    """By shapely on the plane of the map, one point after the other."""
    shape = shapely.Polygon([(lon, float(northing(lat))) for lon, lat in ring])

    def held(lon: float, lat: float) -> bool:
        return bool(shape.intersects(shapely.Point(lon, float(northing(lat)))))

    hall = page.hall
    found = {(Noun.CASE, case.id) for case in hall.cases if case.status is not Status.CLOSED and held(case.lon, case.lat)}
    found |= {(Noun.UNIT, id) for id, place in hall.fixes.items() if held(place.lon, place.lat)}
    found |= {(Noun.CAMERA, camera.id) for camera in hall.cameras if held(camera.lon, camera.lat)}
    table = hall.components.table
    assert table is not None
    places = zip(table.column("id").to_pylist(), table.column("lon").to_pylist(), table.column("lat").to_pylist(), strict=True)
    return found | {(Noun.COMPONENT, id) for id, lon, lat in places if held(lon, lat)}


def chosen(page: Hand) -> set[tuple[str, str]]:
    page.qtbot.waitUntil(lambda: bool(page.hall.chosen.rows), timeout=30_000)
    return {(row.kind, row.id) for row in page.hall.chosen.rows}


def test_that_a_rectangle_selects_exactly_what_lies_in_it(page: Hand) -> None:
    page.key(Qt.Key.Key_X)
    page.drag(QPoint(350, 200), QPoint(650, 450))
    assert chosen(page) == truth(page, [lonlat(page, QPoint(x, y)) for x, y in ((350, 200), (650, 200), (650, 450), (350, 450))])
    assert page.ask("yiping.state.tool") == ""


def test_that_a_lasso_selects_exactly_what_lies_in_it(page: Hand) -> None:
    page.key(Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier, "X")
    page.drag(QPoint(350, 300), QPoint(500, 180), QPoint(660, 320), QPoint(480, 480), QPoint(360, 420))
    assert chosen(page) == truth(page, page.hall.chosen.ring)
    assert len(page.hall.chosen.ring) > 10


def test_that_a_polygon_selects_exactly_what_lies_in_it(page: Hand) -> None:
    page.key(Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    for corner in CORNERS:
        page.click(corner)
    page.key(Qt.Key.Key_Return)
    assert chosen(page) == truth(page, [lonlat(page, corner) for corner in CORNERS])


def test_that_a_drag_that_ends_on_a_mark_selects_the_area_and_not_the_mark(page: Hand) -> None:
    end = next(at for at in page.hits("cameras").values() if 450 < at.x() < 800 and 250 < at.y() < 600)
    page.key(Qt.Key.Key_X)
    page.drag(end - QPoint(200, 150), end)
    chosen(page)
    page.settle()
    assert (page.hall.selection.noun, page.hall.selection.id) == (None, "")
    page.click(end)
    page.qtbot.waitUntil(lambda: page.hall.selection.noun is Noun.CAMERA, timeout=30_000)


def test_that_what_is_not_shown_is_not_selected(page: Hand) -> None:
    page.view.show_overlay("cases", False)
    page.view.show_overlay("components", False)
    page.key(Qt.Key.Key_X)
    page.drag(QPoint(250, 150), QPoint(750, 550))
    assert {kind for kind, _ in chosen(page)} == {Noun.UNIT, Noun.CAMERA}


def test_that_of_the_units_only_the_kinds_that_are_shown_are_selected(page: Hand) -> None:
    page.view.show_overlay("inspectors", False)
    page.key(Qt.Key.Key_X)
    page.drag(QPoint(250, 150), QPoint(750, 550))
    chosen(page)
    assert {row.category for row in page.hall.chosen.rows if row.kind is Noun.UNIT} == {UnitKind.TRUCK}


def test_that_a_case_that_the_filter_keeps_off_the_map_is_not_selected(page: Hand) -> None:
    page.hall.want(Wanted(text="人民路1"))
    page.settle()
    page.key(Qt.Key.Key_X)
    page.drag(QPoint(250, 150), QPoint(750, 550))
    matching = {case.id for case in page.hall.cases if "人民路1" in case.address}
    held = {id for kind, id in truth(page, page.hall.chosen.ring) if kind is Noun.CASE}
    found = {id for kind, id in chosen(page) if kind is Noun.CASE}
    assert found == held & matching
    assert held - matching


def test_that_a_class_that_the_panel_hides_is_not_selected(page: Hand) -> None:
    page.view.show_overlay("sensors", True)
    page.hall.sensors.put([sensor(kind, *CENTRE) for kind in (SensorKind.COVER, SensorKind.RAIN)])
    hidden = f"{{components: ['0101'], sensors: [{list(SensorKind).index(SensorKind.RAIN)}]}}"
    page.ask(f"(import('hall://map/page/panel.js').then((module) => module.arrange({{hidden: {hidden}}})), 1)")
    page.qtbot.waitUntil(lambda: "components" in page.view.drawing.hidden, timeout=30_000)
    page.key(Qt.Key.Key_X)
    page.drag(QPoint(250, 150), QPoint(750, 550))
    chosen(page)
    assert "0101" in {row.category for row in everything(page)}
    assert {row.category for row in page.hall.chosen.rows if row.kind is Noun.COMPONENT} == {"0201", "0301", "0401", "0501"}
    assert {row.category for row in page.hall.chosen.rows if row.kind is Noun.SENSOR} == {SensorKind.COVER}


@pytest.mark.parametrize("zoom", [12, 14, 16])
def test_that_what_is_not_drawn_at_this_zoom_is_not_selected(page: Hand, zoom: int) -> None:
    page.view.go(*CENTRE, zoom)
    page.until("yiping.map.getZoom()", zoom)
    page.settle()
    page.key(Qt.Key.Key_X)
    page.drag(QPoint(100, 100), QPoint(900, 600))
    overlays = {Noun.CASE: "cases", Noun.UNIT: "trucks", Noun.CAMERA: "cameras", Noun.COMPONENT: "components"}
    drawn = {kind for kind, overlay in overlays.items() if rules()[overlay]["faces"][0]["from"] <= zoom}
    assert {kind for kind, _ in chosen(page)} == drawn


def everything(page: Hand) -> list[Row]:
    """In the same ring, shown or not."""
    return within(page.hall, Shown([Noun.COMPONENT]), Area(page.hall.chosen.ring))


def sensor(kind: SensorKind, lon: float, lat: float) -> Sensor:
    return Sensor(id=kind, version=1, code=kind, name=kind, kind=kind, lon=lon, lat=lat)


def test_that_closed_cases_come_only_where_they_are_shown(page: Hand) -> None:
    page.view.show_overlay("closed", True)
    page.key(Qt.Key.Key_X)
    page.drag(QPoint(250, 150), QPoint(750, 550))
    chosen(page)
    assert Status.CLOSED in {row.state for row in page.hall.chosen.rows}


def test_that_the_selection_leaves_the_map_when_it_is_cleared(page: Hand) -> None:
    page.key(Qt.Key.Key_X)
    page.drag(QPoint(250, 150), QPoint(750, 550))
    chosen(page)
    page.hall.chosen.clear()
    page.ask("(import('hall://map/page/hands/sketch.js').then((module) => { window.drawn = module.drawn; }), 1)")
    page.until("window.drawn !== undefined")
    page.until("window.drawn('selected')", False)


def test_that_126000_components_are_selected_exactly() -> None:
    hall = filled_hall(cases=0, units=0, cameras=0, components=0)
    hall.components.set(_components(random.Random(5), 126_000))
    turn = np.linspace(0, 2 * np.pi, 300, endpoint=False)
    ring = [(CENTRE[0] + (0.006 + 0.003 * np.sin(5 * a)) * np.cos(a), CENTRE[1] + 0.004 * np.sin(a)) for a in turn]
    rows = within(hall, Shown([Noun.COMPONENT]), Area(ring))
    table = hall.components.table
    assert table is not None
    shape = shapely.Polygon([(lon, float(northing(lat))) for lon, lat in ring])
    lon, lat = table.column("lon").to_numpy(), northing(table.column("lat").to_numpy())
    expected = np.asarray(table.column("id").to_pylist())[shapely.intersects(shape, shapely.points(lon, lat))]
    assert [row.id for row in rows] == expected.tolist()
    assert 10_000 < len(rows) < 126_000


def test_that_entries_of_a_register_are_selected_too() -> None:
    hall = empty_hall()
    places = {"near": CENTRE, "far": (CENTRE[0] + 1, CENTRE[1])}
    bikes = [Entry(id=id, kind=RegisterKind.BICYCLE, code=id, name=id, lon=lon, lat=lat, category="共享") for id, (lon, lat) in places.items()]
    hall.entries.set(RegisterKind.BICYCLE, Columns(Entry, bulk.encode(Entry, bikes)))
    rows = within(hall, Shown([RegisterKind.BICYCLE, RegisterKind.POI]), Disc(*CENTRE, 100))
    assert [(row.kind, row.id, row.category) for row in rows] == [(RegisterKind.BICYCLE, "near", "共享")]


def test_that_a_disc_is_measured_in_metres() -> None:
    east, north = (GEOD.fwd(*CENTRE, azimuth, 500)[:2] for azimuth in (90, 0))
    held = Disc(*CENTRE, 500.01).holds([east[0], north[0]], [east[1], north[1]])
    beyond = Disc(*CENTRE, 499.99).holds([east[0], north[0]], [east[1], north[1]])
    assert held.all()
    assert not beyond.any()


def test_that_a_lasso_that_crosses_itself_still_selects_both_loops() -> None:
    area = Area([(0, 0), (2, 2), (2, 0), (0, 2)])
    assert area.holds([0.2, 1.8, 1.0, 1.0], [1.0, 1.0, 0.2, 1.8]).tolist() == [True, True, False, False]


def test_that_nonsense_from_the_page_selects_nothing(page: Hand) -> None:
    for text in ("", "[]", "[[1,2]]", '{"a":1}', "[[999,0],[0,0],[1,1]]", '"<script>"'):
        page.view._hands_bridge.select(text)
        page.view._hands_bridge.shape(text)
    assert page.hall.chosen.rows == []
    assert page.hall.draft.shape is None


def test_that_a_case_row_carries_its_class_and_status(page: Hand) -> None:
    case = next(iter(page.hall.cases))
    page.hall.cases.put([msgspec.structs.replace(case, version=9, status=Status.DISPOSING, lon=5.0, lat=5.0)])
    rows = within(page.hall, Shown([Noun.CASE]), Disc(5.0, 5.0, 10))
    assert rows == [Row(Noun.CASE, case.id, case.number, case.address, f"{case.kind}:{case.class_code}", Status.DISPOSING, 5.0, 5.0)]
