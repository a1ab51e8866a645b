"""The view on paper: as sharp as the paper wants it, with text as text, and nothing of the controls."""

import math
import re
import unicodedata
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from pytestqt.qtbot import QtBot

from console import look
from console.hall.draft import Shape
from console.map.layers.units import OVERLAYS
from console.map.printing.paper import EQUATOR_M, HEAD, LEGEND_ROW, MARGIN, MOST_BAR, PER_INCH, SWATCH, Paper, Sheet, map_box, round_length
from console.map.printing.studio import Studio
from geo.datum import Datum
from geo.files import read
from tests.console.filled_hall import CENTRE, filled_hall
from tests.console.map_hand import Hand
from tests.console.map_page import chinese
from tests.geo.test_files import geojson
from wire.codes import FenceKind

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
WAIT_MS = 60_000
RADICALS = str.maketrans("⻋⻔⻢⻅", "车门马见")  # which share a glyph: a PDF knows a glyph by the first of its characters


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


def test_that_a_file_that_lies_over_the_map_is_on_the_paper(page: Hand, tmp_path: Path) -> None:
    lon, lat, _ = page.view.place()
    ring = [[lon + x * 0.002, lat + y * 0.002] for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))]
    drawn = read(geojson(tmp_path / "site.geojson", [{"type": "Polygon", "coordinates": [ring]}]))
    with page.qtbot.waitSignal(page.view.files.drawn, timeout=WAIT_MS):
        page.view.files.draw(drawn, Datum.WGS84, colour="#f08ad8", opacity=1.0)
    page.settle()
    text, image = page_of(printed(page, tmp_path / "a.pdf", Sheet(Paper.A4, True, 150)))
    assert "site" in text, "the legend names it: there is no panel of files on paper"
    seen = [image.pixelColor(x, y) for x in range(image.width()) for y in range(0, image.height(), 3)]
    assert max(min(each.red(), each.blue()) - each.green() for each in seen) > 50  # nothing else on the map is pink


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


def page_of(path: Path) -> tuple[str, QImage]:
    """The text of a PDF's page as any reader finds it, and the page as it is drawn."""
    document = QPdfDocument()
    assert document.load(str(path)) is QPdfDocument.Error.None_
    assert document.pageCount() == 1
    paper = QImage(1754, 1240, QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, document.render(0, paper.size()))
    painter.end()
    return document.getAllText(0).text(), paper


def inked(image: QImage, box: QRectF, dpi: float) -> set[str]:
    """The colours in a box of tenths of a mm, every pixel of it."""
    left, top, width, height = (round(value * dpi / PER_INCH) for value in (box.x(), box.y(), box.width(), box.height()))
    return {image.pixelColor(x, y).name() for x in range(left, left + width) for y in range(top, top + height)}


def bar_of(image: QImage, dpi: float) -> int:
    """How long the line of the scale bar is, in dots: the longest dark run in the strip that it lies in."""
    longest, low = 0, round((2100 - MARGIN - 25) * dpi / PER_INCH)
    for y in range(low, low + round(30 * dpi / PER_INCH)):
        run = 0
        for x in range(round((MARGIN - 10) * dpi / PER_INCH), round((MARGIN + MOST_BAR + 10) * dpi / PER_INCH)):
            run = run + 1 if image.pixelColor(x, y).lightness() < 110 else 0
            longest = max(longest, run)
    return longest


def test_that_legend_scale_and_time_are_on_the_paper(page: Hand, tmp_path: Path) -> None:
    """As text that a reader finds in the PDF, and as ink at its place in both."""
    for overlay in ("components", "cameras"):  # so that the legend has one row
        page.view.show_overlay(overlay, False)
    page.settle()
    sheet, box = Sheet(Paper.A4, True, 150), map_box(Sheet(Paper.A4, True, 150), 1000 / 700, 1)
    legend = page.ask("[...document.querySelectorAll('.legend .row')].map((row) => row.textContent)")
    assert len(legend) >= 3
    began = page.view.time()
    drawings = {"pdf": page_of(printed(page, tmp_path / "a.pdf", sheet))[1], "png": QImage(str(printed(page, tmp_path / "a.png", sheet)))}
    text, _ = page_of(tmp_path / "a.pdf")
    metres = 1000 * EQUATOR_M * math.cos(math.radians(CENTRE[1])) / (256 * 2**15)
    per_unit = metres / box.width()
    length = round_length(per_unit * MOST_BAR)
    said = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
    flat = unicodedata.normalize("NFKC", "".join(text.split())).translate(RADICALS)
    wanted = [*legend, "中心城区 · 值班地图", said, f"1 : {round(per_unit * 10_000, -2):,.0f}", "WGS-84"]
    assert [each for each in wanted if "".join(each.split()) not in flat] == []
    found = re.search(r"\d{4}-\d\d-\d\d\s+\d\d:\d\d:\d\d", text)
    assert found is not None
    assert began <= " ".join(found[0].split()) <= page.view.time()
    for kind, image in drawings.items():
        below = QRectF(MARGIN, box.bottom() + 20, sheet.size.width() - 2 * MARGIN, LEGEND_ROW)
        assert len(inked(image, below, 150)) > 10, f"the legend of the {kind}"
        right = QRectF(sheet.size.width() - MARGIN - 500, MARGIN + 20, 500, HEAD - 60)
        assert len(inked(image, right, 150)) > 3, f"the time of the {kind}"
        assert bar_of(image, 150) == pytest.approx(length / per_unit * 150 / PER_INCH, abs=4), f"the scale bar of the {kind}"
        assert inked(image, QRectF(MARGIN / 4, MARGIN / 4, 40, 40), 150) == {"#ffffff"}


def test_that_a_swatch_of_the_legend_is_the_mark_of_the_map(page: Hand, tmp_path: Path) -> None:
    """Alone on the map, so that what the legend shows is what lies there."""
    for overlay in page.view.drawing.overlays:
        page.view.show_overlay(overlay, overlay == "cases")
    page.settle()
    assert page.ask("document.querySelectorAll('.legend .row').length") >= 1
    sheet = Sheet(Paper.A4, True, 150)
    image = QImage(str(printed(page, tmp_path / "a.png", sheet)))
    box = map_box(sheet, 1000 / 700, 1)
    swatches = inked(image, QRectF(MARGIN, box.bottom() + 20, SWATCH, LEGEND_ROW), 150) - {"#ffffff"}
    strong = {name for name in swatches if QColor(name).hsvSaturation() > 100}
    assert strong & inked(image, box, 150)
