"""Simulated days of people and trucks of which the truth is known: how far they went, and what is false about their tracks.

A team of ten units has two days. What is planted there: teleports, stretches from a mock provider, days that are copies of an earlier one, terminals
that somebody else carries along. Between them are honest days that look alike: the same beat again, close behind a colleague, beside one for an hour.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.streets import Streets, streets_of
from geo.tracks.analysis import Analysis, SpanKind, analyse
from geo.tracks.cleaning import Fault
from geo.tracks.fixes import Fixes, fixes
from geo.tracks.flags import same_shape, same_way, suspicious
from geo.tracks.matching import match
from geo.tracks.rules import TrackRules

DAY_MS, HOURS = 86_400_000, 8
SECONDS = HOURS * 3600
EAST, NORTH = 1 / 91_190.0, 1 / 111_195.0  # degrees in a metre, at 35° north
LON, LAT = 111.0, 35.0
UNITS, DATES = 10, 2
Numbers = NDArray[np.float64]


class Flag(StrEnum):
    TELEPORT = "TELEPORT"
    MOCK = "MOCK"
    SAME_SHAPE = "SAME_SHAPE"
    SAME_WAY = "SAME_WAY"


class Going(NamedTuple):
    """How a kind of unit goes about: metres of a block, m/s, seconds of a rest, how likely one is at the end of a block, seconds between fixes, and
    the metres that all its blocks are multiples of, 0 for none: where it turns there is a crossing of `lattice`.
    """

    block_m: tuple[float, float]
    pace: tuple[float, float]
    rest_s: tuple[float, float]
    rests: float
    every_s: int
    noise_m: float
    grid_m: float = 0.0


WALKS = Going((120.0, 260.0), (1.1, 1.5), (240.0, 1500.0), 0.06, 10, 4.0)
DRIVES = Going((400.0, 1200.0), (7.0, 13.0), (300.0, 1200.0), 0.10, 30, 5.0, 400.0)


@dataclass
class Day:
    """`metres` is how far the unit went while its track was heard and its own; `flags` is what is false about it."""

    team: int
    unit: int
    date: int
    going: Going
    track: Fixes
    metres: float
    flags: set[Flag] = field(default_factory=set)

    @property
    def span(self) -> tuple[int, int]:
        start = self.date * DAY_MS
        return start, start + SECONDS * 1000 + 1


class _Truth(NamedTuple):
    """Metres east and north in each second of the shift."""

    x: Numbers
    y: Numbers


def teams(number: int, seed: int = 1, trucks: int = 0) -> Iterator[list[Day]]:
    """So many teams of 20 days each; the last `trucks` of them drive."""
    for team in range(number):
        yield _team(team, DRIVES if team >= number - trucks else WALKS, np.random.default_rng([seed, team]))


def lattice(day: Day, step_m: float) -> Streets:
    """Streets along the multiples of a length, as far as the track came: those that a truck of these days drives."""
    x, y = (day.track.lon - LON) / EAST, (day.track.lat - LAT) / NORTH
    (west, east), (south, north) = ([int(np.floor(v.min() / step_m)) - 1, int(np.ceil(v.max() / step_m)) + 1] for v in (x, y))
    lines = [[(a, b), (a + 1, b)] for a in range(west, east) for b in range(south, north + 1)]
    lines += [[(a, b), (a, b + 1)] for a in range(west, east + 1) for b in range(south, north)]
    degrees = np.array([EAST, NORTH]) * step_m
    return streets_of([np.array([LON, LAT]) + np.array(line) * degrees for line in lines], [12.0] * len(lines), [False] * len(lines))


def on_streets_m(day: Day, told: Analysis, rules: TrackRules) -> tuple[float, float]:
    """How far a truck drove along the streets, trip by trip, and how sure that is, as the backend tells it."""
    streets, kept = lattice(day, day.going.grid_m), told.cleaned.kept
    trips = [span for span in told.spans if span.kind is SpanKind.TRIP]
    found = [match(kept.take((kept.at >= trip.start) & (kept.at <= trip.end)), streets, rules) for trip in trips]
    return sum(each.metres for each in found), sum(each.error_m for each in found)


def found_of(day: Day, others: list[Day], rules: TrackRules) -> tuple[Analysis, set[Flag]]:
    """What is said of a day beside those of its team, as the backend does: over earlier days, and with colleagues of the same day."""
    told = analyse(day.track, *day.span, rules)
    said = {Flag.TELEPORT} if any(span.teleport for span in told.spans) else set()
    said |= {Flag.MOCK} if len(told.cleaned.dropped(Fault.MOCK)) else set()
    kept = told.cleaned.kept
    earlier = [other.track for other in others if other.date < day.date]
    beside = [other.track for other in others if other.date == day.date and other.unit != day.unit]
    if any(suspicious(same_shape(kept, other, rules), rules) for other in earlier):
        said.add(Flag.SAME_SHAPE)
    if any(suspicious(same_way(kept, other, rules), rules) for other in beside):
        said.add(Flag.SAME_WAY)
    return told, said


def _team(team: int, going: Going, rng: np.random.Generator) -> list[Day]:
    ways = {(unit, date): _way(going, rng) for unit in range(UNITS) for date in range(DATES)}
    ways[1, 1] = ways[1, 0]  # the same beat, honestly, on another day
    ways[6, 1] = _behind(ways[7, 1], 900)  # a quarter of an hour behind a colleague
    ways[7, 0] = _joined(ways[7, 0], ways[6, 0], 3600, going.grid_m)  # side by side for an hour
    ways[4, 0], ways[4, 1] = ways[5, 0], ways[5, 1]  # both terminals in one pocket
    days = {key: _day(team, *key, going, way, rng) for key, way in ways.items()}
    for key in ((2, 1), (8, 0)):
        _teleport(days[key], ways[key], rng)
    for key in ((3, 0), (8, 1)):
        _mock(days[key], ways[key], rng)
    for unit, late_s in ((0, 0), (9, 2400)):
        _copy(days[unit, 1], days[unit, 0], late_s, rng)
    for key in ((4, 0), (5, 0), (4, 1), (5, 1)):
        days[key].flags.add(Flag.SAME_WAY)
    return list(days.values())


def _way(going: Going, rng: np.random.Generator) -> _Truth:
    """Blocks with right angles, rests and short waits; each second of the shift."""
    x, y, heading = [0.0], [0.0], int(rng.integers(4))
    start = rng.uniform(-3000, 3000, 2)
    if going.grid_m:
        start = np.rint(start / going.grid_m) * going.grid_m
    for _ in count():
        if len(x) > SECONDS:
            break
        block, pace = float(rng.uniform(*going.block_m)), float(rng.uniform(*going.pace))
        block = max(1, round(block / going.grid_m)) * going.grid_m if going.grid_m else block
        steps = max(1, round(block / pace))
        pace = block / steps
        dx, dy = ((pace, 0.0), (0.0, pace), (-pace, 0.0), (0.0, -pace))[heading]
        x += [x[-1] + dx * step for step in range(1, steps + 1)]
        y += [y[-1] + dy * step for step in range(1, steps + 1)]
        luck = float(rng.random())
        wait = float(rng.uniform(*going.rest_s)) if luck < going.rests else float(rng.uniform(15, 70)) if luck < 0.35 else 0.0
        x += [x[-1]] * round(wait)
        y += [y[-1]] * round(wait)
        heading = (heading + int(rng.choice([0, 1, 3], p=[0.3, 0.35, 0.35]))) % 4
    return _Truth(start[0] + np.array(x[: SECONDS + 1]), start[1] + np.array(y[: SECONDS + 1]))


def _behind(way: _Truth, seconds: int) -> _Truth:
    return _Truth(*(np.concatenate([np.full(seconds, values[0]), values[:-seconds]]) for values in way))


def _joined(mine: _Truth, other: _Truth, seconds: int, grid_m: float) -> _Truth:
    """The way of somebody else for a while, and the own one before and after, moved to it: on a grid by whole blocks."""
    low, high = SECONDS // 3, SECONDS // 3 + seconds
    parts = []
    for own, theirs in zip(mine, other, strict=True):
        moves = np.array([theirs[low] - own[low], theirs[high - 1] - own[high]])
        to_low, to_high = np.rint(moves / grid_m) * grid_m if grid_m else moves
        before, after = own[:low] + to_low, own[high:] + to_high
        parts.append(np.concatenate([before, theirs[low:high], after]))
    return _Truth(*parts)


def _day(team: int, unit: int, date: int, going: Going, way: _Truth, rng: np.random.Generator) -> Day:
    """As a receiver saw it: noise that drifts, bursts between houses, silences, single jumps, repetitions, and fixes out of order."""
    second = np.arange(0, SECONDS + 1, going.every_s)
    noise, accuracy = _noise(len(second), going, rng)
    x, y = way.x[second] + noise[0], way.y[second] + noise[1]
    for _ in range(int(rng.integers(0, 5))):  # rubbish: a fix or two elsewhere
        place = int(rng.integers(1, len(second) - 3))
        x[place : place + int(rng.integers(1, 3))] += float(rng.uniform(400, 4000))
    heard = np.ones(len(second), bool)
    for _ in range(int(rng.integers(0, 4))):
        begin = int(rng.integers(0, len(second)))
        heard[begin : begin + int(rng.uniform(240, 1200) / going.every_s) + 1] = False
    silent = _silences(second, heard, 300 if going is DRIVES else 180)
    at = date * DAY_MS + second * 1000
    track = fixes(at[heard], LON + x[heard] * EAST, LAT + y[heard] * NORTH, accuracy[heard])
    return Day(team, unit, date, going, _mixed(track, rng), _length(way, silent))


def _noise(size: int, going: Going, rng: np.random.Generator) -> tuple[Numbers, Numbers]:
    """Two axes, and the accuracy that the receiver says it has."""
    drift = 0.9 ** (going.every_s / 5)
    noise, steps = np.zeros((2, size)), rng.normal(0, going.noise_m * np.sqrt(1 - drift**2), (2, size))
    for step in range(1, size):
        noise[:, step] = drift * noise[:, step - 1] + steps[:, step]
    accuracy = rng.uniform(4, 12, size)
    for _ in range(int(rng.integers(0, 5))):  # echoes from the houses
        begin, length = int(rng.integers(0, size)), max(2, int(rng.uniform(40, 180) / going.every_s))
        noise[:, begin : begin + length] += rng.normal(0, 12, (2, 1)) + rng.normal(0, 8, (2, min(length, size - begin)))
        accuracy[begin : begin + length] = rng.uniform(20, 45)
    return noise, accuracy


def _mixed(track: Fixes, rng: np.random.Generator) -> Fixes:
    """Some came twice, some late."""
    order = np.sort(np.concatenate([np.arange(len(track)), rng.integers(0, len(track), 8)]))
    for place in rng.integers(0, len(order) - 1, 6):
        order[[place, place + 1]] = order[[place + 1, place]]
    return track.take(order)


def _silences(second: NDArray[np.int64], heard: NDArray[np.bool_], longest_s: int) -> NDArray[np.bool_]:
    """Of each second of the shift whether it lies in a silence that is longer than this."""
    silent, there = np.zeros(SECONDS + 1, bool), second[heard]
    for before, after in pairwise(there.tolist()):
        silent[before:after] = after - before > longest_s
    silent[: there[0]], silent[there[-1] :] = True, True
    return silent


def _length(way: _Truth, unheard: NDArray[np.bool_]) -> float:
    return float(np.hypot(np.diff(way.x), np.diff(way.y))[~unheard[:-1]].sum())


def _teleport(day: Day, way: _Truth, rng: np.random.Generator) -> None:
    """From a moment on everything is kilometres away; at the end of the day it is where it was."""
    moment = day.span[0] + round(float(rng.uniform(0.3, 0.6)) * SECONDS) * 1000
    back = moment + round(float(rng.uniform(1800, 7200))) * 1000
    away = (day.track.at >= moment) & (day.track.at < back)
    far, turn = float(rng.uniform(2500, 9000)), float(rng.uniform(0, 2 * np.pi))
    lon, lat = day.track.lon + away * far * np.cos(turn) * EAST, day.track.lat + away * far * np.sin(turn) * NORTH
    day.track = Fixes(day.track.at, lon, lat, day.track.accuracy, day.track.mock)
    day.flags.add(Flag.TELEPORT)


def _mock(day: Day, way: _Truth, rng: np.random.Generator) -> None:
    """For a while a program on the phone says where it is; what is heard then is not its own way."""
    begin = round(float(rng.uniform(0.2, 0.6)) * SECONDS)
    end = begin + round(float(rng.uniform(1500, 6000)))
    second = (day.track.at - day.span[0]) // 1000
    false = (second >= begin) & (second < end)
    day.track = Fixes(day.track.at, day.track.lon, day.track.lat, day.track.accuracy, day.track.mock | false)
    heard = np.unique(second[~false])
    day.metres = _length(way, _silences(heard, np.ones(len(heard), bool), 300 if day.going is DRIVES else 180))
    day.flags.add(Flag.MOCK)


def _copy(day: Day, of: Day, late_s: int, rng: np.random.Generator) -> None:
    """What another day's receiver said, as if it were of this one: later by so much, and hardly altered."""
    jitter = rng.normal(0, 0.08, (2, len(of.track)))
    at = of.track.at + (day.date - of.date) * DAY_MS + late_s * 1000
    track = Fixes(at, of.track.lon + jitter[0] * EAST, of.track.lat + jitter[1] * NORTH, of.track.accuracy, of.track.mock)
    inside = at < day.span[1]
    day.track = track.take(inside)
    day.metres = of.metres if inside.all() else float("nan")  # of the part that is left nobody asks
    day.flags.add(Flag.SAME_SHAPE)
