"""Tracks opened and played on the real backend, pane and map: a unit-day, 50,000 fixes, 355 unit-days at once, all 1,045 units at 600 times.

A day of eight hours, a fix each five seconds; SQLite; the days are closed. "Opened" is from the call to the curve and the map being drawn; a seek
until the map shows the moment. Frames are those of the page while it plays. REPLAY_UNITS and REPLAY_HOURS make a run smaller.
"""

import os
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
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
from console.api import Api
from console.connection import Connection
from console.hall.beside import besides
from console.hall.hall import Hall
from console.hall.playback import Shown
from console.hall.track import Track
from console.language import Language
from console.map import scheme
from console.map.view import MapView
from console.widgets import theme
from console.widgets.track.pane import TrackPane
from tests.console.display import start_screen
from tools.household import Household
from wire.codes import Role
from wire.tracks import TRACK

UNITS, HOURS = int(os.environ.get("REPLAY_UNITS", "1045")), float(os.environ.get("REPLAY_HOURS", "8"))
TOGETHER, LONG, LONG_EVERY_S = min(355, UNITS), 50_000, 1.5
OPENED, SEEKS, FRAMES_COUNTED, AT_ONCE, MOST_IDS = 20, 40, 240, 50, 300  # ids that an address holds
OPEN_MS, TOGETHER_MS, SEEK_MS, FPS = 300, 3_000, 100, 30


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
            Sitting(Api(Connection(server, stage.token(url, Role.DISPATCHER))), start).run()
        finally:
            household.end()
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

    def __init__(self, api: Api, start: datetime) -> None:
        self.api, self.start, self.end = api, start, start + timedelta(hours=HOURS)
        self.hall = Hall(api.me())
        self.hall.units.put(api.units())
        self.playback = self.hall.playback
        self.pane, self.view = TrackPane(self.hall), MapView(self.hall)
        self.pane.resize(900, 330)
        self.view.resize(*SIZE)
        for shown in (self.view, self.pane):
            shown.show()
        wait(self.view.idle)
        self.page = self.view.life.web.page()

    def run(self) -> None:
        chance = random.Random(4)
        days = [self.opened(f"u{unit}", self.start, self.end) for unit in chance.sample(range(UNITS), min(OPENED, UNITS))]
        show("a unit-day opened: fixes, analysis, what came to pass, curve and map", OPEN_MS, days)
        tomorrow = self.start + timedelta(days=1)
        show(f"{LONG:,} fixes of one unit opened and drawn, none cut", OPEN_MS, [self.opened(f"u{UNITS}", tomorrow, tomorrow + timedelta(days=1))])
        self.opened("u0", self.start, self.end)
        west, north = LON + SIDE_M / METRES_OF_DEGREE[0], LAT + SIDE_M / METRES_OF_DEGREE[1]
        self.view.fit(LON, LAT, west, north)
        ids = [f"u{unit}" for unit in range(1, TOGETHER)]
        show(f"{TOGETHER} unit-days opened at once", TOGETHER_MS, [self.together(ids) for _ in range(3)])
        show(f"a seek among {TOGETHER}", SEEK_MS, [self.seek(chance) for _ in range(SEEKS)])
        show(f"a frame, {TOGETHER} units at 64 ×", 1000 / FPS, self.played(64.0))
        show(f"all {UNITS:,} units opened at once", 0, [self.together([f"u{unit}" for unit in range(1, UNITS)])])
        show(f"a seek among {UNITS:,}", SEEK_MS, [self.seek(chance) for _ in range(SEEKS)])
        show(f"a frame, {UNITS:,} units at 600 ×", 1000 / FPS, self.played(600.0))
        self.view.shut()
        for made in (self.view, self.pane, self.hall):
            made.deleteLater()

    def opened(self, unit_id: str, start: datetime, end: datetime) -> float:
        """Milliseconds until it is drawn whole."""
        self.playback.open(None)
        self.drawn("track", 0)
        began = time.perf_counter()
        analysis, happenings = self.api.track_analysis(unit_id, start, end), self.api.happenings(unit_id, start, end)
        track = Track(unit_id, self.api.track(unit_id, start, end), analysis, happenings)
        self.playback.open(track)
        self.playback.show(Shown.RAW)
        self.drawn("track", len(track))
        return 1000 * (time.perf_counter() - began)

    def together(self, unit_ids: list[str]) -> float:
        self.playback.set_beside([])
        self.drawn("beside", 0)
        began = time.perf_counter()
        tables = [self.api.tracks_together(self.start, self.end, unit_ids[at : at + MOST_IDS]) for at in range(0, len(unit_ids), MOST_IDS)]
        self.playback.set_beside([each for table in tables for each in besides(table, "u0")])
        self.drawn("beside", len(unit_ids))
        return 1000 * (time.perf_counter() - began)

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


def show(what: str, budget: float, taken: list[float]) -> None:
    middle, most = np.percentile(taken, [50, 95])
    print(f"| {what} | {f'{budget:,.0f} ms' if budget else '–'} | {middle:,.0f} | {most:,.0f} | {max(taken):,.0f} |", flush=True)
