"""The history pane: pages come while one scrolls, filters are chips, hits stand out, and no answer to an older question is shown."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.history import PER_PAGE, History, Saved, Search
from console.widgets.case.card import Card
from console.widgets.history.model import Column
from console.widgets.history.pane import HistoryPane
from console.widgets.history.row import hits
from tests.console import town
from wire.case_filter import CaseFilter, CaseSort
from wire.cases import Case, CasePage
from wire.codes import Kind, Noun, Status
from wire.problem import Problem

pytestmark = pytest.mark.gui


class Past:
    """Answers as the backend would, when it is told to."""

    def __init__(self, history: History, hall: Hall, count: int) -> None:
        self.history, self.hall = history, hall
        self.cases = [msgspec.structs.replace(case, id=f"old{n}", number=f"{n:019}") for n, case in enumerate(_many(count))]
        self.asked: list[tuple[int, CaseFilter]] = []
        history.wanted.connect(lambda number, wanted: self.asked.append((number, wanted)))

    def answer(self, place: int = -1) -> None:
        number, wanted = self.asked[place]
        start = int(wanted.cursor or 0)
        end = start + wanted.limit
        page = CasePage(cases=self.cases[start:end], total=len(self.cases), next=str(end) if end < len(self.cases) else None)
        self.history.take(number, page, self.hall.clock.now())


def _many(count: int) -> list[Case]:
    return town.cases(count)[:count]


@pytest.fixture
def pane(show: Callable[..., QWidget], hall: Hall) -> HistoryPane:
    history = History(hall)
    made = HistoryPane(hall, history)
    made.past = Past(history, hall, 3 * PER_PAGE + 7)  # type: ignore[attr-defined]
    show(made, 1200, 420)
    return made


@pytest.fixture
def past(pane: HistoryPane) -> Past:
    found: Past = pane.past  # type: ignore[attr-defined]
    pane.seek(Search())
    found.answer()
    return found


def actions(menu: QMenu) -> dict[str, QAction]:
    """Every action of a menu and those under it, by its text."""
    found: dict[str, QAction] = {}
    for action in menu.actions():
        under = action.menu()
        found |= actions(under) if isinstance(under, QMenu) else {action.text(): action}
    return found


def test_that_pages_come_while_one_scrolls_and_none_twice(pane: HistoryPane, past: Past) -> None:
    assert pane.model.rowCount() == PER_PAGE
    for page in (2, 3):
        pane.table.scrollToBottom()
        pane.table.scrollToBottom()
        assert len(past.asked) == page
        past.answer()
        assert pane.model.rowCount() == page * PER_PAGE
    pane.table.scrollToBottom()
    past.answer()
    pane.table.scrollToBottom()
    assert (pane.model.rowCount(), len(past.asked)) == (len(past.cases), 4)
    assert [pane.model.case(row) for row in range(len(past.cases))] == past.cases


def test_that_the_answer_to_an_older_question_is_not_shown(pane: HistoryPane, past: Past) -> None:
    pane.narrow(text="井盖")
    pane.narrow(text="路灯")
    past.answer(-2)
    assert pane.model.rowCount() == PER_PAGE
    past.cases = past.cases[:3]
    past.answer(-1)
    assert pane.model.rowCount() == 3


def test_that_typing_asks_once_and_at_once_with_enter(pane: HistoryPane, past: Past) -> None:
    pane.text.setFocus()
    QTest.keyClicks(pane.text, "abc")
    assert len(past.asked) == 1
    QTest.keyClick(pane.text, Qt.Key.Key_Return)
    assert [wanted.text for _, wanted in past.asked] == ["", "abc"]
    assert pane.table.hasFocus()


def test_that_filters_are_chips_that_can_be_taken_away(pane: HistoryPane, past: Past, hall: Hall) -> None:
    kind, code = next(iter(hall.classes))
    pane.seek(Search(filter=CaseFilter(status=[Status.CLOSED, Status.VOIDED], kind=Kind(kind), class_code=code, urgent=True), days=7))
    assert [chip.says for chip in pane.chips.chips] == [
        "状态 · 已结案",
        "状态 · 已作废",
        f"小类 · {hall.classes[kind, code].name}",
        "上报时间 · 近7天",
        "紧急",
    ]
    asked = past.asked[-1][1]
    assert asked.reported_from is not None
    assert hall.clock.now() - asked.reported_from < timedelta(days=7)
    pane.chips.findChildren(QPushButton)[0].click()
    assert pane._history.search.filter.status == [Status.VOIDED]
    pane.table.setFocus()
    QTest.keyClick(pane.table, Qt.Key.Key_Backspace)
    assert pane._history.search.filter.urgent is None
    assert past.asked[-1][1].cursor is None


def test_that_the_menu_sets_takes_away_and_orders(pane: HistoryPane, past: Past) -> None:
    for text in ("已结案", "有返工", "最早结案在前", "近30天"):
        pane.sieve.build()
        actions(pane.sieve)[text].trigger()
    search = pane._history.search
    assert (search.filter.status, search.filter.rework, search.days) == ([Status.CLOSED], True, 30)
    assert (search.filter.sort, search.filter.ascending) == (CaseSort.CLOSED, True)
    for text in ("已结案", "有返工", "近30天"):
        pane.sieve.build()
        assert actions(pane.sieve)[text].isChecked()
        actions(pane.sieve)[text].trigger()
    assert pane._history.search == Search(filter=CaseFilter(sort=CaseSort.CLOSED, ascending=True))


def test_that_a_span_of_days_has_both_its_days(pane: HistoryPane, past: Past, hall: Hall) -> None:
    pane.span.ask("closed", hall.clock.now())
    pane.span.last.setDate(pane.span.first.date())
    pane.span.done_button.click()
    wanted = past.asked[-1][1]
    assert wanted.closed_from is not None
    assert wanted.closed_to == wanted.closed_from + timedelta(days=1)
    pane.span.ask("closed", hall.clock.now())
    pane.span.last.setDate(pane.span.first.date().addDays(-1))
    pane.span.done_button.click()
    assert "晚于" in pane.span.error.text()
    pane.span.close_button.click()


def test_that_a_search_is_kept_under_a_name_and_forgotten(pane: HistoryPane, past: Past) -> None:
    kept: list[list[Saved]] = []
    pane.saved.connect(kept.append)
    pane.narrow(text="井盖", status=[Status.CLOSED])
    pane.names.named.emit("旧井盖")
    assert kept[-1] == [Saved(name="旧井盖", search=pane._history.search)]
    assert msgspec.json.decode(msgspec.json.encode(kept[-1]), type=list[Saved]) == kept[-1]
    pane.seek(Search())
    pane.names.build()
    actions(pane.names)["&1  旧井盖"].trigger()
    assert (pane.text.text(), past.asked[-1][1].status) == ("井盖", [Status.CLOSED])
    pane.names.build()
    actions(pane.names)["旧井盖"].trigger()
    assert kept[-1] == []


def test_that_the_keys_of_a_row_open_it_and_show_where_it_is(pane: HistoryPane, past: Past, hall: Hall) -> None:
    opened: list[str] = []
    located: list[tuple[float, float]] = []
    pane.opened.connect(opened.append)
    pane.located.connect(lambda *place: located.append(place))
    pane.table.setFocus()
    pane.table.go_to(4)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_M):
        QTest.keyClick(pane.table, key)
    case = past.cases[4]
    assert (opened, located) == ([case.id], [(case.lon, case.lat)])
    assert (hall.selection.noun, hall.selection.id) == (Noun.CASE, case.id)


def test_that_what_could_not_be_searched_is_said_and_what_was_there_stays(pane: HistoryPane, past: Past) -> None:
    pane.narrow(text="井盖")
    number, _ = past.asked[-1]
    past.history.take(number, Problem(code="unreachable", title="", status=0, detail="no way"), pane._hall.clock.now())
    assert pane.model.rowCount() == PER_PAGE
    assert pane.fault.isVisible()
    pane.again.click()
    past.answer()
    assert not pane.fault.isVisible()


def test_that_a_case_that_changes_is_shown_as_it_is_now(pane: HistoryPane, past: Past, hall: Hall) -> None:
    case = past.cases[0]
    hall.cases.put([msgspec.structs.replace(case, version=case.version + 1, address="新地址")])
    assert pane.model.index(0, Column.ADDRESS).data() == "新地址"


def test_that_hits_are_found_in_any_case_and_in_order() -> None:
    assert hits("路灯ABC路灯", ["路灯", "abc"]) == [(0, 2), (5, 7), (2, 5)]
    assert hits("什么也没有", ["路灯"]) == []


def test_that_the_card_of_a_case_that_the_hall_does_not_have_is_fetched(hall: Hall, show: Callable[..., QWidget]) -> None:
    card = Card(hall)
    wanted: list[str] = []
    card.card_wanted.connect(wanted.append)
    show(card, 480, 600)
    old = msgspec.structs.replace(next(iter(hall.cases)), id="long-ago", number="1408022019010100001")
    hall.selection.set(Noun.CASE, old.id)
    assert wanted == [old.id]
    assert card._nothing.text() == "正在取案件…"
    hall.failures.note(Wanted.CARD, old.id, Problem(code="unreachable", title="", status=0, detail="no way"))
    assert "不可达" in card._nothing.text()
    hall.failures.clear(Wanted.CARD, old.id)
    hall.cards.put([town.card(old)])
    assert (card.case(), card._nothing.isVisible()) == (old, False)
