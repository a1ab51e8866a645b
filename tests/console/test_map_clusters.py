"""Clusters on the map: what they count, where their numbers stand, and how they come apart."""

from collections import Counter
from itertools import combinations
from math import hypot

import msgspec
import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from console.map.drawing import rules
from tests.console.filled_hall import CENTRE, NOW, filled_hall
from tests.console.map_overlays import close_up, inside, legend, let_density_rest, page, shop_hall, show_only
from tests.console.map_page import WAIT_MS, MapPage, chinese
from tests.console.rich_hall import COUNTS
from tests.console.test_map import one_fix
from wire.cases import lamp
from wire.codes import Lamp, Noun, RegisterKind, Status

__all__ = ["chinese", "page"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]

CLUSTERED = "['components', 'pois', 'entities', 'bicycles', 'flood'].map((name) => yiping.layers.get(name))"
BOXES = f"{CLUSTERED}.flatMap((layer) => layer.hits.filter((hit) => hit.box).map((hit) => hit.box))"
SHIFT = "yiping.layers.get('cases').sheet.shift()"
BOXES_SEEN = f"((shift) => {BOXES}.map(([a, b, c, d]) => [a + shift.x, b + shift.y, c + shift.x, d + shift.y]))({SHIFT})"
CONTROLS = """[...document.querySelectorAll('.leaflet-control')].map((control) => control.getBoundingClientRect())
    .filter(({ width }) => width).map(({ left, top, right, bottom }) => [left, top, right, bottom])"""
LABELS = f"[...{BOXES}, ...yiping.layers.get('cases').sheet.frame.names.placed]"
ABOVE = "[...yiping.layers.values()].filter((layer) => !layer.ground)"
MARKS = f"{ABOVE}.flatMap((layer) => layer.hits.filter((hit) => !hit.box).map((hit) => [hit.x, hit.y]))"
# Of each number of a cluster how many pixels inside of its edge differ from a drawing of it alone at the same place.
COMPARED = f"""((sheet) => {{
    const canvas = () => new OffscreenCanvas(sheet.canvas.width, sheet.canvas.height).getContext('2d', {{ willReadFrequently: true }});
    const [seen, alone] = [canvas(), canvas()];
    seen.drawImage(sheet.canvas, 0, 0);
    alone.scale(devicePixelRatio, devicePixelRatio);
    return {CLUSTERED}.flatMap((layer) => layer.hits.filter((hit) => hit.box).map(({{ cluster, box: [left, top, right, bottom] }}) => {{
        pills.pillMark(alone, layer, cluster.x, cluster.y, cluster.count, layer.frame);
        const inside = [left + 6, top + 3, right - left - 12, bottom - top - 6].map((value) => Math.round(value * devicePixelRatio));
        const [one, other] = [seen, alone].map((pen) => pen.getImageData(...inside).data);
        return [layer.name, one.reduce((sum, value, at) => sum + (Math.abs(value - other[at]) > 24), 0)];
    }}));
}})(yiping.layers.get('cases').sheet)"""
PILLS = "yiping.layers.get('{name}').hits.filter((hit) => hit.cluster).map((hit) => [hit.x, hit.y, hit.radius])"


def test_that_a_cluster_of_cases_counts_the_lamps_in_it(page: MapPage) -> None:
    show_only(page, "cases", "closed")
    close_up(page, 11)
    lamps = list(Lamp)
    counted = Counter[Lamp]()
    for counts in page.ask("yiping.layers.get('cases').hits.map((hit) => hit.counts ?? yiping.layers.get('cases').things.get(hit.key).lamp)"):
        counted.update(dict(zip(lamps, counts, strict=True)) if isinstance(counts, list) else {lamps[counts]: 1})
    assert +counted == Counter(lamp(case, NOW) for case in page.hall.cases)


@pytest.mark.parametrize("zoom", [11, 17])
def test_that_a_supervised_case_flies_a_flag_alone_and_in_a_cluster(page: MapPage, zoom: int) -> None:
    show_only(page, "cases")
    close_up(page, zoom)
    running = [case for case in page.hall.cases if lamp(case, NOW) == Lamp.GREEN]
    case = min(running, key=lambda case: hypot(case.lon - CENTRE[0], case.lat - CENTRE[1]))
    assert "督办" not in legend(page)
    page.hall.cases.put([msgspec.structs.replace(case, version=9, supervised=True)])
    page.until("yiping.layers.get('cases').seen.has('supervised')")
    assert "督办" in legend(page)
    page.hall.cases.put([msgspec.structs.replace(case, version=10)])
    page.until("yiping.layers.get('cases').seen.has('supervised')", False)
    let_density_rest(page)


def test_that_a_suspended_case_has_a_grey_lamp_whatever_its_clock_says(page: MapPage) -> None:
    case = next(case for case in page.hall.cases if lamp(case, NOW) == Lamp.RED)
    page.hall.cases.put([msgspec.structs.replace(case, version=9, status=Status.SUSPENDED)])
    page.until(f"yiping.layers.get('cases').things.get('{case.id}').lamp", list(Lamp).index(Lamp.GREY))
    let_density_rest(page)


def test_that_a_cluster_with_an_urgent_case_has_its_second_outline(qtbot: QtBot) -> None:
    hall = filled_hall(cases=40, units=0, cameras=0, components=0)
    hall.cases.replace([msgspec.structs.replace(case, lon=CENTRE[0], lat=CENTRE[1], urgent=False, version=2) for case in hall.cases])
    page = MapPage(qtbot, hall)
    show_only(page, "cases")
    close_up(page, 13)
    assert "紧急" not in legend(page)
    case = next(case for case in hall.cases if case.closed_at is None)
    hall.cases.put([msgspec.structs.replace(case, urgent=True, version=3)])
    page.qtbot.waitUntil(lambda: "紧急" in legend(page), timeout=WAIT_MS)
    assert page.ask("yiping.layers.get('cases').hits.length") == 1, "it is in the cluster"


def test_that_a_cluster_of_a_register_stands_aside_for_a_case(qtbot: QtBot) -> None:
    hall = shop_hall(*[(CENTRE[0], CENTRE[1])] * 5)
    case = next(case for case in filled_hall(cases=9, components=0).cases if case.status is not Status.CLOSED)
    hall.cases.put([msgspec.structs.replace(case, lon=CENTRE[0], lat=CENTRE[1])])
    page = MapPage(qtbot, hall)
    show_only(page, "entities", "cases")
    close_up(page, 13)
    (x, y, half), *others = page.ask(PILLS.format(name="entities"))
    ((left, top),) = page.ask("yiping.layers.get('cases').hits.map((hit) => [hit.x, hit.y])")
    assert not others
    assert abs(x - left) > half or abs(y - top) > 18
    assert abs(x - left) < 128


def test_that_clusters_of_a_register_count_every_entry_once(page: MapPage) -> None:
    show_only(page, "entities")
    close_up(page, 12)
    shown = page.ask("yiping.layers.get('entities').hits.reduce((sum, hit) => sum + (hit.cluster?.count ?? 1), 0)")
    assert shown == COUNTS[RegisterKind.STREET_ENTITY]


def test_that_no_number_of_a_cluster_lies_below_a_control(page: MapPage) -> None:
    """Half of a number would be taken for another number."""
    everything(page)
    for zoom in (12, 13, 14):
        close_up(page, zoom)
        page.ask("yiping.layers.get('cases').sheet.repaint()")  # once more: the legend has said by now what is drawn
        page.settle()
        controls = page.ask(CONTROLS)
        pills = page.ask(BOXES_SEEN)
        assert len(controls) > 3
        assert pills
        assert not [(pill, control) for pill in pills for control in controls if overlap(pill, control)]


def overlap(one: list[float], other: list[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def everything(page: MapPage) -> None:
    """As busy as the map can be, with some squares left to itself."""
    show_only(page, *rules(), "closed")


@pytest.mark.parametrize("zoom", [11, 12, 13, 14, 15, 16, 18])
def test_that_no_label_lies_on_another(page: MapPage, zoom: int) -> None:
    everything(page)
    close_up(page, zoom)
    labels = page.ask(LABELS)
    assert len(labels) > 3
    for one, other in combinations(labels, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1], (one, other)


@pytest.mark.parametrize("zoom", [12, 13, 14, 15])
def test_that_the_number_of_a_cluster_lies_on_no_mark_and_under_none(page: MapPage, zoom: int) -> None:
    """What stands in its box is what is drawn of it alone, pixel for pixel."""
    everything(page)
    close_up(page, zoom)
    page.ask("(import('hall://map/page/pills.js').then((module) => { window.pills = module; }), 0)")
    page.until("window.pills !== undefined")
    compared = page.ask(COMPARED)
    assert len(compared) > 5
    assert not [each for each in compared if each[1]], "pixels of something else"
    pills, marks = page.ask(BOXES), page.ask(MARKS)
    assert len(marks) > 20
    assert not [(x, y, box) for x, y in marks for box in pills if box[0] < x < box[2] and box[1] < y < box[3]]


def test_that_the_number_of_a_cluster_stays_where_it_is_as_long_as_it_can(page: MapPage) -> None:
    everything(page)
    close_up(page, 13)
    before = page.ask(BOXES)
    page.hall.fixes.apply(one_fix("unit-3", CENTRE[0] + 3, CENTRE[1]))
    page.until("yiping.layers.get('units').place('unit-3').x > 0.31")
    page.settle()
    assert page.ask(BOXES) == before


def test_that_every_cluster_has_its_number(page: MapPage) -> None:
    everything(page)
    close_up(page, 12)
    for name, kind in (("entities", RegisterKind.STREET_ENTITY), ("bicycles", RegisterKind.BICYCLE)):
        assert page.ask(f"yiping.layers.get('{name}').hits.reduce((sum, hit) => sum + (hit.cluster?.count ?? 1), 0)") == COUNTS[kind]


def test_that_a_cluster_of_a_register_comes_apart_by_clicks(page: MapPage) -> None:
    show_only(page, "bicycles")
    close_up(page, 13)
    hits = page.ask("yiping.layers.get('bicycles').marks().filter((hit) => hit.cluster).map((hit) => [hit.x, hit.y])")
    page.click(next(at for at in (QPoint(round(x), round(y)) for x, y in hits) if inside(at)))
    page.until("yiping.map.getZoom() === 15")


def test_that_the_ring_of_a_case_keeps_off_the_number_of_its_cluster(qtbot: QtBot) -> None:
    page = MapPage(qtbot, filled_hall(units=0, cameras=0, components=0))
    close_up(page, 12)
    case = next(
        case for case in page.hall.cases if case.closed_at is None and abs(case.lon - CENTRE[0]) < 0.004 and abs(case.lat - CENTRE[1]) < 0.004
    )
    page.hall.selection.set(Noun.CASE, case.id)
    page.until("yiping.state.selection?.key", case.id)
    page.settle()
    page.until("(yiping.layers.get('selection').ringed ?? null) !== null")
    ring = "yiping.layers.get('selection')"
    clear = f"(hit) => Math.hypot(hit.x - {ring}.ringed.x, hit.y - {ring}.ringed.y) >= hit.radius + 15"
    clusters = "yiping.layers.get('cases').hits.filter((hit) => hit.cluster !== undefined)"
    assert page.ask(f"{clusters}.length") > 0
    assert page.ask(f"{clusters}.every({clear})")
