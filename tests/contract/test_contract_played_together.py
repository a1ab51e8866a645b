"""All units, or a team larger than an address holds, go beside a track: from the pane's menu over the real backend to the map."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backend.fixes import writing
from backend.rules import units
from backend.session import SYSTEM
from console.actions import Actions
from console.api.units import MOST_IDS
from console.hall.disk import Disk
from console.hall.hall import Hall
from console.wall.wall import Wall
from console.widgets.track.pane import TrackPane
from console.workers.caller import Caller
from console.workers.outbox import Outbox
from console.workers.shelf import Shelf
from tests.backend.tracked import trips
from tests.backends import Backend
from tests.console.map_page import MapPage
from tests.contract.conftest import ApiOf
from wire.codes import Role, UnitKind
from wire.units import UnitOrder

MATES, OTHERS, MINUTES = MOST_IDS + 5, 10, 20
MORNING = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=2)


@pytest.mark.gui
def test_that_a_large_team_and_all_units_are_played_beside_a_track(
    qtbot: QtBot, backend: Backend, api_of: ApiOf, tmp_path: Path, dressed: None
) -> None:
    """The team has more ids than one address holds."""
    with backend.database.write(SYSTEM) as work:
        kinds = [UnitKind.INSPECTOR] * MATES + [UnitKind.TRUCK] * OTHERS
        for number, kind in enumerate(kinds):
            units.put(work, UnitOrder(id=f"u{number}", code=f"c{number}", kind=kind, name=f"u{number}", team="一班" if number < MATES else ""))
        numbers = [units.row_of(work, f"u{number}").number for number in range(len(kinds))]
        writing.keep(work, trips(numbers, round(MORNING.timestamp() * 1000), MINUTES, seed=5))
    api = api_of(Role.DISPATCHER)
    hall, caller = Hall(api.me()), Caller(api)
    hall.units.put(api.units())
    disk, shelf = Disk(tmp_path / "hall.sqlite"), Shelf(tmp_path / "outbox.sqlite")
    wall = Wall(lambda: None, lambda body: None)
    qtbot.addWidget(wall)
    actions = Actions(hall, caller, Outbox(api, shelf), disk, wall)
    pane, page, playback = TrackPane(hall), MapPage(qtbot, hall), hall.playback
    qtbot.addWidget(pane)
    pane.beside.wanted.connect(actions.load_beside)
    try:
        for unit_id in ("u1", "u2", "u0"):  # whichever comes last
            actions.load_track(unit_id, MORNING, MORNING + timedelta(hours=1))
        qtbot.waitUntil(lambda: not caller._open, timeout=60_000)
        QApplication.processEvents()
        assert playback.track is not None
        assert playback.track.unit_id == "u0"
        pane.beside.menu.aboutToShow.emit()
        team, everybody = _offered(pane, "同班组"), _offered(pane, "全部人员车辆")
        assert (team.text(), everybody.text()) == (f"同班组 {MATES - 1}", f"全部人员车辆 {len(kinds)}")
        for action, count in ((team, MATES - 1), (everybody, len(kinds) - 1)):
            action.trigger()
            qtbot.waitUntil(lambda count=count: len(playback.beside) == count, timeout=60_000)  # type: ignore[misc]
            page.until("yiping.layers.get('beside').size", count)
            assert "u0" not in playback.beside.unit_ids
        pane.beside.menu.aboutToShow.emit()
        team, everybody, none = (_offered(pane, begins) for begins in ("同班组", "全部人员车辆", "不显示"))
        for unwanted, wanted, count in ((everybody, team, MATES - 1), (team, none, 0), (team, everybody, len(kinds) - 1)):
            unwanted.trigger()  # it comes as well, sooner or later, and is not shown
            wanted.trigger()
            qtbot.waitUntil(lambda: not caller._open, timeout=60_000)
            QApplication.processEvents()
            assert len(playback.beside) == count
        alone = {"kinds": list(UnitKind)}
        assert len(playback.beside.at) + len(playback.track or ()) == api.tracks_together(MORNING, MORNING + timedelta(hours=1), **alone).num_rows
        pane.speeds.tabs[600].click()
        pane.play.click()
        qtbot.waitUntil(lambda: not playback.playing, timeout=60_000)  # twenty minutes in two seconds
        bounds = playback.bounds()
        assert bounds is not None
        assert playback.at == bounds[1]
        page.until("yiping.state.playhead[3]", playback.at)
    finally:
        caller.stop()
        disk.close()
        shelf.close()


def _offered(pane: TrackPane, begins: str) -> QAction:
    return next(action for action in pane.beside.menu.actions() if action.text().startswith(begins))
