"""What is drawn on the map can be told apart, and the legend shows it as it is drawn there."""

import re
from itertools import combinations, pairwise

import pytest
from pytestqt.qtbot import QtBot

from backend import standards
from console import look, words
from console.hall.scores import Band, Standing
from console.map.drawing import Drawing
from console.map.layers.all import layers_of
from console.map.legend import MAJORS, SOURCES
from tests.console.colours import Colour, distance
from tests.console.filled_hall import filled_hall
from tests.console.map_overlays import close_up, legend, let_density_rest, show_only
from tests.console.map_page import MapPage, chinese
from tests.console.rich_hall import rich_hall
from wire.bands import ALPHAS, FIGURES, GRADED
from wire.codes import GridKind
from wire.filters import Wanted

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
GRADES = standards.read().evaluation.grades
LEAST = 5.0  # CIEDE2000; what an eye can just tell apart side by side is 1, and areas on a map lie apart
# The swatches of a layer as [words, mean colour of the middle], opaque.
SWATCHES = """told.entriesOf(yiping.layers.get('{name}'), {zoom}).map(([sign, draw, text]) => {{
    const pen = new OffscreenCanvas(64, 64).getContext('2d', {{ willReadFrequently: true }});
    pen.translate(32, 32);
    pen.scale(2, 2);
    draw(pen);
    const {{ data }} = pen.getImageData(18, 22, 28, 20);
    return [text, [0, 1, 2].map((part) => data.reduce((sum, value, at) => sum + (at % 4 === part ? value : 0), 0) / (28 * 20))];
}})"""
# Of the swatch of a layer which pixels are inked, as one text of lines.
MASK = """((pen) => (pen.translate(11, 10), told.entriesOf(yiping.layers.get('{name}'), {zoom})[{at}][1](pen),
    [...pen.getImageData(0, 0, 22, 20).data].filter((_, at) => at % 4 === 3).map((alpha) => Number(alpha > 60)).join('')))(
    new OffscreenCanvas(22, 20).getContext('2d'))"""


# Red and alpha down the middle of the swatch of the duty grids.
COLUMN = """((pen) => (pen.translate(11, 10), told.entriesOf(yiping.layers.get('grids'), 14)[0][1](pen),
    [...Array(20).keys()].map((y) => [...pen.getImageData(11, y, 1, 1).data]).map(([red, , , alpha]) => [red, alpha])))(
    new OffscreenCanvas(22, 20).getContext('2d'))"""
# How opaque the pixels of the data are, as far as many are.
ALPHAS_DRAWN = """(({ canvas, pen }) => {
    const [counts, { data }] = [new Map(), pen.getImageData(0, 0, canvas.width, canvas.height)];
    for (let at = 3; at < data.length; at += 4) counts.set(data[at], (counts.get(data[at]) ?? 0) + 1);
    return [...counts].filter(([alpha, count]) => alpha && count > 2000).map(([alpha]) => alpha);
})(yiping.layers.get('coverage').sheet)"""


@pytest.fixture
def page(qtbot: QtBot) -> MapPage:
    made = MapPage(qtbot, rich_hall())
    made.ask("(import('hall://map/page/legend_entries.js').then((module) => { window.told = module; }), 0)")
    made.until("window.told !== undefined")
    return made


def score(page: MapPage, bands: list[Band]) -> None:
    grids = [grid.id for grid in page.hall.grids if grid.kind is GridKind.DUTY]
    page.hall.scores.set("得分", bands, {id: Standing(at % len(bands), "92.50") for at, id in enumerate(grids)})
    page.until("yiping.layers.get('scores').bands.map(([, , text]) => text)", [band.text for band in bands])


def told_through(page: MapPage, opacity: float) -> dict[str, Colour]:
    page.view.draw(Drawing(opacity={"coverage": opacity}).whole())
    page.until("yiping.state.drawing.opacity.coverage", opacity)
    return swatches(page, "coverage")


def swatches(page: MapPage, name: str) -> dict[str, Colour]:
    return {f"{name} {text}": tuple(colour) for text, colour in page.ask(SWATCHES.format(name=name, zoom=14))}


@pytest.mark.parametrize("theme", look.THEMES)
def test_that_all_bands_of_areas_are_told_apart_as_they_are_drawn(page: MapPage, theme: str) -> None:
    page.view.set_theme(theme)
    page.until("yiping.state.theme.window", look.tokens(theme)["window"])
    plain = swatches(page, "density") | swatches(page, "coverage")
    assert len(plain) == 8
    for bands in (
        [Band(grade.colour, GRADED, grade.name) for grade in GRADES],
        [Band(FIGURES, alpha, f"≥ {alpha}") for alpha in ALPHAS],
    ):
        score(page, bands)
        known = plain | swatches(page, "scores")
        assert len(known) == 13
        near = {pair: far for pair in combinations(known, 2) if (far := distance(known[pair[0]], known[pair[1]])) < LEAST}
        assert not near
        ground = look.tokens(theme)["window"]
        bare = tuple(int(ground[at : at + 2], 16) for at in (1, 3, 5))
        assert all(distance(colour, bare) > LEAST for colour in known.values())  # type: ignore[arg-type]


def test_that_grades_have_no_colour_of_a_lamp_and_a_hatching_each(page: MapPage) -> None:
    assert not {grade.colour for grade in GRADES} & {"ok", "warn", "danger", "done", "hold", "accent"}
    page.ask("(import('hall://map/page/bands.js').then((module) => { window.bands = module; }), 0)")
    page.until("window.bands !== undefined")
    drawn = """((pen) => (bands.hatch(pen, new Path2D('M0 0H32V32H0z'), {{ colour: '#ffffff', alpha: 0, at: {at}, graded: {graded}, opacity: 1 }}),
        [...pen.getImageData(8, 8, 16, 16).data].filter((_, at) => at % 4 === 3)))(new OffscreenCanvas(32, 32).getContext('2d'))"""
    alphas = {graded: [page.ask(drawn.format(at=at, graded=graded)) for at in range(5)] for graded in ("true", "false")}
    for one, other in combinations(alphas["true"], 2):
        assert sum(abs(a - b) > 60 for a, b in zip(one, other, strict=True)) > 40, "a direction of its own"
    inks = [sum(hatching) for hatching in alphas["false"]]
    assert inks == sorted(inks)
    assert all(more - less > 0.04 * 217 * 256 for less, more in pairwise(inks)), "thicker lines"


def test_that_the_legend_shows_a_band_in_the_colour_that_it_has_on_the_map(page: MapPage) -> None:
    show_only(page, "coverage")
    close_up(page, 16)
    drawn = page.ask(ALPHAS_DRAWN)
    page.ask("(import('hall://map/page/coverage.js').then((module) => { window.alphas = module.COVERAGE.alphas; }), 0)")
    page.until("window.alphas !== undefined")
    wanted = [round(255 * alpha * page.view.drawing.opacity["coverage"]) for alpha in page.ask("window.alphas")]
    assert drawn
    assert all(min(abs(alpha - each) for each in wanted) <= 1 for alpha in drawn)
    thin, thick = [told_through(page, opacity) for opacity in (0.2, 1.0)]
    assert all(distance(thin[name], thick[name]) > 3 for name in thin)


def test_that_grids_of_all_kinds_have_different_lines(page: MapPage) -> None:
    show_only(page, "grids", "areas", "basic")
    masks = {name: page.ask(MASK.format(name=name, zoom=14, at=0)) for name in ("grids", "areas", "basic")}
    assert len(set(masks.values())) == 3
    assert any(re.search("10+1", masks["areas"][at : at + 22]) for at in range(0, len(masks["areas"]), 22)), "a broken line"
    column = [red for red, alpha in page.ask(COLUMN) if alpha > 60]
    assert min(column[1:-1]) < min(column[0], column[-1]) / 2, "a double line"


@pytest.mark.parametrize(
    ("name", "zooms"), [("inspectors", (11, 13, 15)), ("vehicles", (11, 13, 15)), ("cameras", (13, 15, 17)), ("sensors", (12, 15, 17))]
)
def test_that_a_swatch_has_the_face_of_the_zoom(page: MapPage, name: str, zooms: tuple[int, ...]) -> None:
    masks = [page.ask(MASK.format(name=name, zoom=zoom, at=0)) for zoom in zooms]
    assert len(set(masks)) == len(zooms)
    inked = [mask.count("1") for mask in masks]
    assert inked == sorted(inked)


def test_that_the_swatch_of_an_inspector_has_no_wedge_where_the_map_draws_none(page: MapPage) -> None:
    mask = page.ask(MASK.format(name="inspectors", zoom=13, at=0))
    rows = [mask[at : at + 22] for at in range(0, len(mask), 22)]
    first = next(at for at, row in enumerate(rows) if "1" in row)
    last = next(at for at in range(len(rows) - 1, -1, -1) if "1" in rows[at])
    assert abs((10 - first) - (last - 9)) <= 1, "as far up as down"


def test_that_the_legend_explains_stages_sources_and_damage(page: MapPage) -> None:
    show_only(page, "cases", "components")
    close_up(page, 15)
    page.until("yiping.layers.get('components').seen.has('gathered')")
    assert {"多处合一"} <= set(legend(page))
    assert "七步中的阶段" not in legend(page)
    close_up(page, 17)
    page.until("yiping.layers.get('components').seen.has('damaged')")
    assert {"部件异常（空心）", "七步中的阶段"} <= set(legend(page))
    assert {chinese for chinese, _ in SOURCES} & set(legend(page))
    assert "多处合一" not in legend(page)


@pytest.mark.parametrize("zoom", [10, 12, 14, 16])
def test_that_components_are_counted_in_few_numbers_until_they_can_be_told_apart(qtbot: QtBot, zoom: int) -> None:
    page = MapPage(qtbot, filled_hall(cases=0, units=0, cameras=0, components=9000))
    show_only(page, "components")
    close_up(page, zoom)
    hits = page.ask("yiping.layers.get('components').hits.map((hit) => hit.cluster?.count ?? 1)")
    assert 0 < len(hits) <= 60
    if zoom == 10:
        assert sum(hits) == 9000
    close_up(page, 17)
    assert {choose for choose, _ in MAJORS.values()} & set(legend(page))


def test_that_density_counts_what_the_filter_lets_through(page: MapPage) -> None:
    density = layers_of(page.hall).by_name["density"]

    def counted() -> float:
        batch = density.whole()
        assert batch is not None
        return float(batch.columns["values"].sum())

    everything = counted()
    squares = page.hall.basic.squares
    assert squares is not None
    case = next(case for case in page.hall.cases if case.closed_at is None and case.grid_code in squares.rows)
    page.hall.want(Wanted(sources=[case.source]))
    some = counted()
    assert 0 < some < everything
    page.hall.want(Wanted(text=case.address))
    assert counted() == 1
    let_density_rest(page)


@pytest.mark.parametrize(("language", "age", "hours"), [("zh_CN", "分钟", "小时"), ("en", "min", "h")])
def test_that_times_on_the_map_are_in_the_language_that_is_spoken(page: MapPage, language: str, age: str, hours: str) -> None:
    words.speak(language)
    page.view._tell("words", page.view._state()["words"])
    show_only(page, "inspectors", "coverage")
    close_up(page, 15)
    page.until(f"[...document.querySelectorAll('.legend .row')].some((row) => row.textContent.endsWith('4 {hours}'))")
    page.ask("(import('hall://map/page/coverage.js').then((module) => { window.said = module.COVERAGE.text(3); }), 0)")
    page.until("window.said", f"3 {hours}")
    names = page.ask("yiping.layers.get('inspectors').sheet.frame.names.record()[0].map(({ text }) => text)")
    assert any(f" {age}" in name for name in names)
    assert not any("min" in name for name in names if age != "min")


@pytest.mark.parametrize("west_to_east", [True, False])
def test_that_a_track_shows_which_way_it_went(page: MapPage, west_to_east: bool) -> None:
    """From close by, by heads whose tips lie ahead of their bases; from afar there is none."""
    page.ask("(import('hall://map/page/arrows.js').then((module) => { window.heads = module; }), 0)")
    page.until("window.heads !== undefined")
    drawn = """((pen) => {{
        const frame = {{ zoom: {zoom}, world: 1, left: 0, top: 0, width: 500, height: 40, colours: yiping.state.theme }};
        heads.arrows(pen, {{ x: {x}, y: new Array(51).fill(20), bands: new Array(51).fill({band}) }}, 5, frame);
        return [...Array(500).keys()].map((x) => pen.getImageData(x, 0, 1, 40).data.filter((alpha, at) => at % 4 === 3 && alpha > 60).length);
    }})(new OffscreenCanvas(500, 40).getContext('2d', {{ willReadFrequently: true }}))"""
    x = [10 * step for step in range(51)]
    assert sum(page.ask(drawn.format(zoom=14, x=x, band=1))) == 0
    assert sum(page.ask(drawn.format(zoom=15, x=x, band=5))) == 0, "nobody saw it"
    columns = page.ask(drawn.format(zoom=15, band=1, x=x if west_to_east else x[::-1]))
    heads = re.findall(r"[1-9]+", "".join(str(min(column, 9)) for column in columns))
    assert 3 <= len(heads) <= 5
    middle = [at for at, column in enumerate(columns) if column]
    first = middle[: len(middle) // len(heads)]
    thickest = max(first, key=lambda at: columns[at])
    assert (thickest - first[0] < first[-1] - thickest) == west_to_east
