"""What 12345 passes on is heard by who answers it: when it comes, and when its deadline nears or is over."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.hall.annunciator import Event
from console.hall.hall import Hall
from console.hall.sounds import Rule, sounds
from console.hall.transfer_news import TransferNews
from console.widgets.annunciator import AnnunciatorPane
from console.widgets.sounder import Sounder
from tests.console import town
from tests.console.hotline_town import open_hotline, transfers
from wire.codes import Noun, Role, TransferState

pytestmark = pytest.mark.gui


def listening(hall: Hall, *roles: Role) -> list[Event]:
    """What is told from now on."""
    hall.me = town.user(*roles)
    news, events = TransferNews(hall, hall), list[Event]()
    news.told.connect(events.extend)
    hall.refreshed.emit()
    return events


def at(hall: Hall, minutes: float) -> None:
    hall.clock.set(town.NOW + timedelta(minutes=minutes))
    hall.clock.ticked.emit(hall.clock.now())


def test_that_what_comes_and_what_becomes_late_is_told_once(hall: Hall) -> None:
    open_hotline(hall)
    events = listening(hall, Role.ACCEPTOR)
    at(hall, 0)
    assert events == [], "what was there is no news"
    like = transfers()[1]
    new = msgspec.structs.replace(like, id="t-9", title="井盖丢失", received_at=town.NOW, due_at=town.NOW + timedelta(minutes=100))
    hall.transfers.put([new])
    for minutes in (1, 79, 81, 90, 99, 101, 102):
        at(hall, minutes)
    told = [(event.rule, event.place, event.noun) for event in events if event.case_id == "t-9"]
    assert told == [(rule, "井盖丢失", Noun.TRANSFER) for rule in (Rule.TRANSFER, Rule.YELLOW, Rule.RED)]
    events.clear()
    hall.transfers.put([msgspec.structs.replace(new, version=2, state=TransferState.REPLIED, replied_at=hall.clock.now())])
    at(hall, 110)
    assert events == []


def test_that_who_answers_none_hears_none(hall: Hall) -> None:
    open_hotline(hall)
    events = listening(hall, Role.DISPATCHER)
    hall.transfers.put([msgspec.structs.replace(transfers()[1], id="t-9")])
    at(hall, 2000)
    assert events == []


def test_that_a_line_leads_to_its_transfer(hall: Hall, show: Callable[..., AnnunciatorPane], qtbot: QtBot) -> None:
    pane = show(AnnunciatorPane(hall, sounds(), Sounder(hall)), 600, 240)
    pane.hear([Event(Rule.TRANSFER, "t-9", "井盖丢失", None, Noun.TRANSFER)])
    assert next(pane.text(line) for line in pane.annunciator.lines) == "12345转办 · 井盖丢失 1 件"
    pane.list.setCurrentRow(0)
    with qtbot.waitSignal(pane.transfer_opened) as opened:
        QTest.keyClick(pane.list, Qt.Key.Key_Return)
    assert opened.args == ["t-9"]
    assert pane.list.count() == 0
