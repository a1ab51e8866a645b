"""The estimate of Kaplan and Meier against a published table, against the plain median, and by hand where things are watched from later on."""

from statistics import median

import hypothesis
import pytest
from hypothesis import strategies as st

from backend.rules.survival import FROM_THE_START, Curve, Life

# Weeks of remission of 21 patients, Freireich and others 1963, the example of most textbooks.
REMISSION = (6, 6, 6, 7, 10, 13, 16, 22, 23)
STILL_WELL = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
PUBLISHED = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}


def lives(*left: float, ended: bool = True, entered: float = FROM_THE_START) -> list[Life]:
    return [Life(entered, each, ended) for each in left]


def test_that_a_published_table_comes_out() -> None:
    curve = Curve(lives(*REMISSION) + lives(*STILL_WELL, ended=False))
    assert dict(zip(curve._times, curve._going, strict=True)) == {week: pytest.approx(share, abs=0.0006) for week, share in PUBLISHED.items()}
    assert (curve.ended, curve.watched, curve.expected(0)) == (9, 35, 23)
    assert curve.expected(20) is None, "most of these were still well when the table was made"


@pytest.mark.parametrize(("already", "said"), [(0.0, 3.0), (1.5, 3.5), (5.0, 5.0), (6.0, None)])
def test_that_only_those_count_that_took_as_long(already: float, said: float | None) -> None:
    assert Curve(lives(1, 2, 3, 4, 5)).expected(already) == said


@hypothesis.given(st.lists(st.integers(0, 30), min_size=1, max_size=60), st.integers(0, 31))
def test_that_where_all_have_ended_it_is_the_median(took: list[int], already: int) -> None:
    rest = [each for each in took if each >= already]
    low = Curve(lives(*took)).expected(already)
    assert low == (median(rest) if rest else None)


def test_that_what_is_open_makes_it_longer() -> None:
    assert Curve(lives(1, 2, 3)).expected(0) == 2
    assert Curve(lives(1, 2, 3) + lives(9, 9, ended=False)).expected(0) == 3
    assert Curve(lives(1, 2, 3) + lives(*[9] * 9, ended=False)).expected(0) is None


def test_that_what_is_watched_from_later_on_counts_from_then_on() -> None:
    # At 1 two are there and one ends: a half. At 5 three are there, one from the start and two that came at 4: one ends, a third is left.
    curve = Curve(lives(1, 5) + lives(6, 6, entered=4))
    assert curve._going[:2] == [pytest.approx(1 / 2), pytest.approx(1 / 3)]
