"""Marks on the map: each can be picked, and each kind is told apart by its shape."""

import json
import random
from itertools import combinations, product

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from backend.exporters.looks import LOOKS
from console import words
from console.map import tips
from console.map.drawing import rules
from console.map.layers.units import OVERLAYS
from console.map.legend import MAJORS
from tests.console.filled_hall import CENTRE, NOW, filled_hall, positions
from tests.console.map_overlays import close_up, inside, legend, page, shop_hall, show_only
from tests.console.map_page import WAIT_MS, MapPage, chinese
from wire.codes import Noun, RegisterKind, UnitKind
from wire.units import Positions

__all__ = ["chinese", "page"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]

FIGURES = ", ".join(f"import('hall://map/page/{name}.js')" for name in ("unit_mark", *OVERLAYS.values()))
MASK = """((pen) => (pen.translate(20, 20), figures.unitMark(pen, figures.{figure}, {heading}, 0, yiping.state.theme, {{ icon: {icon} }}),
    [...pen.getImageData(0, 0, 40, 40).data.filter((_, at) => at % 4 === 0)].flatMap((red, at) => (red > 128 ? [at] : []))))(
    new OffscreenCanvas(40, 40).getContext('2d'))"""
GLYPH = """((pen) => (pen.translate(8.5, 8.5), pen.scale({scale}, {scale}), glyphs.component(pen, '{major}01', 0, yiping.state.theme),
    [...pen.getImageData(0, 0, 16, 16).data.filter((_, at) => at % 4 === 0)].flatMap((red, at) => (red > 80 ? [at] : []))))(
    new OffscreenCanvas(16, 16).getContext('2d'))"""


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
    on_line = "((layer) => layer.marks().map((mark) => layer.nearest(mark.x, mark.y)?.far < 1))(yiping.layers.get('drains'))"
    assert set(page.ask(on_line)) == {True}, "by key one goes from one to the next, and stands on its line"


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
    fix, unit = page.hall.fixes.get(key), page.hall.units.get(key)
    assert fix is not None
    assert unit is not None
    told = {"at": [int(NOW.timestamp() * 1000)], "lon": [fix.lon], "lat": [fix.lat], "speed": [1.0], "heading": [90.0]}
    page.hall.fixes.apply(Positions(cursor=2, now=NOW, unit_ids=[key], mocked=[key], **told))
    page.qtbot.waitUntil(lambda: "模拟定位" in legend(page), timeout=WAIT_MS)
    assert "模拟" in tips.lines(page.hall, Noun.UNIT, key)[2]
    page.hall.fixes.apply(Positions(cursor=3, now=NOW, unit_ids=[key], **told))
    page.qtbot.waitUntil(lambda: "模拟定位" not in legend(page), timeout=WAIT_MS)


def test_that_kinds_of_units_differ_by_more_than_a_colour(page: MapPage) -> None:
    """Of each two, from close by and from afar, a good part of the pixels of the one is not of the other."""
    page.ask(f"(Promise.all([{FIGURES}]).then((all) => {{ window.figures = Object.assign({{}}, ...all); }}), 0)")
    page.until("window.figures !== undefined")
    for icon, heading in product(("true", "false"), ("NaN", 0)):
        masks = [set(page.ask(MASK.format(figure=figure, icon=icon, heading=heading))) for figure in ("INSPECTOR", "TRUCK", "VEHICLE")]
        for one, other in combinations(masks, 2):
            assert len(one ^ other) / len(one | other) > 0.25


def test_that_components_are_told_apart_by_shape_in_a_crowd_too(qtbot: QtBot) -> None:
    page = MapPage(qtbot, filled_hall(cases=0, units=0, cameras=0, components=18_000))
    show_only(page, "components")
    close_up(page, 17)
    assert page.hits("components") == {}, "they are too many for marks of their own"
    page.until("yiping.layers.get('components').seen.size", 6)  # five classes, and some that are not intact
    assert {words.choose(*name) for name in MAJORS.values()} <= set(legend(page))
    page.ask("(import('hall://map/page/glyphs.js').then((module) => { window.glyphs = module; }), 0)")
    page.until("window.glyphs !== undefined")
    scale = next(face["crowd"] for face in rules()["components"]["faces"] if face["from"] == 17)
    for one, other in combinations([set(page.ask(GLYPH.format(major=major, scale=scale))) for major in MAJORS], 2):
        assert len(one ^ other) / len(one | other) > 0.15


def test_that_a_crowd_is_drawn_once_while_units_move_over_it(qtbot: QtBot) -> None:
    page = MapPage(qtbot, filled_hall(cases=0, cameras=0, components=18_000))
    show_only(page, "components", *OVERLAYS.values())
    close_up(page, 17)
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
    same = {"cross": "plus"}
    assert {major if major != "other" else "": same.get(shape, shape) for major, shape in shapes.items()} == marks
