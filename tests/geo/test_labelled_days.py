"""Days of which the truth is known: their length, and what is said to be false about them. The whole set is `bench honest_days`."""

import tomllib
from pathlib import Path

import numpy as np

from geo.tracks.rules import TrackRules
from tests.geo.labelled_days import DATES, UNITS, Flag, found_of, on_streets_m, teams

STANDARD = tomllib.loads((Path(__file__).parents[2] / "resources" / "standards" / "tracks.toml").read_text("utf-8"))
INSPECTOR, TRUCK = (TrackRules(**STANDARD[kind]) for kind in ("INSPECTOR", "TRUCK"))


def test_that_a_team_s_days_are_as_long_as_they_were_and_nothing_honest_is_blamed() -> None:
    (team,) = teams(1, seed=3)
    assert len(team) == UNITS * DATES
    found = {(day.unit, day.date): found_of(day, team, INSPECTOR) for day in team}
    for day in team:
        assert found[day.unit, day.date][1] == day.flags, (day.unit, day.date)
    off = [abs(found[day.unit, day.date][0].length.metres / day.metres - 1) for day in team if np.isfinite(day.metres)]
    assert np.percentile(off, 95) <= 0.03
    assert {flag for day in team for flag in day.flags} == set(Flag)


def test_that_a_truck_drove_as_far_along_the_streets_as_it_did() -> None:
    (team,) = teams(1, seed=4, trucks=1)
    for day in team[:4]:
        told, _ = found_of(day, [], TRUCK)
        metres, error_m = on_streets_m(day, told, TRUCK)
        assert abs(metres / day.metres - 1) <= 0.03, (day.unit, day.date)
        assert 0 < error_m < 0.1 * metres
