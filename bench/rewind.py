"""The hall as it was, at 500 random moments of a seeded day of eight hours: the real window, the real backend, nine panes of recorded video.

At each moment the cases in the window are set against a fold of the flow records, and the pictures on the panes, which carry their own second,
against the moment. Then it is played, slow and fast, and what each pane says its time is is set against the clock of the hall. On both databases.
`REWIND_MOMENTS` says how many moments when it is to be over sooner.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import sqlalchemy as sa
from PySide6.QtWidgets import QApplication

from backend.fixes import writing
from backend.recording.store import RecordingStore
from backend.rules import cameras
from backend.session import SYSTEM, Database
from backend.tables.recordings import RecordingRow
from bench import stage
from bench.map_window import wait
from console.api import Api
from console.connection import Connection
from console.garbage import Garbage
from console.hall.rewind import SMOOTH
from console.hall.scenes import Scene
from console.language import Language
from console.map import scheme
from console.map.view import MapView
from console.rooms.rewind import PastVideo, RewindRoom
from console.widgets import theme
from console.workers.caller import Caller
from console.workers.footage_files import FootageFiles
from console.workers.footage_reel import FootagePool
from tests.backend.tracked import trips
from tests.backend.working_day import DAY, Fold, Hands, clock_of, work_a_day
from tests.console.display import start_screen
from tests.contract.recorded import cut, number_on
from tests.contract.rewinding import LiveHall
from tests.simulator.counted import FPS, SECONDS, make_counted
from tools.household import Household
from wire.cameras import CameraOrder
from wire.codes import Role

MOMENTS = int(os.environ.get("REWIND_MOMENTS", "500"))
CASES, OPEN, UNITS, PANES = 300, 2_000, 200, 9
KINDS = ("sqlite", "postgresql")
PLAYED_S, SPEEDS = 15.0, (1.0, 4.0, 16.0, 64.0, 600.0)
BEHIND_S = 0.25  # of the operator's time: beyond its leap a pane may be behind the hall by as long as a picture takes
ROWS = 5_000  # of one insert
GONE_S = 1.0  # until a window and the process of its map are gone


def main() -> None:
    print(f"{__doc__.splitlines()[0]}\n")
    print(f"{CASES} cases of the day beside {OPEN:,} open ones, {UNITS} units that move; files of 6 s of 320 × 180; window of 1600 × 900.\n")
    print("| what | agreeing | | p50 | p95 | longest |\n|---|---:|---|---:|---:|---:|", flush=True)
    for kind in KINDS:
        subprocess.run([sys.executable, "-m", "bench.rewind", kind], check=True)
    print(f"\nBudget: a seek 1,000 ms, with nine panes 3,000 ms at p95. Played at up to {SMOOTH:g} ×, every pane is within 1 s of the hall, which")
    print("goes slower than was chosen where its panes cannot follow. Faster, a pane shows one picture for each second of the operator and says so")
    print("(`64× · one each 64 s`): it may be behind by that, and by the quarter of a second that a picture takes.")
    print(f"Load average at the end {os.getloadavg()[0]:.1f}.")


def sit(kind: str) -> None:
    """One window on one database, in a process of its own."""
    start_screen()
    scheme.prepare()
    app = QApplication([])
    Language(app).set("zh_CN")
    theme.wear(app, "dark")
    garbage = Garbage(app)  # as the console has it
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name, stage.database(kind, Path(name)) as url:
        measure(kind, url, Path(name))
    garbage.end()


def measure(kind: str, url: str, folder: Path) -> None:
    began = datetime.fromtimestamp(int((datetime.now(UTC) - DAY).timestamp()), UTC)
    day = Database(url)
    with clock_of(Hands(began - timedelta(minutes=1))):
        stage.fill(url, open_cases=OPEN, units=UNITS)
        film(day, folder, began)
    centre = work_a_day(day, began, CASES, seed=1)
    move(day, began)
    fold = Fold(day)
    household = Household(folder / "log")
    try:
        server = stage.serve(household, url, folder / "data")
        api = Api(Connection(server, stage.token(url, Role.DUTY_LEADER)))
        hall, caller, footage = LiveHall(api), Caller(api), FootagePool(FootageFiles(api), {})
        hall.follow(centre)
        scene = Scene(str(PANES), tuple(f"k{number}" for number in range(PANES)))
        room = RewindRoom(hall.hall, caller, partial(MapView), PastVideo(footage, lambda: scene, list))
        room.open(began)
        wait(lambda: room.rewind is not None and room.rewind.shown == began.timestamp())
        look_about(kind, room, fold, began)
        for speed in SPEEDS:
            (told, really), most = played(room, began, speed), budget_ms(speed)
            within = sum(each <= most for each in told) / len(told)
            missed = "" if within == 1 else ", missed: all were wanted"
            said = f"{within:.1%} within {most:,.0f} ms{missed}, at {really:.1f} × in truth"
            show(f"{kind}: played at {speed:g} ×, panes from the clock of the hall", said, "ms", told)
        room.close()
        footage.stop()
        footage.join()
        caller.stop()
        hall.end()
        for made in (room, hall.hall):
            made.deleteLater()
        rest(GONE_S)
    finally:
        household.end()
        day.close()


def look_about(kind: str, room: RewindRoom, fold: Fold, began: datetime) -> None:
    rewind, chance = room.rewind, random.Random(2)
    assert rewind is not None
    panes = [pane for pane in room.video.panes if pane.camera_id]
    hall, drawn, video, off, agreeing = [list[float]() for _ in range(4)] + [0]
    for _ in range(MOMENTS):
        at = round((began + DAY * chance.uniform(0.001, 0.999)).timestamp(), 3)
        asked = time.perf_counter()
        rewind.seek(at)
        wait(lambda at=at: rewind.shown == at == room.placed_at)
        hall.append(1000 * (time.perf_counter() - asked))
        wait(lambda at=at: all(0 <= at - taken < 1.5 / FPS for taken in pictured(panes)))
        video.append(1000 * (time.perf_counter() - asked))
        off += [1000 * abs((at - began.timestamp()) % SECONDS - (number_on(pane) or 0) / FPS) for pane in panes]
        once(room.map.idle)
        drawn.append(1000 * (time.perf_counter() - asked))
        there = {case.id: case.status for case in rewind.hall.cases if case.id.startswith("day")}
        agreeing += there == fold.at(datetime.fromtimestamp(at, UTC))
    said = f"{agreeing} of {MOMENTS}, {fold.records:,} records"
    show(f"{kind}: a seek, to queue, cases and units of then, {PANES} panes beside", said, "ms", hall)
    show(f"{kind}: to the last of {PANES} pictures of then", "", "ms", video)
    show(f"{kind}: a picture from its moment, by the number in it", "", "ms", off)
    show(f"{kind}: to the last mark on the map as well", "", "ms", drawn)


def pictured(panes: list) -> list[float]:
    return [picture.at.timestamp() if (picture := pane.picture()) else 0.0 for pane in panes]


def played(room: RewindRoom, began: datetime, speed: float) -> tuple[list[float], float]:
    """How far each pane was from the hall at each look, milliseconds; how fast it went."""
    rewind, panes = room.rewind, [pane for pane in room.video.panes if pane.camera_id]
    assert rewind is not None
    at = (began + DAY / 3).timestamp()
    rewind.seek(at)
    wait(lambda: rewind.shown == at and all(0 <= at - taken < 1.5 / FPS for taken in pictured(panes)))
    rewind.set_speed(speed)
    rewind.play()
    off, start = list[float](), time.monotonic()
    while time.monotonic() < start + PLAYED_S:
        rest(0.1)
        now = rewind.hall.clock.now().timestamp()
        off += [1000 * abs(now - taken) for taken in pictured(panes)]
    rewind.pause()
    return off, (rewind.at - at) / (time.monotonic() - start)


def budget_ms(speed: float) -> float:
    """How far a pane may be from the clock of the hall."""
    return 1000.0 if speed <= SMOOTH else 1000 * (BEHIND_S * speed + speed)


def once(state: Callable[[], bool]) -> None:
    """Wait for what is so for a moment only: the map is told the time each second, and has something to draw then."""
    seen: list[bool] = []
    wait(lambda: bool(seen) or (state() and not seen.append(True)))


def rest(seconds: float) -> None:
    """The console goes on."""
    ends = time.monotonic() + seconds
    wait(lambda: time.monotonic() > ends)


def film(day: Database, folder: Path, began: datetime) -> None:
    """One minute, over and over: the same files under other names."""
    store, first = RecordingStore(folder / "data" / "recordings"), began.timestamp()
    make_counted(folder / "counted.mp4")
    minute = list(cut(store, "k0", folder / "counted.mp4", first))
    with day.write(SYSTEM) as work:
        for number in range(PANES):
            cameras.put(
                work, CameraOrder(id=f"k{number}", code=f"k{number}", name=f"路口{number}", lon=111.0, lat=35.02, sub_url="rtsp://127.0.0.1:9/none")
            )
    rows: list[dict[str, object]] = []
    for number in range(PANES):
        for shift in range(0, round(DAY.total_seconds()), SECONDS):
            for kept in minute:
                start = kept.span.start + timedelta(seconds=shift)
                place = store.begin(f"k{number}", start.timestamp()).with_suffix(".mp4")
                if not place.exists():
                    os.link(store.folder / kept.path, place)
                taken = {"start": start, "end": kept.span.end + timedelta(seconds=shift), "size": kept.size, "sha256": kept.sha256}
                rows.append({"id": uuid.uuid4().hex, "camera_id": f"k{number}", "path": store.name(place), **taken})
    with day.write(SYSTEM) as work:
        for place in range(0, len(rows), ROWS):
            work.session.execute(sa.insert(RecordingRow), rows[place : place + ROWS])


def move(day: Database, began: datetime) -> None:
    """The units of the stage have been about all day."""
    for first in range(0, UNITS, 20):
        numbers = [number + 1 for number in range(first, first + 20)]
        with day.write(SYSTEM) as work:
            writing.keep(work, trips(numbers, round(began.timestamp() * 1000), round(DAY.total_seconds() / 60), seed=first))


def show(what: str, agreeing: str, unit: str, taken: list[float]) -> None:
    middle, most = np.percentile(taken, [50, 95])
    print(f"| {what} | {agreeing} | {unit} | {middle:,.0f} | {most:,.0f} | {max(taken):,.0f} |", flush=True)


if __name__ == "__main__":
    sit(sys.argv[1])
