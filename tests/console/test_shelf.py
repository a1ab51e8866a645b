"""With which version an order is sent, whatever was done before it and by whom."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from console.workers.letters import OrderLetter
from console.workers.shelf import Shelf
from wire.cases import ForwardOrder, RevokeOrder
from wire.problem import Problem

# What can happen to a case: our own order is answered, somebody else changes it, or the operator looks at it.
EVENTS = st.lists(st.sampled_from(["ours", "theirs", "look"]), max_size=12)


def letter(number: int, seen: int) -> OrderLetter:
    return OrderLetter(key=f"key-{number:04}", subject="c1", order=ForwardOrder(), version=seen)


def play(shelf: Shelf, events: Sequence[str]) -> None:
    """The backend's rule beside the shelf's: an order may pass when all that happened since the operator looked was ours."""
    now = seen = 1
    only_ours = True
    for number, event in enumerate(events):
        if event == "look":
            seen, only_ours = now, True
        elif event == "theirs":
            now, only_ours = now + 1, False
        else:
            order = letter(number, seen)
            shelf.add([order])
            sent_with = shelf.version(order)
            assert (sent_with == now) == only_ours
            passed = sent_with == now
            shelf.settle(order, sent_with if passed else None, now + 1 if passed else None)
            now += passed


@settings(max_examples=40, deadline=None)
@given(EVENTS)
def test_that_an_order_passes_when_all_that_happened_since_the_operator_looked_was_his_own(events: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder) / "outbox.sqlite")
        try:
            play(shelf, events)
        finally:
            shelf.close()


def test_that_letters_are_kept_in_their_order_and_once(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "outbox.sqlite")
    shelf.add([letter(2, 1), letter(1, 1)])
    shelf.add([letter(2, 1), letter(3, 1)])
    shelf.close()
    again = Shelf(tmp_path / "outbox.sqlite")
    assert [waiting.letter.key for waiting in again.waiting()] == ["key-0002", "key-0001", "key-0003"]
    assert again.next(without=["c1"]) == []
    again.close()


def test_that_what_may_have_been_sent_cannot_be_withdrawn_even_after_a_restart(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "outbox.sqlite")
    shelf.add([letter(1, 1), letter(2, 1)])
    assert shelf.mark("key-0001", sent=True)
    shelf.close()
    again = Shelf(tmp_path / "outbox.sqlite")
    assert not again.withdraw("key-0001")
    assert again.withdraw("key-0002")
    assert not again.mark("key-0002", sent=True)
    again.close()


def test_that_what_was_refused_and_what_was_stored_outlive_the_console(tmp_path: Path) -> None:
    """And an old file, from before they were kept, is brought up to date."""
    path = tmp_path / "outbox.db"
    shelf = Shelf(path)
    with shelf._engine.begin() as connection:
        for table in ("refused", "stored"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.exec_driver_sql("PRAGMA user_version=1")
    shelf.close()
    shelf = Shelf(path)
    letters = [OrderLetter(key=f"k{n}", subject="c1", order=RevokeOrder(note=f"note {n}"), version=1) for n in range(4)]
    shelf.add(letters)
    problem = Problem(status=412, code="changed_meanwhile", title="", detail="", current=msgspec.Raw(b'{"id":"c1"}'))
    for letter in letters[:2]:
        shelf.refuse(letter, problem)
    shelf.settle(letters[2], 1, 2, step=7)
    shelf.close()
    shelf = Shelf(path)
    assert [waiting.letter.key for waiting in shelf.waiting()] == ["k3"]
    kept = [(each.letter.order.note, bytes(each.problem.current)) for each in shelf.refused()]
    assert kept == [("note 0", b'{"id":"c1"}'), ("note 1", b'{"id":"c1"}')]
    assert [(each.key, each.verb, each.step) for each in shelf.stored()] == [("k2", "REVOKE", 7)]
    shelf.replace("k0", OrderLetter(key="k4", subject="c1", order=RevokeOrder(note="note 0"), version=2))
    assert shelf.dismiss("k1")
    assert not shelf.dismiss("k1")
    assert shelf.refused() == []
    assert [waiting.letter.key for waiting in shelf.waiting()] == ["k3", "k4"]
    shelf.close()


def test_that_what_was_refused_is_taken_over_too(tmp_path: Path) -> None:
    left, mine = Shelf(tmp_path / "outbox-2.db", 2), Shelf(tmp_path / "outbox.db")
    left.refuse(OrderLetter(key="k1", subject="c1", order=RevokeOrder(note="mine"), version=1), Problem(status=412, code="x", title="", detail=""))
    mine.take_from(left)
    assert [each.letter.key for each in mine.refused()] == ["k1"]
    mine.close()
