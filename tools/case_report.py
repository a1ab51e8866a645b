"""The report of a case of the demo city as a browser opens it: `python -m tools.case_report PICTURE`.

It reads the database of the last `make demo`: of the cases that were closed last, the first with photos from before and after.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import shiboken6
from PIL import Image
from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

from console.api import Api
from console.map import scheme
from tools.beside_qgis import picture_of, served
from tools.household import Household
from tools.shrink import shrunk
from tools.steps import Surroundings
from wire.bulk import decode
from wire.cases import Case
from wire.codes import Noun, PhotoPhase
from wire.exports import ExportFormat, ExportLayer, ExportOrder

SIZE = (1400, 900)
CLOSED = 300  # of the newest
LOOK_MS = 50
FRAMES = 4  # in a row: the page is on the screen then
COUNT = """
    window.framesShown ??= 0;
    if (!window.counting) (function count() { window.counting = true; window.framesShown += 1; requestAnimationFrame(count); })();
    window.framesShown
"""


def main() -> int:
    return picture_of("case_report", __doc__, live)


def live(household: Household, surroundings: Surroundings, state: Path, picture: Path) -> int:
    api = served(household, state)
    case_id = next(whole_cases(api), "")
    if not case_id:
        print("case_report: no closed case of this city has photos from before and after; let the demo run for a while", file=sys.stderr)
        return 1
    order = ExportOrder(layers=[ExportLayer.CASES], format=ExportFormat.HTML, ids={ExportLayer.CASES: [case_id]})
    with TemporaryDirectory() as name:
        page, made = Path(name) / "case.html", Path(name) / "case.png"
        page.write_bytes(api.export(order))
        draw(page, made)
        with Image.open(made) as drawn:
            shrunk(drawn).save(picture, optimize=True)
    return 0


def whole_cases(api: Api) -> Iterator[str]:
    """Ids of closed cases with photos of both, the newest first."""
    cases: list[Case] = [case for page in decode(Case, api.snapshot(Noun.CASE, closed=CLOSED).table) for case in page if case.closed_at is not None]
    for case in sorted(cases, key=lambda case: case.status_at, reverse=True):
        if {photo.phase for photo in api.case(case.id).photos} >= {PhotoPhase.BEFORE, PhotoPhase.AFTER}:
            yield case.id


def draw(page: Path, file: Path) -> None:
    """What a browser of that size shows of the page."""
    scheme.prepare()
    application = QApplication.instance() or QApplication([])  # noqa: F841 # whoever makes it holds it
    view, frames, loop, timer = QWebEngineView(), list[float](), QEventLoop(), QTimer(interval=LOOK_MS)
    view.resize(*SIZE)
    view.load(QUrl.fromLocalFile(str(page)))
    view.show()
    view.loadFinished.connect(lambda _: timer.start())

    def look() -> None:
        view.page().runJavaScript(COUNT, frames.append)
        if frames and frames[-1] > FRAMES:
            loop.quit()

    timer.timeout.connect(look)
    loop.exec()
    timer.stop()
    view.grab().save(str(file))
    shiboken6.delete(view)  # before its profile, which ends with the application


if __name__ == "__main__":
    raise SystemExit(main())
