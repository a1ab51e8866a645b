"""By what a unit travelled, told by its speed: made ways whose mode is known, and what the people of GeoLife have written down."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from bench import modes as bench
from geo.tracks.fixes import Fixes, fixes
from geo.tracks.modes import Mode, legs
from tests.geo.test_tracks import EAST, INSPECTOR, NORTH

ON_FOOT, BY_BICYCLE, BY_CAR = 1.3, 4.5, 11.0  # m/s
EVERY_S = 5


def went(*parts: tuple[float, float], noise_m: float = 4.0) -> Fixes:
    """A way in parts of so many metres per second for so many seconds, with scatter that drifts."""
    speed = np.concatenate([np.full(round(seconds / EVERY_S), mps) for mps, seconds in parts])
    way = np.cumsum(speed * EVERY_S)
    rng, noise = np.random.default_rng(1), np.zeros((2, len(way)))
    for at in range(1, len(way)):
        noise[:, at] = 0.9 * noise[:, at - 1] + rng.normal(0, noise_m * np.sqrt(0.19), 2)
    return fixes(np.arange(len(way)) * EVERY_S * 1000, 111 + (way + noise[0]) * EAST, 35 + noise[1] * NORTH)


def told(trip: Fixes) -> list[Mode]:
    return [leg.mode for leg in legs(trip, INSPECTOR)]


def test_that_who_walks_rides_and_drives_is_told_apart() -> None:
    assert told(went((ON_FOOT, 1800))) == [Mode.WALKING]
    assert told(went((BY_BICYCLE, 1800))) == [Mode.RIDING]
    assert told(went((BY_CAR, 1800))) == [Mode.DRIVING]
    assert told(went((ON_FOOT, 600), (BY_CAR, 900), (ON_FOOT, 600))) == [Mode.WALKING, Mode.DRIVING, Mode.WALKING]


def test_that_a_red_light_ends_no_ride_and_a_run_is_none() -> None:
    assert told(went((BY_CAR, 400), (0.0, 60), (BY_CAR, 400))) == [Mode.DRIVING]
    assert told(went((ON_FOOT, 600), (3.5, 30), (ON_FOOT, 600))) == [Mode.WALKING]


def test_that_legs_leave_nothing_over() -> None:
    trip = went((ON_FOOT, 600), (BY_CAR, 900), (ON_FOOT, 600), (BY_BICYCLE, 900))
    found = legs(trip, INSPECTOR)
    assert (found[0].first, found[-1].last) == (0, len(trip) - 1)
    assert all(one.last == after.first for one, after in pairwise(found))
    assert sum(leg.metres for leg in found) == pytest.approx(sum(leg.metres for leg in legs(trip, INSPECTOR)))
    ridden = sum(leg.metres for leg in found if leg.mode is not Mode.WALKING)
    assert ridden == pytest.approx(900 * (BY_CAR + BY_BICYCLE), rel=0.1)
    assert legs(trip.take(slice(0, 1)), INSPECTOR) == []


def test_that_a_sparse_track_is_judged_by_its_steps() -> None:
    sparse = went((BY_CAR, 7200)).take(slice(None, None, 60))  # a fix each five minutes
    assert told(sparse) == [Mode.DRIVING]


@pytest.mark.real_data
def test_that_most_of_what_people_have_labelled_is_told_as_they_say(real_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sanity figure: who labels forgets to, and a bus that creeps is no walk. The bench `modes` prints it whole."""
    bench.main()
    said = capsys.readouterr().out
    share = float(said.split(" labelled fixes in motion ")[1].split("%")[0])
    assert share > 80
