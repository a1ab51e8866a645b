"""The legend can be read whatever lies in it, and colours that cover the ground do not mix to what it does not show."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console import look
from console.hall.scores import Band, Standing
from console.map.drawing import Drawing
from tests.console.filled_hall import CENTRE
from tests.console.map_hand import Hand
from tests.console.map_overlays import close_up, legend, show_only
from tests.console.map_page import chinese
from tests.console.rich_hall import rich_hall
from tests.console.test_map_keys import HELD, SHIFT, into_layers
from wire.bands import GRADED
from wire.codes import GridKind

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]

AREAS = ("scores", "coverage", "density", "heat", "basic", "grids", "geofences", "hauls", "buildings")
LEAST = 3.0  # : 1, as LOOK asks of marks
MIXED = "整片着色叠加，颜色已混合"
# Of each row of the legend its words and the colours of its swatch, on the colour of the panel.
ROWS = """[...document.querySelectorAll('.legend .row')].filter((row) => row.querySelector('canvas')).map((row) => {
    const swatch = row.querySelector('canvas');
    const pen = new OffscreenCanvas(swatch.width, swatch.height).getContext('2d');
    pen.fillStyle = yiping.state.theme.pane;
    pen.fillRect(0, 0, swatch.width, swatch.height);
    pen.drawImage(swatch, 0, 0);
    const { data } = pen.getImageData(0, 0, swatch.width, swatch.height);
    const found = new Set();
    for (let at = 0; at < data.length; at += 4) found.add('#' + [0, 1, 2].map((part) => data[at + part].toString(16).padStart(2, '0')).join(''));
    return [row.textContent, [...found]];
})"""


@pytest.fixture
def page(qtbot: QtBot) -> Hand:
    made = Hand(qtbot, rich_hall())
    grids = [grid.id for grid in made.hall.grids if grid.kind is GridKind.DUTY]
    bands = [Band("grade_3", GRADED, "中"), Band("grade_1", GRADED, "优")]
    made.hall.scores.set("得分", bands, {id: Standing(at % 2, "92.50") for at, id in enumerate(grids)})
    made.view.go(*CENTRE, 16)
    made.until("yiping.map.getZoom()", 16)
    made.settle()
    return made


@pytest.mark.parametrize("theme", look.THEMES)
def test_that_every_swatch_stands_out_from_the_legend_however_thin_its_layer_lies(page: Hand, theme: str) -> None:
    page.view.set_theme(theme)
    page.until("yiping.state.theme.window", look.tokens(theme)["window"])
    page.view.draw(Drawing(opacity=dict.fromkeys(("scores", "coverage", "density", "heat", "basic"), 0.1)).whole())
    show_only(page, *AREAS)
    close_up(page, 16)
    page.until("[...document.querySelectorAll('.legend .row')].some((row) => row.textContent.includes('优'))")
    rows = page.ask(ROWS)
    assert len(rows) >= 12
    ground = look.tokens(theme)["pane"]
    faint = [text for text, colours in rows if max(look.contrast(colour, ground) for colour in colours) < LEAST]
    assert not faint


def on(page: Hand) -> set[str]:
    return {name for name in ("coverage", "density", "heat") if page.view.drawing.overlays[name]}


def test_that_colours_that_cover_the_ground_are_shown_one_at_a_time_unless_somebody_wants_them_together(page: Hand) -> None:
    show_only(page, "scores")
    into_layers(page)
    for name, held, wanted in (
        ("coverage", Qt.KeyboardModifier.NoModifier, {"coverage"}),
        ("density", Qt.KeyboardModifier.NoModifier, {"density"}),
        ("coverage", SHIFT, {"coverage", "density"}),
        ("heat", Qt.KeyboardModifier.NoModifier, {"heat"}),
        ("heat", Qt.KeyboardModifier.NoModifier, set()),
    ):
        page.ask(f"document.querySelector('[data-name={name}][data-part=tick]').focus()")
        page.until(HELD, [name, "tick"])
        page.key(Qt.Key.Key_Space, held, text=" ")
        page.qtbot.waitUntil(lambda wanted=wanted: on(page) == wanted)
        assert page.view.drawing.overlays["scores"], "a hatching covers nothing"
        page.settle()
        page.until(f"[...document.querySelectorAll('.legend .row')].some((row) => row.textContent === '{MIXED}')", len(wanted) == 2)
    assert MIXED not in legend(page)
