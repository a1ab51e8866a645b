"""The case queue on a Hall that lives."""

import random
from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from console import words
from console.hall.hall import Hall
from console.hall.queues import ENDED
from console.hall.receipts import Receipt, ReceiptState
from console.widgets import theme
from console.widgets.queue.cells import Column
from console.widgets.queue.pane import Queue
from tests.console import town
from wire.codes import Noun, Status

pytestmark = pytest.mark.gui


@pytest.fixture
def queue(hall: Hall, show: Callable[..., Queue]) -> Queue:
    return everything(show(Queue(hall)))


def everything(queue: Queue) -> Queue:
    """All open cases, instead of those that wait for this post."""
    queue.show_queue("OPEN")
    return queue


def shown(queue: Queue) -> list[str]:
    return [queue.model.case(row).id for row in range(queue.model.rowCount())]  # type: ignore[union-attr]


def changed(hall: Hall, id: str, **different: object) -> None:
    case = hall.cases.get(id)
    assert case is not None
    hall.cases.put([msgspec.structs.replace(case, version=case.version + 1, **different)])


def test_that_the_most_overdue_case_stands_first(queue: Queue, hall: Hall) -> None:
    first = hall.cases.get(shown(queue)[0])
    overdue = [case for case in hall.cases if case.deadline_at and not case.disposed_at and case.status not in ENDED]
    assert first == min(overdue, key=lambda case: case.deadline_at or town.NOW)
    assert queue.model.index(0, Column.LEFT).data().startswith("+")


def test_that_the_chosen_row_stays_whole_in_sight_in_a_smaller_pane(queue: Queue, qtbot: QtBot) -> None:
    rows = queue.table.viewport().height() // queue.table.rowHeight(0)
    queue.table.selectRow(rows - 1)
    queue.resize(queue.width(), queue.height() - 100)
    qtbot.wait(1)
    chosen = queue.table.visualRect(queue.table.currentIndex())
    assert queue.table.viewport().rect().contains(chosen)


def test_that_the_tabs_count_and_filter(queue: Queue, hall: Hall) -> None:
    queue.show_queue("DISPATCH")
    waiting = {case.id for case in hall.cases if case.status is Status.PENDING_DISPATCH}
    assert set(shown(queue)) == waiting
    assert (queue.bar.tabs["DISPATCH"].name(), queue.bar.tabs["DISPATCH"].total) == ("待派遣", len(waiting))


def test_that_the_filter_finds_by_address_class_and_number(queue: Queue, hall: Hall) -> None:
    case = hall.cases.get(shown(queue)[5])
    assert case is not None
    QTest.keyClicks(queue.filter, words.number_short(case.number)[-5:])
    assert case.id in shown(queue)
    queue.filter.setText("雨水 瑞祥")
    assert shown(queue)
    for id in shown(queue):
        found = hall.cases.get(id)
        assert found is not None
        assert found.class_code == "0104"
        assert "瑞祥" in found.address
    queue.filter.setText("rain grate")
    assert len(shown(queue)) >= 1


def test_that_a_change_moves_one_row_and_resets_nothing(queue: Queue, hall: Hall, qtbot: QtBot) -> None:
    resets: list[None] = []
    queue.model.modelReset.connect(lambda: resets.append(None))
    queue.show_queue("DISPATCH")
    resets.clear()
    id, before = shown(queue)[3], queue.model.rowCount()
    with qtbot.waitSignal(queue.model.rowsRemoved):
        changed(hall, id, status=Status.PENDING_DISPOSAL)
    assert id not in shown(queue)
    assert queue.model.rowCount() == before - 1
    with qtbot.waitSignal(queue.model.rowsInserted):
        changed(hall, id, status=Status.PENDING_DISPATCH)
    assert id in shown(queue)
    assert resets == []


def test_that_many_random_changes_leave_what_a_new_queue_would_show(queue: Queue, hall: Hall, show: Callable[..., Queue]) -> None:
    tester = QAbstractItemModelTester(queue.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    chance = random.Random(4)
    for step in range(60):
        number = chance.randint(1, 320)
        hall.cases.put([town.case(number, chance.choice(town.TRAVELLED), chance, version=step + 2)])
        if chance.random() < 0.2:
            hall.cases.put([], gone=[f"c-{chance.randint(1, 320)}"])
    assert shown(queue) == shown(everything(show(Queue(hall))))
    tester.deleteLater()


def test_that_the_chosen_row_is_the_selection_of_the_hall(queue: Queue, hall: Hall) -> None:
    QTest.mouseClick(queue.table.viewport(), Qt.MouseButton.LeftButton, pos=queue.table.visualRect(queue.model.index(2, Column.ADDRESS)).center())
    assert (hall.selection.noun, hall.selection.id) == (Noun.CASE, shown(queue)[2])
    hall.selection.set(Noun.CASE, shown(queue)[7])
    assert queue.table.currentIndex().row() == 7
    hall.selection.set(Noun.UNIT, "n-1")
    assert not queue.table.selectionModel().hasSelection()


@pytest.mark.parametrize("happens", ["anew", "focus", "arrival", "queue", "order", "gone"])
def test_that_nothing_is_selected_that_no_hand_has_chosen(queue: Queue, hall: Hall, happens: str) -> None:
    told: list[object] = []
    hall.selection.changed.connect(lambda *thing: told.append(thing))
    queue.filter.setFocus()
    {
        "anew": queue.model.rebuild,
        "focus": lambda: (queue.table.setFocus(), queue.filter.setFocus(), queue.table.setFocus()),
        "arrival": lambda: (queue.table.setFocus(), hall.cases.put([town.case(999, Status.PENDING_DISPATCH, random.Random(1))])),
        "queue": lambda: (queue.table.setFocus(), queue.show_queue("DISPATCH")),
        "order": lambda: (queue.table.setFocus(), queue.table.sortByColumn(Column.REPORTED, Qt.SortOrder.DescendingOrder)),
        "gone": lambda: (queue.table.setFocus(), hall.cases.put([], gone=[shown(queue)[0]])),
    }[happens]()
    QApplication.processEvents()
    assert told == []
    assert not queue.table.currentIndex().isValid()


def test_that_a_key_takes_no_step_where_nobody_has_gone(queue: Queue, hall: Hall) -> None:
    told: list[str] = []
    queue.dispatch_wanted.connect(told.append)
    queue.filter.setFocus()
    queue.table.setFocus()
    QTest.keyClick(queue.table, Qt.Key.Key_D)
    assert told == []
    QTest.keyClick(queue.table, Qt.Key.Key_Down)
    assert hall.selection.id == shown(queue)[0]
    QTest.keyClick(queue.table, Qt.Key.Key_D)
    assert told == [shown(queue)[0]]


def test_that_a_row_is_chosen_again_after_something_else_was(queue: Queue, hall: Hall) -> None:
    repeated: list[None] = []
    hall.selection.repeated.connect(lambda: repeated.append(None))
    place = queue.table.visualRect(queue.model.index(2, Column.ADDRESS)).center()
    QTest.mouseClick(queue.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    hall.selection.set(Noun.UNIT, "n-1")
    QTest.mouseClick(queue.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (hall.selection.noun, hall.selection.id) == (Noun.CASE, shown(queue)[2])
    assert repeated == []
    QTest.mouseClick(queue.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(repeated) == 1


def test_that_the_selection_follows_its_case_when_rows_move(queue: Queue, hall: Hall) -> None:
    id = shown(queue)[6]
    hall.selection.set(Noun.CASE, id)
    hall.cases.put([], gone=[shown(queue)[1]])
    assert hall.selection.id == id
    assert queue.table.currentIndex().row() == queue.model.row(id) == 5


def test_that_the_selection_stays_with_a_case_that_somebody_else_moves_on(queue: Queue, hall: Hall) -> None:
    id = shown(queue)[6]
    hall.selection.set(Noun.CASE, id)
    hall.cases.put([], gone=[id])
    assert hall.selection.id == id
    assert not queue.table.selectionModel().hasSelection()


def test_that_a_row_that_is_not_selected_in_the_hall_takes_nothing_with_it(queue: Queue, hall: Hall) -> None:
    """A case of another queue is open, and the row where the keyboard was last is gone."""
    row = shown(queue)[6]
    hall.selection.set(Noun.CASE, row)
    hall.selection.set(Noun.UNIT, "n-1")
    hall.cases.put([], gone=[row])
    assert (hall.selection.noun, hall.selection.id) == (Noun.UNIT, "n-1")


def test_that_the_next_case_is_selected_after_one_that_we_have_seen_to(queue: Queue, hall: Hall) -> None:
    id, following = shown(queue)[6:8]
    hall.selection.set(Noun.CASE, id)
    hall.receipts.put([Receipt(id="k-1", version=1, verb="CASE.ACCEPT", subject=id, state=ReceiptState.STORED, at=town.NOW)])
    hall.cases.put([], gone=[id])
    assert hall.selection.id == following
    assert queue.table.currentIndex().row() == 6


def test_that_the_selection_goes_with_a_case_that_only_moves(queue: Queue, hall: Hall) -> None:
    id = shown(queue)[6]
    hall.selection.set(Noun.CASE, id)
    hall.receipts.put([Receipt(id="k-1", version=1, verb="CASE.DISPATCH", subject=id, state=ReceiptState.STORED, at=town.NOW)])
    changed(hall, id, deadline_at=town.NOW - timedelta(days=30), yellow_at=town.NOW - timedelta(days=31))
    assert queue.model.row(id) == 0
    assert hall.selection.id == id
    assert queue.table.currentIndex().row() == 0
    assert queue.table.selectionModel().hasSelection()


def test_that_the_frame_is_told_how_many_of_what_is_shown_are_overdue(queue: Queue, hall: Hall, qtbot: QtBot) -> None:
    for each in queue.model.queues:
        with qtbot.waitSignal(queue.told) as told:
            queue.show_queue(each)
        late = queue.model.tally.red(each, town.NOW)
        assert (f"超时 {late}" in told.args[1]) == (late > 0)
    assert any(queue.model.tally.red(each, town.NOW) for each in queue.model.queues)


def test_that_the_selection_survives_another_order(queue: Queue, hall: Hall) -> None:
    id = shown(queue)[6]
    hall.selection.set(Noun.CASE, id)
    queue.table.sortByColumn(Column.NUMBER, Qt.SortOrder.DescendingOrder)
    numbers = [hall.cases.get(each).number for each in shown(queue)]  # type: ignore[union-attr]
    assert numbers == sorted(numbers, reverse=True)
    assert hall.selection.id == id
    assert queue.table.currentIndex().row() == queue.model.row(id)


def test_that_keys_open_dispatch_locate_and_filter(queue: Queue, qtbot: QtBot) -> None:
    queue.table.setFocus()
    QTest.keyClick(queue.table, Qt.Key.Key_Down)
    QTest.keyClick(queue.table, Qt.Key.Key_Down)
    id = shown(queue)[queue.table.currentIndex().row()]
    for key, signal in ((Qt.Key.Key_Return, queue.opened), (Qt.Key.Key_D, queue.dispatch_wanted), (Qt.Key.Key_M, queue.located)):
        with qtbot.waitSignal(signal) as emitted:
            QTest.keyClick(queue.table, key)
        assert emitted.args == [id]
    QTest.keyClick(queue.table, Qt.Key.Key_3)
    assert queue.model.queue.id == "REQUESTS"
    QTest.keyClick(queue.table, Qt.Key.Key_Slash)
    qtbot.waitUntil(queue.filter.hasFocus)
    QTest.keyClicks(queue.filter, "xyz")
    QTest.keyClick(queue.filter, Qt.Key.Key_Escape)
    assert queue.filter.text() == ""
    assert queue.table.hasFocus()


def test_that_new_rows_fade_in_and_the_fading_ends(queue: Queue, hall: Hall, qtbot: QtBot) -> None:
    hall.cases.put([town.case(900, Status.REPORTED, random.Random(1))])
    assert queue.model.newness("c-900", 60) > 0
    qtbot.waitUntil(lambda: not queue._fade.isActive())
    assert queue.model.newness("c-900", 0.3) == 0


def test_that_a_hundred_thousand_cases_are_taken_while_the_window_lives(hall: Hall, show: Callable[..., Queue], qtbot: QtBot) -> None:
    queue = everything(show(Queue(hall)))
    with qtbot.waitSignal(queue.model.modelReset, timeout=60_000):
        hall.cases.replace([case for case in town.cases(116_000) if case.status is not Status.CLOSED][:100_000])
        hall.cases.put([town.case(200_000, Status.REPORTED, random.Random(1))])
    assert sum(queue.model.tally.count(id) for id in ("OPEN", "CLOSED")) == 100_001
    assert queue.model.row("c-200000") >= 0
    assert queue.model.rowCount() == queue.model.tally.count("OPEN")


def test_that_what_is_sought_while_all_is_taken_anew_is_what_is_shown(hall: Hall, show: Callable[..., Queue], qtbot: QtBot) -> None:
    hall.cases.replace(town.cases(9_000))
    queue = everything(show(Queue(hall)))
    queue.filter.setText("路灯")
    queue.show_queue("WORK")
    queue.model.sort(Column.NUMBER, Qt.SortOrder.DescendingOrder)
    changed(hall, "c-17", address="路灯街 1 号", status=Status.DISPOSING)
    qtbot.waitUntil(lambda: queue.model.row("c-17") >= 0)
    found = [queue.model.case(row) for row in range(queue.model.rowCount())]
    numbers = [case.number for case in found if case]
    assert numbers == sorted(numbers, reverse=True)
    lamps = {code for (_, code), small in hall.classes.items() if "路灯" in small.name}
    sought = {
        case.id
        for case in hall.cases
        if case.status in (Status.PENDING_DISPOSAL, Status.DISPOSING) and (case.class_code in lamps or "路灯" in case.address)
    }
    assert {case.id for case in found if case} == sought
    assert len(sought) > 50


def test_that_what_was_closed_last_stands_first(queue: Queue, hall: Hall) -> None:
    queue.show_queue("CLOSED")
    changed(hall, shown(queue)[-1], status=Status.VOIDED, status_at=town.NOW, closed_at=None)
    cases = [hall.cases.get(id) for id in shown(queue)]
    ends = [case.closed_at or case.status_at for case in cases if case]
    assert len(ends) > 10
    assert ends == sorted(ends, reverse=True)


def test_that_the_frame_is_told_scope_and_count(queue: Queue, qtbot: QtBot) -> None:
    with qtbot.waitSignal(queue.told) as told:
        queue.filter.setText("路灯")
    scope, count, rows = told.args
    assert "路灯" in scope
    assert str(rows) in count
    assert rows == queue.model.rowCount()


@pytest.mark.parametrize("width", [328, 460, 560, 800])
def test_that_the_queues_stand_beside_each_other_and_say_their_names_whole(queue: Queue, qtbot: QtBot, width: int) -> None:
    queue.resize(width, 400)
    qtbot.waitUntil(lambda: queue.width() == width)
    tabs = list(queue.bar.tabs.values())
    assert not any(one.geometry().intersects(other.geometry()) for one in tabs for other in tabs if one is not other)
    metrics = QFontMetrics(theme.font("small"))
    assert all(metrics.horizontalAdvance(tab.name()) <= tab.width() - 26 for tab in tabs)
    assert queue.bar.height() == max(tab.geometry().bottom() for tab in tabs) + 1


def test_that_queues_that_were_narrow_for_a_moment_keep_no_window_high(queue: Queue) -> None:
    """While a wall is laid out, a dock may be as narrow as one cell."""
    least = queue.minimumSizeHint().height()
    queue.bar.resize(100, 40)
    QApplication.processEvents()
    assert queue.minimumSizeHint().height() == least


@pytest.mark.parametrize("narrow", [True, False])
def test_that_a_supervised_case_has_its_word_beside_its_flag(queue: Queue, hall: Hall, narrow: bool) -> None:
    queue.model.narrow = narrow
    id = shown(queue)[3]
    aside = queue.model.said(3, Column.CLASS).aside
    assert "督办" not in aside
    before = lamp_of(queue, id)
    changed(hall, id, supervised=True)
    row = queue.model.row(id)
    assert queue.model.said(row, Column.CLASS).aside == " · ".join(filter(None, ["督办1级", aside]))
    assert lamp_of(queue, id) != before


def lamp_of(queue: Queue, id: str) -> QImage:
    """The first cell of a case as it is painted, without what fades in."""
    index = queue.model.index(queue.model.row(id), Column.LAMP)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 40, 44)
    picture = QImage(option.rect.size(), QImage.Format.Format_RGB32)
    picture.fill(0)
    painter = QPainter(picture)
    queue.table.itemDelegate().paint(painter, option, index)
    painter.end()
    return picture
