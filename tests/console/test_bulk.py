"""One step for hundreds of cases: looked up a few at a time, given up at any time, followed to the end, each refusal with its case."""

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.offers import AT_ONCE, TRIES, Offers
from console.hall.receipts import Receipt, ReceiptState
from console.widgets.case.bulk import MANY, Bulk
from console.widgets.queue.pane import Queue
from tests.console.made import AT, a_case, card_of
from wire.cases import Case, DispatchOrder, Offer, Suggestion
from wire.codes import Noun, Verb
from wire.problem import Problem

pytestmark = pytest.mark.gui
COUNT = 300
OFFERS = [Offer(verb=Verb.SEND_CHECK, needs=[]), Offer(verb=Verb.REWORK, needs=["note"])]
GONE = Problem(status=404, code="unknown_case", title="Not Found", detail="There is no such case.")
AWAY = Problem(status=0, code="unreachable", title="unreachable", detail="")


@pytest.fixture
def ids(hall: Hall) -> list[str]:
    made = [a_case(f"many-{at:03}") for at in range(COUNT)]
    hall.cases.put(made)
    return [case.id for case in made]


def answer(hall: Hall, *ids: str) -> None:
    """As the backend does."""
    for id in ids:
        case = hall.cases.get(id)
        assert case is not None
        hall.take_card(msgspec.structs.replace(card_of(case), offers=OFFERS))


class Asked(list[str]):
    def __init__(self, offers: Offers) -> None:
        super().__init__()
        offers.wanted.connect(self.append)

    def take(self) -> list[str]:
        """Those since the last time."""
        found = list(self)
        self.clear()
        return found


def moved_on(case: Case | None) -> Case:
    assert case is not None
    return msgspec.structs.replace(case, version=case.version + 1)


def test_that_a_few_are_asked_for_at_a_time_until_all_are_known(hall: Hall, ids: list[str]) -> None:
    offers = Offers(hall, hall)
    asked, all_asked = Asked(offers), list[str]()
    offers.take(ids)
    while offers.is_looking:
        now = asked.take()
        assert 0 < len(now) <= AT_ONCE
        all_asked += now
        answer(hall, *now)
    assert (all_asked, offers.known, offers.is_whole) == (ids, COUNT, True)
    # Again: what comes says the same as before, and the next ones are asked for all the same.
    offers.take(ids)
    while now := asked.take():
        answer(hall, *now)
    assert not offers.is_looking


def test_that_what_cannot_be_had_is_known_to_be_so_and_what_has_moved_on_is_asked_for_again(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, hall: Hall, ids: list[str]
) -> None:
    monkeypatch.setattr("console.hall.offers.AGAIN_MS", 0)
    offers = Offers(hall, hall)
    asked = Asked(offers)
    offers.take(ids[:3])
    hall.failures.note(Wanted.CARD, ids[0], GONE)
    answer(hall, *ids[1:3])
    assert (offers.is_whole, offers.known, offers.missed) == (True, 2, {ids[0]: GONE})
    assert asked.take() == ids[:3]
    hall.cases.put([moved_on(hall.cases.get(ids[1]))])
    assert (asked.take(), offers.known, offers.card(ids[1])) == ([ids[1]], 1, None)
    answer(hall, ids[1])
    assert offers.is_whole
    hall.cases.put([moved_on(hall.cases.get(ids[1]))])
    for tried in range(1, TRIES + 1):
        qtbot.waitUntil(lambda tried=tried: len(asked) == tried)
        hall.failures.note(Wanted.CARD, ids[1], AWAY)
    assert (asked.take(), offers.is_looking) == ([ids[1]] * TRIES, False), "nobody asks for ever"
    assert offers.is_whole


def test_that_a_card_that_was_known_and_is_not_given_any_more_counts_once(hall: Hall, ids: list[str]) -> None:
    offers = Offers(hall, hall)
    answer(hall, ids[0])
    offers.take(ids[:3])
    answer(hall, *ids[1:3])
    hall.failures.note(Wanted.CARD, ids[0], GONE)
    assert (offers.known, set(offers.missed), offers.is_whole, offers.card(ids[0])) == (2, {ids[0]}, True, None)
    answer(hall, ids[0])
    assert (offers.known, offers.missed, offers.is_whole) == (3, {}, True)


def test_that_what_failed_before_the_backend_was_known_to_be_away_is_asked_for_when_it_is_back(hall: Hall, ids: list[str]) -> None:
    offers = Offers(hall, hall)
    asked = Asked(offers)
    hall.link.heard()
    offers.take(ids[:AT_ONCE])
    for _ in range(TRIES):
        for id in asked.take():
            hall.failures.note(Wanted.CARD, id, AWAY)
    assert (offers.missed, offers.is_looking) == ({}, True), "not all tries within a moment"
    hall.link.lost("unreachable")
    hall.link.heard()
    assert sorted(asked.take()) == ids[:AT_ONCE]


def test_that_what_was_given_up_because_nobody_answered_is_asked_for_when_the_backend_is_back(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, hall: Hall, ids: list[str]
) -> None:
    monkeypatch.setattr("console.hall.offers.AGAIN_MS", 0)
    offers = Offers(hall, hall)
    asked = Asked(offers)
    hall.link.heard()
    offers.take(ids[:1])
    for tried in range(1, TRIES + 1):
        qtbot.waitUntil(lambda tried=tried: len(asked) == tried)
        hall.failures.note(Wanted.CARD, ids[0], AWAY)
    assert offers.missed == {ids[0]: AWAY}
    hall.link.lost("unreachable")
    hall.link.heard()
    assert (offers.missed, asked[TRIES:]) == ({}, ids[:1])


def test_that_nothing_is_asked_for_or_given_up_while_the_backend_is_away(hall: Hall, ids: list[str]) -> None:
    offers = Offers(hall, hall)
    asked = Asked(offers)
    offers.take(ids)
    hall.link.lost("unreachable")
    for id in asked.take():
        hall.failures.note(Wanted.CARD, id, AWAY)
    assert (list(asked), offers.missed, offers.is_looking) == ([], {}, True)
    hall.link.heard()
    assert len(asked) == AT_ONCE
    offers.stop()
    answer(hall, *asked.take())
    assert (list(asked), offers.is_looking) == ([], False)


@pytest.fixture
def bulk(show: Callable[..., QWidget], hall: Hall) -> Bulk:
    made = Bulk(hall, hides=True)
    show(made, 900, 300)
    return made


def look_up(bulk: Bulk, hall: Hall, ids: list[str], *verbs: Verb) -> None:
    asked = Asked(bulk.offers)
    bulk.take(ids, verbs)
    while now := asked.take():
        answer(hall, *now)


def receipt(hall: Hall, id: str, state: ReceiptState, problem: Problem | None = None, version: int = 1) -> None:
    made = Receipt(id=f"key-{id}", version=version, verb=Verb.SEND_CHECK, subject=id, state=state, at=AT, problem=problem)
    hall.receipts.put([made])


def send(bulk: Bulk, hall: Hall, ids: list[str]) -> list[str]:
    """The cases that were ordered."""
    ordered = list[str]()
    bulk.ordered.connect(lambda id, _: ordered.append(id))
    look_up(bulk, hall, ids, Verb.SEND_CHECK)
    assert bulk.send.isVisible()
    bulk.send.click()
    return ordered


def test_that_what_is_dispatched_at_once_passes_over_nothing_that_was_shown(bulk: Bulk, hall: Hall, ids: list[str]) -> None:
    """Each case has its own suggestion, and none of them is seen."""
    department, *_ = hall.departments
    ordered = list[object]()
    bulk.ordered.connect(lambda _, order: ordered.append(order))
    for some in (ids[:2], ids[:1]):
        bulk.take(some, [Verb.DISPATCH])
        for id in some:
            case = hall.cases.get(id)
            assert case is not None
            suggested = [Suggestion(department_id=department.id, why="RESPONSIBILITY")]
            offers = [Offer(verb=Verb.DISPATCH, needs=["department_id"])]
            hall.take_card(msgspec.structs.replace(card_of(case), offers=offers, suggestions=suggested))
        if bulk.form is not None:
            bulk.form.fields["department_id"].set(department.id)
            bulk.form.submit()
        bulk.send.click()
    assert ordered == [DispatchOrder(department_id=department.id, unadvised=True)] * 2 + [DispatchOrder(department_id=department.id)]


def test_that_all_are_ordered_in_their_order_and_the_progress_is_told(qtbot: QtBot, bulk: Bulk, hall: Hall, ids: list[str]) -> None:
    assert send(bulk, hall, ids) == ids
    progress = bulk.progress
    assert (progress.isVisible(), bulk.body.isVisible(), progress.counts()["waiting"]) == (True, False, COUNT)
    for at, id in enumerate(ids):
        receipt(hall, id, ReceiptState.QUEUED)
        receipt(hall, id, ReceiptState.STORED, version=2)
        if at + 1 < COUNT:
            assert (progress.counts()["done"], progress.counts()["waiting"]) == (at + 1, COUNT - at - 1)
        if at == COUNT // 2:
            assert progress.bar.value() == 0, "it is not painted anew at each"
            qtbot.waitUntil(lambda at=at: progress.bar.value() == at + 1)
            assert f"{at + 1}" in progress.text.text()
    assert not bulk.isVisible(), "nothing is left to be said"


def test_that_refusals_stand_there_by_case_until_somebody_has_read_them(bulk: Bulk, hall: Hall, ids: list[str]) -> None:
    receipt(hall, ids[0], ReceiptState.REFUSED, GONE)  # of an earlier step
    send(bulk, hall, ids)
    for at, id in enumerate(ids[1:]):
        receipt(hall, id, ReceiptState.REFUSED if at < 3 else ReceiptState.STORED, GONE if at < 3 else None)
    hall.receipts.put([Receipt(id="new", version=1, verb=Verb.SEND_CHECK, subject=ids[0], state=ReceiptState.STORED, at=AT)])
    progress = bulk.progress
    assert progress.isVisible()
    assert progress.refused.count() == 3
    first = hall.cases.get(ids[1])
    assert first is not None
    assert first.address in progress.refused.item(0).text()
    progress.refused.itemActivated.emit(progress.refused.item(0))
    assert (hall.selection.noun, hall.selection.id) == (Noun.CASE, ids[1])
    progress.close_button.click()
    assert not bulk.isVisible()


def test_that_what_has_not_left_is_taken_back(bulk: Bulk, hall: Hall, ids: list[str]) -> None:
    send(bulk, hall, ids)
    back = list[str]()
    bulk.withdrawal_wanted.connect(back.append)
    for id in ids[:3]:
        receipt(hall, id, ReceiptState.QUEUED)
    receipt(hall, ids[0], ReceiptState.SENT, version=2)
    bulk.progress.stop.click()
    assert back == [f"key-{id}" for id in ids[1:3]]
    receipt(hall, ids[3], ReceiptState.QUEUED)  # it was on its way to the disk
    assert back[2:] == [f"key-{ids[3]}"]
    hall.receipts.put([], gone=back)
    assert (bulk.progress.counts()["back"], bulk.progress.counts()["waiting"]) == (3, COUNT - 3)


def test_that_looking_up_is_given_up_by_one_key(show: Callable[..., QWidget], hall: Hall, ids: list[str]) -> None:
    queue = Queue(hall)
    show(queue, 900, 500)
    asked = Asked(queue.bulk.offers)
    queue.bulk.take(ids, lists=True)
    answer(hall, *asked.take())
    assert (queue.bulk.looking.isVisible(), queue.bulk.cancel.isVisible(), queue.bulk.looking.value()) == (True, True, AT_ONCE)
    queue.table.setFocus()
    QTest.keyClick(queue.table, Qt.Key.Key_Escape)
    asked.clear()
    answer(hall, *ids[AT_ONCE : 2 * AT_ONCE])
    assert (queue.bulk.isVisible(), list(asked)) == (False, [])


def test_that_one_case_needs_no_progress(bulk: Bulk, hall: Hall, ids: list[str]) -> None:
    assert send(bulk, hall, ids[:1]) == ids[:1]
    assert not bulk.isVisible()


def test_that_a_refusal_that_somebody_has_done_with_was_not_taken_back(bulk: Bulk, hall: Hall, ids: list[str]) -> None:
    send(bulk, hall, ids[:3])
    for id in ids[:2]:
        receipt(hall, id, ReceiptState.QUEUED)
    receipt(hall, ids[0], ReceiptState.REFUSED, GONE, version=2)
    assert bulk.progress.counts()["refused"] == 1
    hall.receipts.put([], gone=[f"key-{id}" for id in ids[:2]])
    counts = bulk.progress.counts()
    assert (counts["total"], counts["refused"], counts["back"], counts["waiting"]) == (3, 0, 1, 1)


def test_that_the_next_step_does_not_bring_back_what_is_to_be_taken_back(bulk: Bulk, hall: Hall, ids: list[str]) -> None:
    send(bulk, hall, ids[:2])
    back = list[str]()
    bulk.withdrawal_wanted.connect(back.append)
    bulk.progress.stop.click()
    assert not bulk.progress.stop.isEnabled()
    send(bulk, hall, ids[2:4])
    assert bulk.progress.stop.isEnabled()
    for id in ids[:4]:
        receipt(hall, id, ReceiptState.QUEUED)
    assert sorted(back) == [f"key-{id}" for id in ids[:2]]


def test_that_nothing_is_sent_before_all_are_looked_up(bulk: Bulk, hall: Hall, ids: list[str]) -> None:
    ordered = list[str]()
    bulk.ordered.connect(lambda id, _: ordered.append(id))
    asked = Asked(bulk.offers)
    bulk.take(ids)
    answer(hall, *asked.take())
    bulk.steps.choose(Verb.SEND_CHECK)
    bulk._open_form(at_once=True)
    assert str(COUNT - AT_ONCE) in bulk.preview.text().splitlines()[-1]
    assert (len(bulk.preview.text().splitlines()), bulk.send.isVisible(), bulk.send.isEnabled()) == (2, True, False)
    QTest.keyClick(bulk.body, Qt.Key.Key_Return)
    assert (ordered, bulk.body.isVisible()) == ([], True)
    while now := asked.take():
        answer(hall, *now)
    assert (bulk.send.hasFocus(), len(bulk.preview.text().splitlines())) == (True, 1)
    hall.cases.put([moved_on(hall.cases.get(ids[0]))])
    assert not bulk.send.isEnabled()
    answer(hall, ids[0])
    assert bulk.send.hasFocus()
    QTest.keyClick(bulk.send, Qt.Key.Key_Return)
    assert ordered == ids


def test_that_somebody_is_asked_before_more_than_a_thousand_are_looked_up(show: Callable[..., QWidget], hall: Hall) -> None:
    queue = Queue(hall)
    show(queue, 900, 500)
    bulk = queue.bulk
    made = [a_case(f"heap-{at:04}") for at in range(MANY + 1)]
    hall.cases.put(made)
    many = [case.id for case in made]
    asked = Asked(bulk.offers)
    bulk.take(many, lists=True)
    assert (list(asked), bulk.send.hasFocus(), bulk.steps.isVisible()) == ([], True, False)
    assert f"{MANY + 1:,}" in bulk.preview.text()
    QTest.keyClick(bulk.send, Qt.Key.Key_Escape)
    assert (bulk.isVisible(), list(asked)) == (False, [])
    bulk.take(many, lists=True)
    QTest.keyClick(bulk.send, Qt.Key.Key_Return)
    assert (asked.take(), bulk.steps.isVisible(), bulk.looks) == (many[:AT_ONCE], True, True)
    bulk.take(many[:MANY], lists=True)
    assert len(asked) == AT_ONCE
