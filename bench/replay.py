"""Tracks opened and played on the real backend, pane and map: a unit-day, 50,000 fixes, 355 unit-days at once, all 1,045 units at 600 times.

A day of eight hours, a fix each five seconds; SQLite; the days are closed. "Opened" is from what the pane asks for to the curve and the map being
drawn, through the console's own caller; a seek until the map shows the moment. Frames are those of the page while it plays; "held" is the longest
time in which the console's own thread came to nothing else. REPLAY_UNITS and REPLAY_HOURS make a run smaller.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from backend.fixes import scale, writing
from backend.fixes.scale import Fixes
from backend.rules import positions
from backend.session import SYSTEM, Database
from backend.tables.units import UnitRow
from bench import stage
from bench.map_crowd import FRAMES
from bench.map_window import SIZE, ask, wait
from bench.positions_day import EVERY_MS, LAT, LON, METRES_OF_DEGREE, SIDE_M, Day
from console.actions.questions import Questions
from console.api import Api
from console.connection import Connection
from console.hall.beside import NOBODY
from console.hall.disk import Disk
from console.hall.hall import Hall
from console.hall.playback import Shown
from console.language import Language
from console.map import scheme
from console.map.view import MapView
from console.widgets import theme
from console.widgets.track.pane import TrackPane
from console.workers.caller import Caller
from tests.console.display import start_screen
from tools.household import Household
from wire.codes import Role, UnitKind
from wire.tracks import TRACK

UNITS, HOURS = int(os.environ.get("REPLAY_UNITS", "1045")), float(os.environ.get("REPLAY_HOURS", "8"))
TOGETHER, LONG, LONG_EVERY_S = min(355, UNITS), 50_000, 1.5
OPENED, LONG_OPENED, OPENED_TOGETHER, SEEKS, FRAMES_COUNTED, AT_ONCE = 20, 5, 3, 40, 240, 50
OPEN_MS, TOGETHER_MS, SEEK_MS, HELD_MS, FPS = 300, 3_000, 100, 50, 30
BEAT_MS, PEER_S = 2, 90


def main() -> None:
    print(f"{__doc__.splitlines()[0]}\n")
    print(f"{UNITS:,} units, {HOURS:g} h, {UNITS * HOURS * 3_600_000 / EVERY_MS:,.0f} fixes; window of {SIZE[0]} × {SIZE[1]}.\n")
    print("| what | budget | p50 | p95 | longest |\n|---|---:|---:|---:|---:|", flush=True)
    start_screen()
    scheme.prepare()
    app = QApplication([])
    Language(app).set("zh_CN")
    theme.wear(app, "dark")
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name, stage.database("sqlite", Path(name)) as url:
        start = fill(url)
        household = Household(Path(name) / "log")
        try:
            server = stage.serve(household, url, Path(name) / "data")
            Sitting(Api(Connection(server, stage.token(url, Role.DISPATCHER))), start, Path(name)).run()
        finally:
            household.end()
    beside()
    print(f"\nLoad average at the end {os.getloadavg()[0]:.1f}.")


def fill(url: str) -> datetime:
    """A closed day of all units, and the day after it one of 50,000 fixes; when the first begins."""
    stage.fill(url, units=UNITS + 1)
    start = scale.pages_of(scale.day_of(round(time.time() * 1000)) - 4)[0] * scale.PAGE_MS
    day, database = Day(round(HOURS * 3_600_000 / EVERY_MS), start), Database(url)
    with database.read() as work:
        numbers = {row.id: row.number for row in work.session.execute(sa.select(UnitRow.id, UnitRow.number))}
    for first in range(0, UNITS, AT_ONCE):
        with database.write(SYSTEM) as work:
            for unit in range(first, min(first + AT_ONCE, UNITS)):
                writing.keep_many(work, of_unit(day, unit, numbers[f"u{unit}"]))
    began = datetime.fromtimestamp(start / 1000, UTC)
    with database.write(SYSTEM) as work:
        positions.store_columns(work, f"u{UNITS}", long_track(began + timedelta(days=1)))
    database.close()
    return began


def of_unit(day: Day, unit: int, number: int) -> Fixes:
    columns = [column[:, unit].astype(np.int64) for column in (day.lon, day.lat, day.speed, day.heading)]
    at = day.start + np.arange(day.steps) * EVERY_MS
    return Fixes(np.full(day.steps, number), at, *columns, np.full(day.steps, scale.UNKNOWN))


def long_track(began: datetime) -> pa.Table:
    """A walk that never ends."""
    seconds = np.arange(LONG) * LONG_EVERY_S
    columns = {"at": [began + timedelta(seconds=float(second)) for second in seconds]}
    columns |= {"lon": LON + 0.003 * np.sin(seconds / 250), "lat": LAT + 0.002 * np.cos(seconds / 190)}
    return pa.table([pa.array(columns.get(field.name, [None] * LONG), field.type) for field in TRACK], schema=TRACK)


class Sitting:
    """A track pane and a map, before one backend."""

    def __init__(self, api: Api, start: datetime, folder: Path) -> None:
        self.start, self.end = start, start + timedelta(hours=HOURS)
        self.hall, self.caller, self.disk = Hall(api.me()), Caller(api), Disk(folder / "hall.sqlite")
        self.hall.units.put(api.units())
        self.questions, self.pulse = Questions(self.hall, self.caller, self.disk), Pulse()
        self.playback = self.hall.playback
        self.playback.show(Shown.RAW)
        self.pane, self.view = TrackPane(self.hall), MapView(self.hall)
        self.pane.resize(900, 330)
        self.view.resize(*SIZE)
        for shown in (self.view, self.pane):
            shown.show()
        wait(self.view.idle)
        self.page = self.view.life.web.page()

    def run(self) -> None:
        chance = random.Random(4)
        tomorrow = self.start + timedelta(days=1)
        days = [self.opened(f"u{unit}", self.start, self.end) for unit in chance.sample(range(UNITS), min(OPENED, UNITS))]
        show("a unit-day opened: fixes, analysis, what came to pass, curve and map", OPEN_MS, days)
        long = [self.opened(f"u{UNITS}", tomorrow, tomorrow + timedelta(days=1)) for _ in range(LONG_OPENED)]
        show(f"{LONG:,} fixes of one unit opened and drawn, none cut", OPEN_MS, long)
        self.opened("u0", self.start, self.end)
        self.view.fit(LON, LAT, LON + SIDE_M / METRES_OF_DEGREE[0], LAT + SIDE_M / METRES_OF_DEGREE[1])
        ids = [f"u{unit}" for unit in range(1, TOGETHER)]
        self.many(f"{TOGETHER} unit-days", TOGETHER_MS, ids, (), 64, chance)
        self.many(f"all {UNITS:,} units", 0, [], tuple(UnitKind), 600, chance)
        self.view.shut()
        self.caller.stop()
        self.disk.close()
        for made in (self.view, self.pane, self.hall):
            made.deleteLater()

    def many(self, who: str, budget: float, ids: Sequence[str], kinds: Sequence[UnitKind], speed: float, chance: random.Random) -> None:
        count = len(ids) or UNITS - 1
        opened = [self.together(ids, kinds, count) for _ in range(OPENED_TOGETHER)]
        show(f"{who} opened at once", budget, [took for took, _ in opened])
        show(f"{who}: the console's thread held meanwhile", HELD_MS, [held for _, held in opened])
        show(f"{who}: a seek", SEEK_MS, [self.seek(chance) for _ in range(SEEKS)])
        show(f"{who}: a frame at {speed:g} ×", 1000 / FPS, self.played(speed))

    def opened(self, unit_id: str, start: datetime, end: datetime) -> float:
        """Milliseconds until it is drawn whole."""
        self.playback.open(None)
        self.drawn("track", 0)
        began = time.perf_counter()
        self.questions.load_track(unit_id, start, end)
        wait(lambda: self.playback.track is not None)
        assert self.playback.track is not None
        self.drawn("track", len(self.playback.track))
        return 1000 * (time.perf_counter() - began)

    def together(self, ids: Sequence[str], kinds: Sequence[UnitKind], count: int) -> tuple[float, float]:
        """Milliseconds until so many are drawn, and the longest that the thread was held."""
        self.playback.set_beside(NOBODY)
        self.drawn("beside", 0)
        self.pulse.longest()
        began = time.perf_counter()
        self.questions.load_beside(ids, kinds)
        self.drawn("beside", count)
        return 1000 * (time.perf_counter() - began), self.pulse.longest()

    def seek(self, chance: random.Random) -> float:
        bounds = self.playback.bounds()
        assert bounds is not None
        began = time.perf_counter()
        self.playback.seek(round(chance.uniform(*bounds), 3))
        self.until(f"yiping.state.playhead[3] === {self.playback.at}")
        return 1000 * (time.perf_counter() - began)

    def played(self, speed: float) -> list[float]:
        """Milliseconds of each frame of the page."""
        ask(self.page, f"(() => {{ {FRAMES} return 0; }})()")
        self.playback.seek(self.playback.bounds()[0])
        self.playback.set_speed(speed)
        self.playback.loop(True)
        self.playback.play()
        frames = ask(self.page, f"window.frames_of(yiping.map, {FRAMES_COUNTED}, () => 0)")
        self.playback.pause()
        return frames

    def drawn(self, layer: str, size: int) -> None:
        self.until(f"yiping.layers.get('{layer}').size === {size}")

    def until(self, script: str) -> None:
        """So, and two frames later: it has been drawn."""
        look = f"const look = () => {script} ? requestAnimationFrame(() => requestAnimationFrame(() => done(1))) : setTimeout(look, 2);"
        ask(self.page, f"new Promise((done) => {{ {look} look(); }})")


def beside() -> None:
    """traccar-web's way of a replay, by the same engine on the same screen."""
    print("\n### Beside: all positions as JSON, one timer (traccar-web's way, MapLibre; no backend, base map, chart or analysis)\n")
    print("| fixes | JSON | opened | seek p50 | p95 |\n|---|---:|---:|---:|---:|")
    for count in (round(HOURS * 3_600_000 / EVERY_MS), LONG):
        try:
            done = subprocess.run([sys.executable, "-m", "bench.replay_peer", str(count)], capture_output=True, timeout=PEER_S, check=True)
        except subprocess.SubprocessError as error:
            print(f"| {count:,} | | {type(error).__name__} | | |", flush=True)
            continue
        told = json.loads(done.stdout)
        middle, most = np.percentile(told["seeks"], [50, 95])
        print(f"| {count:,} | {told['bytes'] / 1e6:.1f} MB | {told['opened']:,.0f} ms | {middle:,.0f} ms | {most:,.0f} ms |", flush=True)


class Pulse:
    """How long the GUI thread did not come to its timer."""

    def __init__(self) -> None:
        self._timer, self._last, self._longest = QTimer(interval=BEAT_MS), time.perf_counter(), 0.0
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def longest(self) -> float:
        """Milliseconds, since it was asked last."""
        found, self._longest = self._longest, 0.0
        return found

    def _beat(self) -> None:
        now = time.perf_counter()
        self._longest, self._last = max(self._longest, 1000 * (now - self._last) - BEAT_MS), now


def show(what: str, budget: float, taken: list[float]) -> None:
    middle, most = np.percentile(taken, [50, 95])
    print(f"| {what} | {f'{budget:,.0f} ms' if budget else '–'} | {middle:,.0f} | {most:,.0f} | {max(taken):,.0f} |", flush=True)
