"""A track of 50,000 fixes from the real backend in the pane and on the map: nothing is cut, thinned, or played by number instead of by time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyqtgraph as pg
import pytest
from pytestqt.qtbot import QtBot

from backend.rules import positions, units
from backend.session import SYSTEM
from console.actions import Actions
from console.hall.disk import Disk
from console.hall.hall import Hall
from console.hall.playback import Shown
from console.wall.wall import Wall
from console.widgets.track.pane import TrackPane
from console.workers.caller import Caller
from console.workers.outbox import Outbox
from console.workers.shelf import Shelf
from tests.backends import Backend
from tests.console.map_page import MapPage
from tests.contract.conftest import ApiOf
from wire.codes import Role, UnitKind
from wire.tracks import TRACK
from wire.units import UnitOrder

FIXES, EVERY_S = 50_000, 1.5
MORNING = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=2)


@pytest.mark.gui
def test_that_fifty_thousand_fixes_are_played_and_drawn_without_loss(
    qtbot: QtBot, backend: Backend, api_of: ApiOf, tmp_path: Path, dressed: None
) -> None:
    """A walk that crosses itself all day, in a few blocks."""
    seconds = np.arange(FIXES) * EVERY_S
    lon, lat = 111.0 + 0.003 * np.sin(seconds / 250), 35.0 + 0.002 * np.cos(seconds / 190)
    columns = {"at": [MORNING + timedelta(seconds=float(second)) for second in seconds], "lon": lon, "lat": lat}
    table = pa.table([pa.array(columns.get(field.name, [None] * FIXES), field.type) for field in TRACK], schema=TRACK)
    with backend.database.write(SYSTEM) as work:
        units.put(work, UnitOrder(id="t1", code="t1", kind=UnitKind.TRUCK, name="清运车1"))
        positions.store_columns(work, "t1", table)
    api = api_of(Role.DISPATCHER)
    hall, caller = Hall(api.me()), Caller(api)
    disk, shelf = Disk(tmp_path / "hall.sqlite"), Shelf(tmp_path / "outbox.sqlite")
    wall = Wall(lambda: None, lambda body: None)
    qtbot.addWidget(wall)
    actions = Actions(hall, caller, Outbox(api, shelf), disk, wall)
    pane, page, playback = TrackPane(hall), MapPage(qtbot, hall), hall.playback
    qtbot.addWidget(pane)
    try:
        actions.load_track("t1", MORNING, MORNING + timedelta(days=1))
        qtbot.waitUntil(lambda: playback.track is not None, timeout=60_000)
        track = playback.track
        assert track is not None
        playback.show(Shown.RAW)
        assert (len(track), track.analysis.fixes, len(track.believed)) == (FIXES, FIXES, FIXES)
        assert sum(len(item.xData) for item in pane.curve._drawn if isinstance(item, pg.PlotDataItem)) == FIXES
        page.until("yiping.layers.get('track').size", FIXES)
        page.settle()
        for second in np.random.default_rng(3).uniform(0, seconds[-1], 300):  # by time, between whichever fixes it lies
            playback.seek(MORNING.timestamp() + float(second))
            place = playback.trace.place(playback.at)[:2]  # type: ignore[union-attr]
            assert place == pytest.approx((np.interp(second, seconds, lon), np.interp(second, seconds, lat)), abs=2e-7)
        seen = f"Math.abs(yiping.state.playhead[0] - {place[0]}) + Math.abs(yiping.state.playhead[1] - {place[1]}) < 1e-9"
        page.until(seen)
    finally:
        caller.stop()
        disk.close()
        shelf.close()
