"""The layers of the map: what each shows at which zoom, and what the panel does with it."""

import colorsys
import random
from collections import Counter

import pytest
from PySide6.QtCore import QPoint

from console import look
from console.hall.scores import Band, Standing
from console.hall.whereabouts import Question
from console.map.drawing import rules
from console.map.layers.units import OVERLAYS
from tests.console.filled_hall import CENTRE, NOW, positions
from tests.console.map_overlays import close_up, legend, page, seen, show_only
from tests.console.map_page import WAIT_MS, MapPage, chinese
from wire.codes import GridKind, Noun

__all__ = ["chinese", "page"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]


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
