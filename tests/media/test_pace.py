"""How often cameras are asked."""

import time

from hypothesis import given
from hypothesis import strategies as st

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


def test_that_a_host_comes_back_when_the_first_of_its_streams_does_and_not_with_each() -> None:
    gate = Gate()
    gate.came("one")
    gate.came("one")
    at = time.monotonic()
    gate.went("one")
    gate.came("one")
    assert not gate.is_back("one", at)  # it has never been away
    gate.went("one")
    gate.went("one")
    gate.came("one")
    assert gate.is_back("one", at)
    assert not gate.is_back("one", time.monotonic())
    assert not gate.is_back("other", at)
