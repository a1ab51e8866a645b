"""The layers of the map: what each shows at which zoom, what can be left out, and that every entry can be picked."""

import colorsys
import json
import random
from collections import Counter
from itertools import combinations, product
from math import hypot

import msgspec
import pytest
from PySide6.QtCore import QPoint, QTimer
from pytestqt.qtbot import QtBot

from backend.exporters.looks import LOOKS
from console import look, words
from console.hall.hall import Hall
from console.hall.scores import Band, Standing
from console.hall.whereabouts import Question
from console.map.drawing import rules
from console.map.layers.all import layers_of
from console.map.layers.units import OVERLAYS
from console.map.legend import MAJORS
from tests.console.filled_hall import CENTRE, NOW, empty_hall, filled_hall, positions
from tests.console.map_page import WAIT_MS, MapPage, chinese
from tests.console.rich_hall import COUNTS, add_register, entry, rich_hall
from tests.console.test_map import one_fix
from wire.cases import lamp
from wire.codes import GridKind, Lamp, Noun, RegisterKind, Status, UnitKind

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]


CASES = "document.querySelector('[data-name=cases][data-part=tick]')"
FIGURES = ", ".join(f"import('hall://map/page/{name}.js')" for name in ("unit_mark", *OVERLAYS.values()))
MASK = """((pen) => (pen.translate(20, 20), figures.unitMark(pen, figures.{figure}, {heading}, 0, yiping.state.theme, {{ icon: {icon} }}),
    [...pen.getImageData(0, 0, 40, 40).data.filter((_, at) => at % 4 === 0)].flatMap((red, at) => (red > 128 ? [at] : []))))(
    new OffscreenCanvas(40, 40).getContext('2d'))"""
CLUSTERED = "['pois', 'entities', 'bicycles', 'flood'].map((name) => yiping.layers.get(name))"
BOXES = f"{CLUSTERED}.flatMap((layer) => layer.hits.filter((hit) => hit.box).map((hit) => hit.box))"
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
GLYPH = """((pen) => (pen.translate(8.5, 8.5), pen.scale({scale}, {scale}), glyphs.component(pen, '{major}01', 0, yiping.state.theme),
    [...pen.getImageData(0, 0, 16, 16).data.filter((_, at) => at % 4 === 0)].flatMap((red, at) => (red > 80 ? [at] : []))))(
    new OffscreenCanvas(16, 16).getContext('2d'))"""
PILLS = "yiping.layers.get('{name}').hits.filter((hit) => hit.cluster).map((hit) => [hit.x, hit.y, hit.radius])"


@pytest.fixture
def page(qtbot: QtBot) -> MapPage:
    return MapPage(qtbot, rich_hall())


def show_only(page: MapPage, *overlays: str) -> None:
    for overlay in page.view.drawing.overlays:
        page.view.show_overlay(overlay, overlay in overlays)
    page.settle()


def close_up(page: MapPage, zoom: int = 17, lon: float = CENTRE[0], lat: float = CENTRE[1]) -> None:
    page.view.go(lon, lat, zoom)
    page.until(f"yiping.map.getZoom() === {zoom} && Math.abs(yiping.map.getCenter().lng - {lon}) < 1e-4")
    page.settle()


def let_density_rest(page: MapPage) -> None:
    """It waits a while after cases have changed, and a timer must not outlive its test."""
    density = layers_of(page.hall).by_name["density"]
    page.qtbot.waitUntil(lambda: not any(timer.isActive() for timer in density.findChildren(QTimer)), timeout=WAIT_MS)


def seen(page: MapPage, layer: str) -> set[str]:
    return set(map(str, page.ask(f"[...yiping.layers.get('{layer}').seen]")))


def legend(page: MapPage) -> list[str]:
    return list(page.ask("[...document.querySelectorAll('.legend .row')].map((row) => row.textContent)"))


def inked(page: MapPage, more_than: int) -> bool:
    """Whether any pixel of the data is more opaque than that."""
    copied = "new OffscreenCanvas(from.width, from.height).getContext('2d', { willReadFrequently: true })"
    data = f"((pen) => (pen.drawImage(from, 0, 0), pen.getImageData(0, 0, from.width, from.height).data))({copied})"
    script = f"((from) => from.width > 0 && {data}.some((value, at) => at % 4 === 3 && value > {more_than}))"
    return bool(page.ask(f"{script}(yiping.layers.get('cases').sheet.canvas)"))


def option(page: MapPage, overlay: str, text: str) -> None:
    """Click on an option of an overlay in the panel."""
    more = f"document.querySelector('[data-name={overlay}][data-part=more]')"
    page.ask(f"({more}.getAttribute('aria-expanded') === 'true' || {more}.click(), 0)")
    options = f"[...{more}.closest('.overlay').querySelectorAll('.options label')]"
    page.ask(f"({options}.find((label) => label.textContent === '{text}').querySelector('input').click(), 0)")


def inside(at: QPoint) -> bool:
    return 260 < at.x() < 900 and 80 < at.y() < 500


def shop_hall(*places: tuple[float, float]) -> Hall:
    hall = empty_hall()
    add_register(hall, RegisterKind.STREET_ENTITY, [entry(RegisterKind.STREET_ENTITY, number, lon, lat) for number, (lon, lat) in enumerate(places)])
    return hall


@pytest.mark.parametrize("overlay", [name for name in rules() if name != "track"])
def test_that_every_overlay_can_be_drawn_at_every_zoom_in_both_themes(page: MapPage, overlay: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "yiping.map")
    page.hall.scores.set("得分", [Band("ok", 0.6, "优")], {grid.id: Standing(0, "92.50") for grid in page.hall.grids if grid.kind is GridKind.DUTY})
    page.hall.there.ask(Question(*CENTRE, 2_000.0, NOW, NOW))
    show_only(page, overlay)
    drawn = Counter[str]()
    for at, zoom in enumerate((10, 12, 14, 16, 17, 18)):
        theme = ("dark", "light")[at % 2]
        page.view.set_theme(theme)
        close_up(page, zoom)
        drawn[theme] += inked(page, 0)
    assert caplog.text == ""
    assert all(drawn[theme] for theme in ("dark", "light"))


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


def test_that_each_entry_is_picked_by_its_own_mark(page: MapPage) -> None:
    show_only(page, "entities")
    close_up(page, 18)
    hits = {key: at for key, at in page.hits("entities").items() if inside(at)}
    assert len(hits) >= 3
    wanted: list[tuple[RegisterKind, str]] = []
    page.hall.entries.entry_wanted.connect(lambda kind, id: wanted.append((kind, id)))
    columns = page.hall.entries.get(RegisterKind.STREET_ENTITY)
    assert columns is not None
    for key, at in list(hits.items())[:3]:
        page.click(at)
        id = columns.id_at(int(key))
        page.qtbot.waitUntil(lambda id=id: page.hall.selection.id == f"STREET_ENTITY/{id}", timeout=WAIT_MS)
        assert page.hall.selection.noun == Noun.REGISTER
        assert wanted[-1] == (RegisterKind.STREET_ENTITY, id)


def test_that_entries_on_one_spot_can_each_be_clicked(qtbot: QtBot) -> None:
    page = MapPage(qtbot, shop_hall(*[CENTRE] * 7))
    show_only(page, "entities")
    close_up(page)
    hits = page.hits("entities")
    assert len(hits) == 7
    for key, at in hits.items():
        page.click(at)
        id = page.view._layers.by_name["entities"].id_of(key)
        qtbot.waitUntil(lambda id=id: page.hall.selection.id == id, timeout=WAIT_MS)


def test_that_one_of_a_crowd_of_dots_can_be_picked(qtbot: QtBot) -> None:
    places = [(CENTRE[0] + 0.00006 * (number % 100 - 50), CENTRE[1] + 0.00004 * (number // 100 - 25)) for number in range(5000)]
    page = MapPage(qtbot, shop_hall(*places))
    show_only(page, "entities")
    close_up(page, 17)
    assert page.ask("yiping.layers.get('entities').hits.length") == 0
    columns = page.hall.entries.get(RegisterKind.STREET_ENTITY)
    assert columns is not None
    one = columns.get("STREET_ENTITY-2520")
    assert one is not None
    x, y = page.ask(f"(({{ x, y }}) => [x, y])(yiping.map.latLngToContainerPoint([{one.lat}, {one.lon}]))")
    page.click(QPoint(round(x), round(y)))
    qtbot.waitUntil(lambda: page.hall.selection.id == "STREET_ENTITY/STREET_ENTITY-2520", timeout=WAIT_MS)


def test_that_the_names_of_entries_come_by_the_block(page: MapPage, monkeypatch: pytest.MonkeyPatch) -> None:
    layer, asked = page.view._layers.by_name["entities"], list[int]()
    names = layer.names
    monkeypatch.setattr(layer, "names", lambda first, count: (asked.append(first), names(first, count))[1])
    columns = page.hall.entries.get(RegisterKind.STREET_ENTITY)
    reply = page.view._names("entities/256/3")
    assert columns is not None
    assert reply is not None
    assert json.loads(reply.body) == columns.texts("name", 256, 3)
    assert [page.view._names(rest) for rest in ("entities/x/3", "nothing/0/3", "entities/1", "")] == [None] * 4
    show_only(page, "entities")
    close_up(page, 18)
    assert asked


def test_that_a_selected_entry_is_ringed_where_it_is(page: MapPage) -> None:
    show_only(page, "flood")
    one = page.hall.entries.entry(RegisterKind.FLOOD_POINT, "FLOOD_POINT-3")
    assert one is not None
    page.hall.selection.set(Noun.REGISTER, "FLOOD_POINT/FLOOD_POINT-3")
    page.until("yiping.state.selection?.layer", "flood")
    place = page.ask("(({ x, y }) => [(x - 0.5) * 360, y])(yiping.layers.get('flood').place(yiping.state.selection.key))")
    assert place[0] == pytest.approx(one.lon, abs=1e-6)


def test_that_a_drain_is_picked_along_its_line(page: MapPage) -> None:
    show_only(page, "drains")
    one = page.hall.entries.entry(RegisterKind.DRAIN, "DRAIN-5")
    assert one is not None
    (_, (lon, lat), _) = one.lines[0]
    close_up(page, 18, lon, lat)
    page.click(QPoint(500, 350))
    page.qtbot.waitUntil(lambda: page.hall.selection.noun == Noun.REGISTER, timeout=WAIT_MS)
    drains = [each for number in range(60) if (each := page.hall.entries.entry(RegisterKind.DRAIN, f"DRAIN-{number}"))]
    assert page.hall.selection.id in {f"DRAIN/{each.id}" for each in drains}


@pytest.mark.parametrize("kind", list(UnitKind))
def test_that_each_kind_of_unit_is_an_overlay_of_its_own(page: MapPage, kind: UnitKind) -> None:
    overlay = OVERLAYS[kind]
    show_only(page, overlay)
    close_up(page, 14)
    drawn = page.hits("units")
    assert drawn == page.hits(overlay)
    assert {unit.kind for key in drawn if (unit := page.hall.units.get(key))} == {kind}
    assert legend(page)[0] == words.of(kind)
    assert not {words.of(other) for other in UnitKind if other is not kind} & set(legend(page))
    key, at = next((key, at) for key, at in drawn.items() if inside(at))
    page.click(at)
    page.qtbot.waitUntil(lambda: (page.hall.selection.noun, page.hall.selection.id) == (Noun.UNIT, key), timeout=WAIT_MS)
    ticks = "[...document.querySelectorAll('[data-part=tick]')]"
    assert page.ask(f"{ticks}.filter((tick) => tick.checked).map((tick) => tick.dataset.name)") == [overlay]


def test_that_kinds_of_units_differ_by_more_than_a_colour(page: MapPage) -> None:
    """Of each two, from close by and from afar, a good part of the pixels of the one is not of the other."""
    page.ask(f"(Promise.all([{FIGURES}]).then((all) => {{ window.figures = Object.assign({{}}, ...all); }}), 0)")
    page.until("window.figures !== undefined")
    for icon, heading in product(("true", "false"), ("NaN", 0)):
        masks = [set(page.ask(MASK.format(figure=figure, icon=icon, heading=heading))) for figure in ("INSPECTOR", "TRUCK", "VEHICLE")]
        for one, other in combinations(masks, 2):
            assert len(one ^ other) / len(one | other) > 0.25


def test_that_components_are_told_apart_by_shape_in_a_crowd_too(qtbot: QtBot) -> None:
    page = MapPage(qtbot, filled_hall(cases=0, units=0, cameras=0, components=9000))
    show_only(page, "components")
    close_up(page, 16)
    assert page.hits("components") == {}, "they are too many for marks of their own"
    page.until("yiping.layers.get('components').seen.size", 5)
    assert {words.choose(*name) for name in MAJORS.values()} <= set(legend(page))
    page.ask("(import('hall://map/page/glyphs.js').then((module) => { window.glyphs = module; }), 0)")
    page.until("window.glyphs !== undefined")
    scale = next(face["crowd"] for face in rules()["components"]["faces"] if face["from"] == 16)
    for one, other in combinations([set(page.ask(GLYPH.format(major=major, scale=scale))) for major in MAJORS], 2):
        assert len(one ^ other) / len(one | other) > 0.15


def test_that_a_crowd_is_drawn_once_while_units_move_over_it(qtbot: QtBot) -> None:
    page = MapPage(qtbot, filled_hall(cases=0, cameras=0, components=9000))
    show_only(page, "components", *OVERLAYS.values())
    close_up(page, 16)
    page.ask("((put) => { window.put = 0; const of = OffscreenCanvasRenderingContext2D.prototype; const old = of.putImageData;"
             " of.putImageData = function (...all) { window.put += 1; return old.apply(this, all); }; return 0; })()")  # fmt: skip
    for seed in range(4):
        page.hall.fixes.apply(positions(random.Random(seed), 120))
        page.settle()
    assert page.ask("window.put") == 0
    page.view.set_theme("light")
    page.settle()
    assert page.ask("window.put") > 0


def test_that_components_have_the_shapes_that_their_export_has() -> None:
    shapes = rules()["components"]["shapes"]
    marks = {major: mark.shape for major, mark in LOOKS["components"].marks.items()}
    same = {"disc": "circle", "cross": "plus"}
    assert {major if major != "other" else "": same.get(shape, shape) for major, shape in shapes.items()} == marks


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_that_density_coverage_and_lamps_are_of_different_hues(theme: str) -> None:
    def hue(token: str) -> float:
        colour = look.tokens(theme)[token]
        return 360 * colorsys.rgb_to_hsv(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))[0]

    for other in ("accent", "speed_3", "speed_4", "speed_5", "ok", "warn", "danger", "done"):
        assert 30 <= abs(hue("patrol") - hue(other)) <= 330, other


def test_that_classes_of_components_can_be_left_out(page: MapPage) -> None:
    show_only(page, "components")
    close_up(page, 18)
    assert "01" in seen(page, "components")
    option(page, "components", "0101")
    page.until("yiping.layers.get('components').seen.has('01')", False)


def test_that_the_legend_names_what_is_there_and_nothing_else(page: MapPage) -> None:
    show_only(page, "flood", "sensors")
    close_up(page, 14)
    assert "易积水点" in legend(page)
    assert "监督员" not in legend(page)
    assert "在时限内" not in legend(page)
    page.view.go(CENTRE[0] + 3, CENTRE[1], 14)
    page.until("document.querySelectorAll('.legend .row').length", 0)


def test_that_density_counts_open_cases_by_basic_grid(page: MapPage) -> None:
    show_only(page, "density")
    close_up(page, 15)
    open_cases = Counter(case.grid_code for case in page.hall.cases if case.grid_code and case.status not in ("CLOSED", "VOIDED"))
    parcel = page.view._layers.by_name["density"].whole()
    assert parcel is not None
    squares = page.hall.basic.squares
    assert squares is not None
    assert {code: int(value) for code, value in zip(squares.codes, parcel.columns["values"], strict=True) if value} == dict(open_cases)


def test_that_areas_are_coloured_by_their_figure_and_picked_anywhere_in_them(page: MapPage) -> None:
    street = next(grid for grid in page.hall.grids if grid.kind is GridKind.STREET)
    show_only(page, "scores")
    assert legend(page) == []
    page.hall.scores.set("2026-11 · 得分", [Band("ok", 0.6, "优 ≥ 90.00"), Band("danger", 0.6, "差 ≥ 0.00")], {street.id: Standing(0, "92.50")})
    close_up(page, 14, street.lon, street.lat)
    page.until("document.querySelectorAll('.legend .row').length", 2)
    assert legend(page) == ["2026-11 · 得分", "优 ≥ 90.00"]
    with page.qtbot.waitSignal(page.hall.selection.changed, timeout=WAIT_MS) as chosen:
        page.click(QPoint(500, 380))
    assert chosen.args == [Noun.GRID, street.id]
    page.hall.scores.set("2026-10 · 得分", [Band("danger", 0.6, "差 ≥ 0.00")], {street.id: Standing(0, "31.00")})
    page.qtbot.waitUntil(lambda: legend(page) == ["2026-10 · 得分", "差 ≥ 0.00"], timeout=WAIT_MS)


def test_that_an_order_in_the_panel_is_that_of_the_drawing_and_is_kept(page: MapPage) -> None:
    before = page.view.drawing.order
    assert before[-1] == "cases"
    page.ask("document.querySelector('.overlays').open = true")
    with page.qtbot.waitSignal(page.view.drawn_otherwise, timeout=WAIT_MS):
        page.ask(f"({CASES}.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'ArrowDown', altKey: true, bubbles: true }})), 0)")
    assert page.view.drawing.order == [*before[:-2], "cases", before[-2]]
    assert page.ask("[...document.querySelectorAll('[data-part=tick]')].slice(0, 2).map((tick) => tick.dataset.name)") == ["inspectors", "cases"]


def test_that_the_panel_finds_overlays_by_name(page: MapPage) -> None:
    page.ask("(() => { const box = document.querySelector('.overlays .search'); box.value = '积水'; box.dispatchEvent(new Event('input')); })()")
    assert page.ask("[...document.querySelectorAll('[data-part=tick]')].map((tick) => tick.dataset.name)") == ["flood"]


def test_that_an_opacity_thins_what_is_drawn(page: MapPage) -> None:
    show_only(page, "geofences")
    close_up(page, 10)  # where they have no names
    assert inked(page, 200)
    more = "document.querySelector('[data-name=geofences][data-part=more]')"
    slider = f"{more}.closest('.overlay').querySelector('[type=range]')"
    page.ask(f"({more}.click(), 0)")
    said = "for (const kind of ['input', 'change']) slider.dispatchEvent(new Event(kind, { bubbles: true }))"
    page.ask(f"((slider) => {{ slider.value = 40; {said}; }})({slider})")
    page.qtbot.waitUntil(lambda: not inked(page, 130), timeout=WAIT_MS)
    assert page.view.drawing.opacity["geofences"] == 0.4


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


def test_that_what_lies_still_is_painted_once_while_units_move(page: MapPage) -> None:
    show_only(page, "grids", "geofences", *OVERLAYS.values())
    close_up(page, 14)
    counted = "((draw) => (...all) => (of.painted += 1, draw(...all)))(of.draw.bind(of))"
    page.ask(f"((of) => (of.painted = 0, of.draw = {counted}, 0))(yiping.layers.get('grids'))")
    for seed in range(6):
        page.hall.fixes.apply(positions(random.Random(seed), 120))
        page.settle()
    assert page.ask("yiping.layers.get('grids').painted") <= 2
    assert {"责任网格", "电子围栏"} <= set(legend(page))
    assert page.hits("geofences")
    grid = next(grid for grid in page.hall.grids if grid.kind is GridKind.DUTY)
    before = page.ask("yiping.layers.get('grids').painted")
    page.hall.grids.put([], gone=[grid.id])
    page.settle()
    assert page.ask("yiping.layers.get('grids').painted") > before
