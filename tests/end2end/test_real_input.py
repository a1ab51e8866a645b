"""Real input from files to the screen: the cases of Pingshan, and a day of the taxis of Beijing."""

import json
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from console.app import Console
from console.desk import Desk
from console.settings import Settings
from tests.end2end.conftest import WAIT_MS
from tools.household import Household
from tools.real import PLACES, fill, serve
from wire.codes import Noun

pytestmark = [pytest.mark.real_data, pytest.mark.gui, pytest.mark.timeout(600)]
TAXI = PLACES["beijing"].unit


class Opened:
    """A console on a fresh backend into which a real place was imported; `end` closes both."""

    def __init__(self, qapp: QApplication, place: str, data: Path, home: Path) -> None:
        self.password = secrets.token_urlsafe(12)
        self.household = Household(home / "log")
        database = fill(home / "backend", PLACES[place], data, self.password)
        server = self.household.start("backend", serve(home / "backend", database), ready="ready")
        self.console = Console(qapp, Settings(server=server, user="dispatcher", password=self.password, state=home / "console"))
        self.console.start()

    @property
    def desk(self) -> Desk:
        assert self.console.desk is not None
        return self.console.desk

    def end(self) -> None:
        try:
            self.console.end()
            self.console.deleteLater()
        finally:
            self.household.end()


def opened(qtbot: QtBot, qapp: QApplication, place: str, data: Path, home: Path) -> Iterator[Opened]:
    made = Opened(qapp, place, data, home)
    try:
        qtbot.waitUntil(lambda: made.console.desk is not None and made.desk.hall.cursor is not None and made.desk.map.idle(), timeout=WAIT_MS)
        yield made
    finally:
        made.end()


@pytest.fixture
def pingshan(real_data: Path, qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    yield from opened(qtbot, qapp, "pingshan", real_data, tmp_path)


@pytest.fixture
def beijing(real_data: Path, qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    yield from opened(qtbot, qapp, "beijing", real_data, tmp_path)


def test_that_the_cases_of_a_real_district_fill_the_queue_the_map_and_a_card(qtbot: QtBot, pingshan: Opened) -> None:
    desk, hall = pingshan.desk, pingshan.desk.hall
    qtbot.waitUntil(lambda: len(hall.cases) == 9990, timeout=WAIT_MS)  # ten of the 10,000 have no place

    desk.map.show_overlay("closed", True)
    desk.queue.show_queue("CLOSED")
    qtbot.waitUntil(lambda: desk.queue.model.rowCount() == 9985, timeout=WAIT_MS)  # five were never closed
    qtbot.waitUntil(lambda: answer(qtbot, desk, "yiping.layers.get('cases').things.size") == 9990, timeout=WAIT_MS)

    desk.queue.table.setFocus()
    desk.queue.filter.setText("下水道堵塞")
    qtbot.waitUntil(lambda: 0 < desk.queue.model.rowCount() < 9985, timeout=WAIT_MS)
    desk.queue.table.go_to(0)
    qtbot.waitUntil(lambda: hall.selection.noun is Noun.CASE and (card := desk.card.card()) is not None and card.id == hall.selection.id)
    card = desk.card.card()
    assert card is not None
    assert card.case.address.startswith("坪山区")


def test_that_a_real_taxis_day_is_replayed_on_the_map(qtbot: QtBot, beijing: Opened) -> None:
    desk, playback = beijing.desk, beijing.desk.hall.playback
    qtbot.waitUntil(lambda: desk.hall.units.get(TAXI) is not None, timeout=WAIT_MS)
    desk.wall.show_pane("track")
    desk.track.choose_unit(TAXI)
    qtbot.waitUntil(lambda: playback.track is not None and desk.map.idle(), timeout=WAIT_MS)
    track = playback.track
    assert track is not None
    assert len(track) > 2000
    assert track.at[-1] - track.at[0] > 20 * 3600

    desk.track.open.setFocus()
    with qtbot.waitSignal(playback.opened, timeout=WAIT_MS):
        QTest.keyClick(desk.track.open, Qt.Key.Key_Space)
    began = playhead(qtbot, desk)

    speed(desk, "64×").click()
    desk.track.play.click()
    qtbot.waitUntil(lambda: playback.at - track.at[0] > 60, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: playhead(qtbot, desk) != began, timeout=WAIT_MS)
    desk.track.play.click()
    assert not playback.playing

    noon = float(track.at[0]) + 12 * 3600
    desk.track.curve.sought.emit(noon)
    assert playback.at == noon
    qtbot.waitUntil(lambda: playhead(qtbot, desk) == pytest.approx(list(track.place(noon)[:2])), timeout=WAIT_MS)


def speed(desk: Desk, text: str) -> QAbstractButton:
    return next(part for part in desk.track.findChildren(QAbstractButton) if part.text() == text)


def playhead(qtbot: QtBot, desk: Desk) -> list[float] | None:
    """Where the page of the map draws it: lon, lat."""
    place = answer(qtbot, desk, "JSON.stringify(yiping.state.playhead ?? null)")
    return json.loads(str(place))[:2] if place != "null" else None


def answer(qtbot: QtBot, desk: Desk, script: str) -> object:
    """What the page of the map says."""
    answers: list[object] = []
    desk.map.probe(script, answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=WAIT_MS)
    return answers[0]
