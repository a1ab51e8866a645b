"""The view on paper: as sharp as the paper wants it, with text as text, and nothing of the controls."""

import re
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from console import look
from console.hall.draft import Shape
from console.map.layers.units import OVERLAYS
from console.map.printing.paper import Paper, Sheet, map_box, round_length
from console.map.printing.studio import Studio
from tests.console.filled_hall import CENTRE, filled_hall
from tests.console.map_hand import Hand
from tests.console.map_page import chinese
from wire.codes import FenceKind

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
WAIT_MS = 60_000


@pytest.fixture
def page(qtbot: QtBot) -> Hand:
    made = Hand(qtbot, filled_hall())
    made.view.go(*CENTRE, 15)
    made.until("yiping.map.getZoom()", 15)
    made.settle()
    return made


def printed(page: Hand, path: Path, sheet: Sheet) -> Path:
    studio = Studio(page.view, sheet, "中心城区 · 值班地图", path)
    failures: list[str] = []
    studio.failed.connect(failures.append)
    with page.qtbot.waitSignal(studio.written, timeout=WAIT_MS):
        studio.start()
    assert failures == []
    return path


def test_that_a_png_has_the_dots_of_its_paper_and_the_marks_of_the_map(page: Hand, tmp_path: Path) -> None:
    image = QImage(str(printed(page, tmp_path / "a.png", Sheet(Paper.A4, True, 150))))
    assert (image.width(), image.height()) == (1754, 1240)
    assert image.dotsPerMeterX() == round(150 / 0.0254)
    box = map_box(Sheet(Paper.A4, True, 150), 1000 / 700, 1)
    inside = image.copy(*(round(value * 150 / 254) for value in (box.x(), box.y(), box.width(), box.height())))
    colours = {inside.pixelColor(x, y).name() for x in range(0, inside.width(), 5) for y in range(0, inside.height(), 5)}
    assert len(colours) > 50
    assert image.pixelColor(5, 5).name() == "#ffffff"


def test_that_the_map_on_paper_is_where_the_map_on_the_screen_is(page: Hand, tmp_path: Path) -> None:
    """The same case lies at the same share of the picture."""
    for overlay in (*OVERLAYS.values(), "cameras", "components", "sensors"):
        page.view.show_overlay(overlay, False)
    page.hall.cases.replace([next(case for case in page.hall.cases if case.urgent)])
    page.until("yiping.layers.get('cases').things.size", 1)
    page.view.go(*CENTRE, 13)
    page.until("yiping.map.getZoom()", 13)
    page.settle()
    (spot,) = page.hits("cases").values()
    studio = Studio(page.view, Sheet(Paper.A4, True, 300), "x", tmp_path / "a.png")
    scale = studio._sharpness
    image = grabbed(page, studio)
    assert scale > 2
    at = QPoint(round(spot.x() * scale), round(spot.y() * scale))
    background = image.pixelColor(3, 3)
    assert image.pixelColor(at) != background
    assert image.pixelColor(at + QPoint(round(40 * scale), round(40 * scale))) == background


def test_that_what_hands_have_drawn_is_on_the_paper_as_it_is_on_the_screen(page: Hand, tmp_path: Path) -> None:
    """A ruler, the outline of a selection and a geofence that is being drawn; not its handles."""
    for overlay in page.view.drawing.overlays:
        page.view.show_overlay(overlay, False)
    page.key(Qt.Key.Key_X)
    page.drag(QPoint(150, 150), QPoint(350, 350))
    page.until("yiping.state.ring.length", 4)
    west, north = page.ask("(({lng, lat}) => [lng, lat])(yiping.map.containerPointToLatLng([700, 200]))")
    east, south = page.ask("(({lng, lat}) => [lng, lat])(yiping.map.containerPointToLatLng([900, 300]))")
    page.hall.draft.draw(Shape(FenceKind.POLYGON, [(west, north), (east, north), (east, south), (west, south)], None))
    page.until("yiping.state.tool", "edit")  # the page has taken the draft, whose tool would take the place of the next
    page.measure(QPoint(450, 450), QPoint(700, 450), QPoint(700, 600))
    page.key(Qt.Key.Key_Return)
    page.qtbot.waitUntil(lambda: bool((kept := page.view.hands._traced) and kept.ended), timeout=WAIT_MS)
    page.settle()
    studio = Studio(page.view, Sheet(Paper.A4, True, 150), "x", tmp_path / "a.png")
    scale = studio._sharpness
    image = grabbed(page, studio)

    def colour(x: int, y: int) -> QColor:
        return image.pixelColor(round(x * scale), round(y * scale))

    ground, accent = colour(600, 300), QColor(look.tokens("dark")["accent"])
    assert colour(575, 450) == accent  # the ruler's first leg
    assert colour(250, 250) != ground  # within the selection
    assert colour(800, 250) != ground  # within the fence
    assert colour(800, 200) == accent  # its edge
    assert colour(400, 250) == ground


def grabbed(page: Hand, studio: Studio) -> QImage:
    """The map itself, as it was drawn for paper."""
    pictures: list[QImage] = []
    with page.qtbot.waitSignal(studio.written, timeout=WAIT_MS):
        studio._look.timeout.connect(lambda: pictures.append(studio._twin.grab().toImage()))
        studio.start()
    return pictures[-1]


def test_that_a_pdf_is_text_and_one_page(page: Hand, tmp_path: Path) -> None:
    body = printed(page, tmp_path / "a.pdf", Sheet(Paper.A3, True, 150)).read_bytes()
    assert body.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", body)) == 1
    assert b"/FontFile" in body or b"/FontFile2" in body or b"/FontFile3" in body
    assert re.search(rb"/MediaBox \[0 0 119[01]", body)  # points: 420 mm
    assert sum(b" Tj" in part or b" TJ" in part for part in streams(body)) >= 1


def streams(body: bytes) -> list[bytes]:
    found = []
    for raw in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", body, re.DOTALL):
        try:
            found.append(zlib.decompress(raw))
        except zlib.error:
            found.append(raw)
    return found


def test_that_a_file_that_cannot_be_written_is_told_and_leaves_nothing(page: Hand, tmp_path: Path) -> None:
    studio = Studio(page.view, Sheet(), "x", tmp_path / "nowhere" / "a.png")
    with page.qtbot.waitSignal(studio.failed, timeout=WAIT_MS) as failed:
        studio.start()
    assert failed.args
    assert failed.args[0]
    assert list(tmp_path.iterdir()) == []


def test_that_the_screen_shows_its_map_as_before(page: Hand, tmp_path: Path) -> None:
    before = page.view.grab().toImage()
    printed(page, tmp_path / "a.png", Sheet(Paper.A4, True, 150))
    page.settle()
    assert page.ask("devicePixelRatio") == 1
    assert page.view.grab().toImage().size() == before.size()


@pytest.mark.parametrize(("metres", "length"), [(999, 500), (1000, 1000), (4.9, 2), (730_000, 500_000)])
def test_that_a_scale_bar_is_round(metres: float, length: float) -> None:
    assert round_length(metres) == length


@pytest.mark.parametrize("aspect", [0.4, 1.0, 2.9])
@pytest.mark.parametrize("landscape", [True, False])
def test_that_the_map_never_leaves_its_paper(aspect: float, landscape: bool) -> None:
    sheet = Sheet(Paper.A4, landscape, 300)
    box = map_box(sheet, aspect, 3)
    assert box.width() / box.height() == pytest.approx(aspect)
    assert box.left() >= 99
    assert box.right() <= sheet.size.width() - 99
    assert box.bottom() <= sheet.size.height() - 100 - 120 - 3 * 55 + 1
