"""How often cameras are asked."""

import threading
import time

from hypothesis import given
from hypothesis import strategies as st

from media.line import Line
from media.pace import LONGEST_PAUSE_S, OPENS_PER_S, REFUSED_PAUSE_S, Backoff, Gate


@given(st.integers(1, 40))
def test_that_pauses_grow_to_a_limit_and_refusals_wait_longest(failures: int) -> None:
    backoff = Backoff()
    pauses = [backoff.pause_s(refused=False) for _ in range(failures)]
    assert all(0 < pause <= LONGEST_PAUSE_S * 1.3 for pause in pauses)
    assert pauses[0] < 1
    assert backoff.pause_s(refused=True) >= REFUSED_PAUSE_S * 0.8


def test_that_each_host_is_asked_at_most_four_times_a_second() -> None:
    gate = Gate()
    pauses = [gate.pause_s("one") for _ in range(9)]
    assert pauses[0] == 0
    assert pauses == sorted(pauses)
    assert pauses[-1] > 7 / OPENS_PER_S
    assert gate.pause_s("other") == 0


def woken(gate: Gate, resting: threading.Thread) -> bool:
    """By a stream that comes and goes; it may be quicker than who lies down to rest."""
    for _ in range(20):
        gate.came("one", "first")
        resting.join(2)
        gate.went("one", "first")
        if not resting.is_alive():
            return True
    return False


def test_that_who_rests_is_woken_by_the_first_stream_of_a_host_that_was_away() -> None:
    gate, stopped = Gate(), threading.Event()
    resting = [threading.Thread(target=gate.rest, args=(host, 3600.0, stopped)) for host in ("one", "other")]
    for thread in resting:
        thread.start()
    assert woken(gate, resting[0])
    assert resting[1].is_alive()
    stopped.set()
    resting[1].join()


def test_that_a_host_of_which_one_stream_lives_has_never_been_away() -> None:
    gate, stopped = Gate(), threading.Event()
    for who in ("second", "second", "third"):
        gate.came("one", who)
    gate.went("one", "third")
    resting = threading.Thread(target=gate.rest, args=("one", 3600.0, stopped))
    resting.start()
    resting.join(1)
    gate.came("one", "first")
    resting.join(2)
    assert resting.is_alive()
    gate.went("one", "first")
    gate.went("one", "second")
    assert woken(gate, resting)


def lined(line: Line, ranks: dict[str, int | None], order: list[str]) -> list[threading.Thread]:
    """One after the other they go into the line; `order` is that in which they are let in."""

    def wait(name: str) -> None:
        if line.wait(lambda: ranks[name]):
            order.append(name)

    threads = [threading.Thread(target=wait, args=(name,)) for name in ranks]
    for thread in threads:
        thread.start()
    return threads


def test_that_in_the_line_of_a_host_who_is_looked_at_comes_first_and_who_left_not_at_all() -> None:
    places, order = iter([2.0, *[0.05] * 20]), list[str]()
    ranks: dict[str, int | None] = dict.fromkeys("abcdefgh", 0)
    threads = lined(Line(lambda: next(places)), ranks, order)
    ranks |= {"b": None, "c": None, "g": 2, "h": 1}  # a page is turned before the first place is there
    for thread in threads:
        thread.join(10)
    assert order[:2] == ["g", "h"]
    assert sorted(order) == ["a", "d", "e", "f", "g", "h"]


def test_that_places_in_the_line_are_no_nearer_to_each_other_than_four_a_second() -> None:
    gate = Gate()
    began = time.monotonic()
    assert all(gate.wait("one", lambda: 0) for _ in range(5))
    assert time.monotonic() - began >= 4 / OPENS_PER_S


def test_that_a_place_that_nobody_wanted_in_the_end_is_that_of_who_comes_next() -> None:
    reserved = []
    line = Line(lambda: reserved.append(1) or 0.05)
    asked = iter([0, 0, None])
    assert not line.wait(lambda: next(asked))
    assert line.wait(lambda: 0)
    assert len(reserved) == 1
