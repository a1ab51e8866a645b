"""Jobs done by keyboard alone on the real backend: keys, and seconds by the keystroke-level model.

A case taken down through the real form; and at a whole desk a case dispatched, an alarm acknowledged, a camera brought into the hot pane, a frame
reported.
"""

import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import msgspec
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from backend.rules import cameras, cases, people
from backend.session import SYSTEM, Database
from bench import stage
from console.api import Api
from console.app import Console
from console.connection import Connection
from console.hall.hall import Hall
from console.map import scheme
from console.rooms.intake import Intake
from console.settings import Settings
from console.widgets import theme
from console.widgets.intake.report import ReportForm
from tests.backend.centre import ACCEPTOR, Centre, report_of
from tests.contract import desk_walks
from tests.contract.intake_desk import furnish, intake_desk
from tests.contract.intake_walks import BUDGET_KEYS, BUDGET_S, WALKS
from tests.contract.typist import KEY_S, MENTAL_S, Typist
from tests.simulator.camera_process import CameraProcess, make_clips
from tools.household import Household
from tools.xvfb import environment, screen
from wire.cameras import CameraOrder
from wire.codes import Role, Source, Status
from wire.people import UserOrder

PATIENCE_S = 30.0
TYPED = 400  # keys into a field, each on the disk before the next
MODEL = f"""The model: {KEY_S} s a key, {MENTAL_S} s a decision (Card, Moran, Newell 1980; Kieras 2001). Chinese counts as the letters of its pinyin
and a key to take each word. Listening to the caller and the answers of the backend are not counted.
"""
HEAD = "| what | keys | decisions | s by the model | budget, keys | budget, s | answers waited for, s |\n|---|---:|---:|---:|---:|---:|---:|"
NAMES = {
    "call": "a call: the number is there; name, place, what, since when",
    "hall": "the hall's own: source, place, what",
    "dispatch": "a case dispatched, from its row in the queue",
    "acknowledge": "an alarm acknowledged that holds a pane",
    "camera": "a camera brought into the hot pane",
    "frame": "a frame reported: from the picture to the case that the backend has",
}
PASSWORD = "a long enough password"


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
        print(HEAD)
        steps = [walk(hall, intake, which) for which in WALKS]
        for which, typist in zip(WALKS, steps, strict=True):
            print(f"\n{NAMES[which]}: " + ", ".join(f"{what} {keys}" for what, keys, _ in typist.steps) + ".")
        measure_drafts(intake.report)
    with CameraProcess(make_clips(folder / "clips")) as streams:
        walk_desk(app, address, url, folder, streams)


def walk_desk(app: QApplication, address: str, url: str, folder: Path, streams: CameraProcess) -> None:
    """One console, whose user dispatches and watches cameras; an alarm comes while it is open."""
    opened = Database(url)
    centre = Centre(opened)
    with opened.write(SYSTEM) as work:
        people.put(work, UserOrder(name="desk", full_name="Desk", roles=[Role.DISPATCHER, Role.VIDEO_PATROLLER], password=PASSWORD))
        for number in (11, 12):
            cameras.put(work, CameraOrder(id=f"k{number}", code=f"k{number}", name=f"路口{number}", lon=111.0, lat=35.02))
        cameras.put(work, CameraOrder(id="k13", code="k13", name="路口13", lon=111.0, lat=35.02, sub_url=streams.rtsp("long/crossing")))
    centre.bring(Status.PENDING_DISPATCH)
    console = Console(app, Settings(server=address, user="desk", password=PASSWORD, state=folder / "consoles"))
    console.start()
    until(lambda: console.desk is not None and console.desk.hall.cursor is not None)
    desk = console.desk
    assert desk is not None
    desk.wall.activateWindow()
    print(f"\nAt a whole desk:\n\n{HEAD}")
    for name, go in desk_walks.WALKS.items():
        desk_walks.make_ready(desk, name)
        if name == "acknowledge":
            with centre.writing(ACCEPTOR) as work:
                cases.report(work, msgspec.structs.replace(report_of("seen", Source.AI), camera_id="k11"))
        until(partial(desk_walks.is_ready, desk, name))
        desk_walks.begin(desk, name)
        count(name, lambda typist, go=go: go(desk, typist), desk_walks.BUDGET_KEYS[name], desk_walks.BUDGET_S[name])
    console.end()
    opened.close()


def count(name: str, go: Callable[[Typist], None], keys: int, seconds: float) -> Typist:
    """One line of the table."""
    waited: list[float] = []

    def await_(condition: Callable[[], bool]) -> None:
        began = time.perf_counter()
        until(condition)
        waited.append(time.perf_counter() - began)

    typist = Typist(await_)
    go(typist)
    row = f"{typist.keys} | {typist.decisions} | {typist.seconds:.1f} | {keys} | {seconds:.0f} | {sum(waited):.1f}"
    print(f"| {NAMES[name]} | {row} |", flush=True)
    return typist


def walk(hall: Hall, intake: Intake, which: str) -> Typist:
    typist = count(which, lambda typist: WALKS[which](intake.report, typist), BUDGET_KEYS[which], BUDGET_S)
    id = intake.report._id
    until(lambda: id in hall.cards)
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
