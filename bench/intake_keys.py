"""A case taken down by keyboard alone, through the real form on the real backend: keys, and seconds by the keystroke-level model."""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bench import stage
from console.api import Api
from console.connection import Connection
from console.hall.hall import Hall
from console.map import scheme
from console.rooms.intake import Intake
from console.widgets import theme
from console.widgets.intake.report import ReportForm
from tests.contract.intake_desk import furnish, intake_desk
from tests.contract.intake_walks import BUDGET_KEYS, BUDGET_S, WALKS
from tests.contract.typist import KEY_S, MENTAL_S, Typist
from tools.household import Household
from tools.xvfb import environment, screen
from wire.codes import Role

PATIENCE_S = 30.0
TYPED = 400  # keys into a field, each on the disk before the next
MODEL = f"""The model: {KEY_S} s a key, {MENTAL_S} s a decision (Card, Moran, Newell 1980; Kieras 2001). Chinese counts as the letters of its pinyin
and a key to take each word. Listening to the caller and the answers of the backend are not counted.
"""
NAMES = {"call": "a call: the number is there; name, place, what, since when", "hall": "the hall's own: source, place, what"}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name, stage.database("sqlite", Path(name)) as url, screen() as display:
        os.environ.update(environment(display))
        household = Household(Path(name) / "log")
        try:
            address = stage.serve(household, url, Path(name) / "data")
            walk_all(address, url, Path(name))
        finally:
            household.end()


def walk_all(address: str, url: str, folder: Path) -> None:
    scheme.prepare()
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.wear(app, "dark")
    furnish(Api(Connection(address, stage.token(url, Role.ADMIN))))
    with intake_desk(Api(Connection(address, stage.token(url, Role.ACCEPTOR))), folder) as (hall, intake):
        until(lambda: bool(hall.phrases.all) and intake.report.isVisible())
        print(MODEL)
        print("| what | keys | decisions | s by the model | budget, keys | budget, s | answers waited for, s |\n|---|---:|---:|---:|---:|---:|---:|")
        steps = [walk(hall, intake, which) for which in WALKS]
        for which, typist in zip(WALKS, steps, strict=True):
            print(f"\n{NAMES[which]}: " + ", ".join(f"{what} {keys}" for what, keys, _ in typist.steps) + ".")
        measure_drafts(intake.report)


def walk(hall: Hall, intake: Intake, which: str) -> Typist:
    waited: list[float] = []

    def await_(condition: Callable[[], bool]) -> None:
        began = time.perf_counter()
        until(condition)
        waited.append(time.perf_counter() - began)

    typist = Typist(await_)
    WALKS[which](intake.report, typist)
    id = intake.report._id
    until(lambda: id in hall.cards)
    row = f"{typist.keys} | {typist.decisions} | {typist.seconds:.1f} | {BUDGET_KEYS[which]} | {BUDGET_S:.0f} | {sum(waited):.1f}"
    print(f"| {NAMES[which]} | {row} |", flush=True)
    return typist


def measure_drafts(form: ReportForm) -> None:
    """What a key costs the GUI thread, with its way to the disk and without."""
    form.begin()
    kept = [keystroke(form) for _ in range(TYPED)]
    form.begin()
    form.keeping.quiet = True
    floor = [keystroke(form) for _ in range(TYPED)]
    print(f"\nA key into a form, until it is drawn as text and stands in the draft on the disk: {told(kept)};")
    print(f"floor, the same key without the draft: {told(floor)}.")
    form.keeping.quiet = False


def keystroke(form: ReportForm) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    QTest.keyClicks(form.matter.edit, "x")
    return (time.perf_counter() - began) * 1000


def told(times: list[float]) -> str:
    ranked = sorted(times)
    return f"{median(times):.2f} ms, p99 {ranked[int(len(ranked) * 0.99)]:.1f} ms, longest {ranked[-1]:.1f} ms"


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not condition():
        QApplication.processEvents()
        QTest.qWait(2)
        if time.monotonic() > end:
            raise SystemExit("waited in vain")


if __name__ == "__main__":
    main()
