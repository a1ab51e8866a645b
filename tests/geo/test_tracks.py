"""Tracks: lengths and speeds; what is not believed; and a period cut without a remainder."""

import csv
import tomllib
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.tracks import length_m, metres, speeds
from geo.tracks.analysis import Analysis, SpanKind, analyse, unseen
from geo.tracks.cleaning import Fault, clean
from geo.tracks.fixes import Fixes, fixes
from geo.tracks.flags import same_shape, same_way, suspicious
from geo.tracks.rules import TrackRules

BEIJING = (115.0, 39.0, 118.0, 41.5)
STANDARD = tomllib.loads((Path(__file__).parents[2] / "resources" / "standards" / "tracks.toml").read_text("utf-8"))
INSPECTOR, VEHICLE = (TrackRules(**STANDARD[kind]) for kind in ("INSPECTOR", "VEHICLE"))
EAST, NORTH = 1 / 91_190.0, 1 / 111_195.0  # degrees in a metre, at 35° north
HOUR = 3_600_000


def track(x: np.ndarray, y: np.ndarray, period_s: float = 10.0, noise_m: float = 0.0, seed: int = 1) -> Fixes:
    """Metres east and north of a place in the city, a fix each `period_s`."""
    scatter = np.random.default_rng(seed).normal(0, noise_m, (2, len(x)))
    return fixes(np.arange(len(x)) * period_s * 1000, 111 + (x + scatter[0]) * EAST, 35 + (y + scatter[1]) * NORTH)


def filled(found: Analysis, start: int, end: int) -> bool:
    spans = found.spans
    joints = all(one.end == next.start for one, next in pairwise(spans))
    return joints and (spans[0].start, spans[-1].end) == (start, end) and all(span.end > span.start for span in spans)


def kinds(found: Analysis) -> list[str]:
    return [span.kind.value for span in found.spans]


def test_that_a_degree_of_latitude_is_111_km() -> None:
    assert abs(metres(116, 39, 116, 40) - 111_195) < 1


def test_that_a_line_is_as_long_as_its_steps() -> None:
    assert length_m([116, 116, 116], [39, 39.5, 39]) == pytest.approx(111_195, abs=1)
    assert length_m([116], [39]) == 0
    assert length_m([], []) == 0


def test_that_speed_is_metres_by_seconds() -> None:
    found = speeds([0, 10, 10, 20], [116, 116, 116.1, 116.1], [39, 39.001, 39.001, 39.001])
    assert found[0] == pytest.approx(11.12, abs=0.01)
    assert np.isinf(found[1])
    assert found[2] == 0


def test_that_what_a_device_calls_mocked_is_dropped_unless_the_city_believes_it() -> None:
    """Two in three of a walk; the same walk is whole where phones have better receivers outside of them."""
    walk = track(np.arange(0.0, 300.0, 12.0), np.zeros(25))
    told = replace(walk, mock=np.arange(len(walk)) % 3 > 0)
    assert len(clean(told, INSPECTOR).dropped(Fault.MOCK)) == int(told.mock.sum()) > 0
    assert len(clean(told, replace(INSPECTOR, believe_mock=1)).kept) == len(walk)


def test_that_each_rule_drops_what_is_its_own_and_says_how_much() -> None:
    walk = track(np.arange(60) * 14.0, np.zeros(60))
    lon, lat, accuracy = walk.lon.copy(), walk.lat.copy(), np.full(60, 6.0)
    lon[5], lat[5] = 0, 0
    lat[9] = 10.0
    accuracy[12] = 80.0
    lat[20:23] += 2000 * NORTH  # away and back
    found = clean(
        fixes([*walk.at, 150_000, 290_000], [*lon, lon[3], lon[29]], [*lat, lat[3], lat[29]], [*accuracy, 6, 6]), INSPECTOR, (110, 30, 112, 40)
    )
    counts = {fault: len(found.dropped(fault)) for fault in Fault}
    assert counts == {Fault.ZERO: 1, Fault.MOCK: 0, Fault.OUTSIDE: 1, Fault.DUPLICATE: 2, Fault.ACCURACY: 1, Fault.TUNNEL: 0, Fault.JUMP: 3}
    assert found.disordered == 2
    assert np.all(np.diff(found.kept.at) > 0)
    assert found.dropped(Fault.JUMP).tolist() == [200_000, 210_000, 220_000]
    assert len(found.torn) == 0


def test_that_the_repeated_place_before_a_jump_is_a_tunnel_and_the_way_through_it_a_gap() -> None:
    drive = np.arange(120) * 150.0
    drive[40:80] = drive[40]  # the receiver sees no sky for 400 s
    found = analyse(track(drive, np.zeros(120)), 0, 1_200_000, VEHICLE)
    assert len(found.cleaned.dropped(Fault.TUNNEL)) == 39
    assert kinds(found) == ["TRIP", "GAP", "TRIP"]
    assert found.spans[1].length.metres == pytest.approx(6000, rel=0.01)
    assert found.length.metres == pytest.approx(79 * 150, rel=0.01)


def test_that_a_teleport_is_shown_and_neither_side_of_it_is_dropped() -> None:
    x = np.arange(120) * 12.0
    x[60:] += 5000
    found = analyse(track(x, np.zeros(120)), 0, 1_200_000, INSPECTOR)
    assert kinds(found) == ["TRIP", "GAP", "TRIP"]
    assert [span.teleport for span in found.spans] == [False, True, False]
    assert found.length.metres == pytest.approx(118 * 12, rel=0.01)
    assert found.raw_m == pytest.approx(119 * 12 + 5000, rel=0.01)


@pytest.mark.parametrize("seed", range(3))
def test_that_a_night_of_drift_is_one_stop_and_less_than_half_a_kilometre(seed: int) -> None:
    chance = np.random.default_rng(seed)
    wander = np.zeros((2, 2880))
    for row in range(1, 2880):
        wander[:, row] = wander[:, row - 1] * 0.93 + chance.normal(0, 5, 2)
    for burst in chance.integers(0, 2860, 12):  # echoes from the houses, for minutes
        wander[:, burst : burst + int(chance.integers(1, 20))] += chance.normal(0, 40, (2, 1))
    night = track(*wander)
    found = analyse(night, 0, 8 * HOUR, INSPECTOR)
    assert found.raw_m > 15_000
    assert found.length.metres < 500
    assert sum(span.end - span.start for span in found.spans if span.kind is SpanKind.STOP) > 0.95 * 8 * HOUR


@pytest.mark.parametrize(("period_s", "noise_m"), [(5, 3), (10, 5), (30, 8)])
def test_that_a_patrol_is_as_long_as_it_was_within_a_few_per_cent_and_its_band(period_s: float, noise_m: float) -> None:
    """Two hours of blocks of 200 m at 1.4 m/s, with a stop of 20 minutes. Noise that is another at each fix is the worst there is: that of receivers
    drifts, as in `labelled_days`."""
    seconds = np.arange(0, 7200, period_s)
    way = np.where(seconds < 3000, seconds, np.maximum(seconds - 1200, 3000)) * 1.4
    block, along = np.divmod(way, 200)
    x = np.where(block % 2 == 0, 200 * (block // 2) + along, 200 * (block // 2 + 1))
    y = np.where(block % 2 == 0, 200 * (block // 2), 200 * (block // 2) + along)
    found = analyse(track(x, y, period_s, noise_m), 0, 7_200_000, INSPECTOR)
    stay = next(span for span in found.spans if span.kind is SpanKind.STOP)
    assert kinds(found) == ["TRIP", "STOP", "TRIP"]
    assert (stay.end - stay.start) / 60_000 == pytest.approx(20, abs=1.5)
    assert found.length.metres == pytest.approx(6000 * 1.4, rel={5: 0.03, 10: 0.04, 30: 0.05}[round(period_s)])
    assert abs(found.length.metres - 6000 * 1.4) < found.length.error_m < 700


def test_that_silence_is_a_gap_and_what_was_not_seen_counts_nothing() -> None:
    walk = track(np.arange(360) * 14.0, np.zeros(360))
    found = analyse(walk.take((walk.at < 1_200_000) | (walk.at >= 2_400_000)), -HOUR, HOUR, INSPECTOR)
    assert kinds(found) == ["GAP", "TRIP", "GAP", "TRIP"]
    assert found.spans[2].length.metres == pytest.approx(1210 * 1.4, rel=0.01)
    assert found.length.metres == pytest.approx(2380 * 1.4, rel=0.01)


def test_that_who_reports_every_ten_minutes_has_no_gap_at_each_of_its_fixes() -> None:
    rare = track(np.abs(np.arange(144) % 40 - 20) * 3000.0, np.zeros(144), 600)
    assert kinds(analyse(rare, 0, 24 * HOUR, VEHICLE)).count("GAP") == 0
    assert kinds(analyse(rare.take(np.delete(np.arange(144), slice(40, 50))), 0, 24 * HOUR, VEHICLE)).count("GAP") == 1


@given(
    steps=st.lists(
        st.tuples(st.integers(0, 900_000), st.floats(-400, 400), st.floats(-400, 400), st.sampled_from([1, 1, 1, 1, 0, 200])), max_size=60
    ),
    before=st.integers(0, 2 * HOUR),
    after=st.integers(1, 2 * HOUR),
)
def test_that_trips_stops_and_gaps_are_the_whole_period(steps: list[tuple[int, float, float, int]], before: int, after: int) -> None:
    at = np.cumsum([step[0] for step in steps]) if steps else np.zeros(0)
    x, y = (np.cumsum([step[axis] * step[3] for step in steps]) for axis in (1, 2))
    start, end = -before, int(at[-1] if steps else 0) + after
    found = analyse(fixes(at, 111 + x * EAST, 35 + y * NORTH), start, end, INSPECTOR)
    assert filled(found, start, end)
    assert len(found.cleaned.kept) + sum(len(found.cleaned.dropped(fault)) for fault in Fault) == len(steps)
    assert found.length.metres >= 0
    gaps = [(span.start, span.end) for span in found.spans if span.kind is SpanKind.GAP]
    moments = found.cleaned.fixes.at.tolist()
    first_after = [next((row for row, moment in enumerate(moments) if moment >= last), None) for _, last in gaps]
    within = [any(first < moment < last for first, last in gaps) or row in first_after for row, moment in enumerate(moments)]
    assert unseen(found.cleaned, start, end, INSPECTOR).tolist() == within


def test_that_a_copied_day_and_a_terminal_that_is_carried_along_are_noticed_and_honest_ones_are_not() -> None:
    seconds = np.arange(720) * 10.0
    x, y = seconds * 1.3, 150 * np.sin(seconds / 400)
    day, again, elsewhere = track(x, y, noise_m=5, seed=1), track(x, y, noise_m=5, seed=2), track(x, y + 120, noise_m=5, seed=3)
    copy = fixes(day.at + 86_400_000 + 77_000, day.lon + 1e-7, day.lat)
    assert suspicious(same_shape(copy, day, INSPECTOR), INSPECTOR)
    assert not suspicious(same_shape(again, day, INSPECTOR), INSPECTOR)
    assert suspicious(same_way(again, day, INSPECTOR), INSPECTOR)
    assert not suspicious(same_way(elsewhere, day, INSPECTOR), INSPECTOR)
    asleep = track(np.zeros(720), np.zeros(720), noise_m=3)
    assert not suspicious(same_way(asleep, track(np.zeros(720), np.zeros(720), noise_m=3, seed=9), INSPECTOR), INSPECTOR)


@pytest.mark.real_data
def test_that_the_defects_of_real_taxis_are_found(real_data: Path) -> None:
    by_taxi: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    with (real_data / "tracks_tdrive_beijing" / "tdrive_2008-02-04.csv").open() as file:
        for taxi, at, lon, lat in csv.reader(file):
            by_taxi[taxi].append((datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp() * 1000, float(lon), float(lat)))
    found: Counter[Fault] = Counter()
    for rows in list(by_taxi.values())[::6]:
        cleaned = clean(fixes(*zip(*rows, strict=True)), VEHICLE, BEIJING)
        found.update({fault: len(cleaned.dropped(fault)) for fault in Fault})
    assert len(by_taxi) == 306
    assert found == Counter(ZERO=325, OUTSIDE=294, DUPLICATE=1643, TUNNEL=4, JUMP=479, ACCURACY=0)
    dense = max(by_taxi.values(), key=len)
    start = int(min(row[0] for row in dense) // 86_400_000 * 86_400_000)
    day = analyse(fixes(*zip(*dense, strict=True)), start, start + 24 * HOUR, VEHICLE, BEIJING)
    assert filled(day, start, start + 24 * HOUR)
    assert day.length.metres < day.raw_m


@pytest.mark.real_data
def test_that_real_walkers_days_are_whole_and_shorter_than_their_noise(real_data: Path) -> None:
    for walker in ("007", "010", "068"):
        rows = []
        for file in sorted((real_data / "tracks_geolife_beijing" / walker).rglob("*.plt")):
            for line in file.read_text("ascii").splitlines()[6:]:
                lat, lon, _, _, _, day, time = line.split(",")
                rows.append((datetime.fromisoformat(f"{day}T{time}+00:00").timestamp() * 1000, float(lon), float(lat)))
        start = int(datetime(2008, 11, 1, tzinfo=UTC).timestamp() * 1000)
        found = analyse(fixes(*zip(*rows, strict=True)), start, start + 24 * HOUR, INSPECTOR)
        assert filled(found, start, start + 24 * HOUR)
        assert found.length.metres < found.raw_m
        assert found.length.error_m < 0.1 * found.length.metres
    assert found.length.metres > 30_000
