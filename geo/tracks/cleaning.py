"""Cleaning: which fixes are not believed, each by one named rule, and which steps between those that are believed cannot have been."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from geo.tracks.fixes import Fixes, Flags, Indices, Numbers
from geo.tracks.measures import Box, metres, steps_m, within
from geo.tracks.rules import TrackRules

QUICK = 0.5  # of what can have been: a step so long may belong to a jump
LOOK_BACK = 64  # runs: rubbish that alternates for longer than this is not told apart any more


class Fault(StrEnum):
    """Why a fix was dropped, in the order in which the rules are asked."""

    ZERO = "ZERO"  # 0/0: the receiver knew no place
    MOCK = "MOCK"  # the device says itself that it was told where it is
    OUTSIDE = "OUTSIDE"  # of the box that was given
    DUPLICATE = "DUPLICATE"  # a second one of the same time
    ACCURACY = "ACCURACY"  # the device itself did not believe it
    TUNNEL = "TUNNEL"  # the last place repeated, before the track goes on where no one could have come to from there
    JUMP = "JUMP"  # nobody could have come there and away again


@dataclass(frozen=True)
class Cleaned:
    """`fixes` are all of them in order of time; `fault[k]` is the place of what is wrong with fix k in `tuple(Fault)`, -1 for nothing.

    `torn`: those of the kept fixes, by their place among these, that were reached by a step that cannot have been; `teleports` the far ones of them.
    `disordered`: how many came after a later one; they were put in their place.
    """

    fixes: Fixes
    fault: Indices
    torn: Indices
    teleports: Indices
    disordered: int

    @property
    def kept(self) -> Fixes:
        return self.fixes.take(self.fault < 0)

    def dropped(self, fault: Fault) -> Indices:
        """When the fixes that were dropped by this rule were, milliseconds since 1970."""
        at: Indices = self.fixes.at[self.fault == tuple(Fault).index(fault)]
        return at


def clean(given: Fixes, rules: TrackRules, box: Box | None = None) -> Cleaned:
    """Fixes as a device left them, in any order."""
    disordered = int((given.at < np.maximum.accumulate(given.at)).sum()) if len(given) else 0
    fixes = given.take(np.argsort(given.at, kind="stable"))
    fault = np.full(len(fixes), -1, np.int64)

    def blame(which: Fault, wrong: Flags) -> None:
        fault[(fault < 0) & wrong] = tuple(Fault).index(which)

    blame(Fault.ZERO, (fixes.lon == 0) & (fixes.lat == 0))
    if not rules.believe_mock:
        blame(Fault.MOCK, fixes.mock)
    if box is not None:
        blame(Fault.OUTSIDE, ~within(fixes.lon, fixes.lat, box))
    blame(Fault.ACCURACY, fixes.accuracy > rules.accuracy_m)
    good = np.flatnonzero(fault < 0)
    double = np.zeros(len(fixes), np.bool_)
    double[good[1:]] = np.diff(fixes.at[good]) == 0
    blame(Fault.DUPLICATE, double)
    good = np.flatnonzero(fault < 0)
    believed, frozen, torn = _believed(fixes.take(good), rules)
    for which, wrong in ((Fault.TUNNEL, frozen & ~believed), (Fault.JUMP, ~frozen & ~believed)):
        of_all = np.zeros(len(fixes), np.bool_)
        of_all[good[wrong]] = True
        blame(which, of_all)
    kept = fixes.take(fault < 0)
    rent = np.flatnonzero(torn if believed.all() else _impossible(kept, rules))
    far = metres(kept.lon[rent], kept.lat[rent], kept.lon[rent + 1], kept.lat[rent + 1]) >= rules.teleport_m
    return Cleaned(fixes, fault, rent + 1, rent[far] + 1, disordered)


def _impossible(fixes: Fixes, rules: TrackRules) -> Flags:
    """Of each step."""
    return steps_m(fixes.lon, fixes.lat) > _reach(fixes, rules)


def _reach(fixes: Fixes, rules: TrackRules) -> Numbers:
    """How far each step can have led, metres."""
    reach: Numbers = rules.fastest_mps * np.diff(fixes.at) / 1000 + rules.slack_m
    return reach


def _believed(fixes: Fixes, rules: TrackRules) -> tuple[Flags, Flags, Flags]:
    """Which fixes belong to the longest story that can have been, which repeat a place before a jump, and which steps cannot have been."""
    count = len(fixes)
    torn = _impossible(fixes, rules)
    frozen = _frozen(fixes, np.flatnonzero(torn), rules)
    if not torn.any():
        return np.ones(count, np.bool_), frozen, torn
    # A run ends where the next step is none that anybody is sure of, too: a jump whose way back just could have been would be its first fix.
    unsure = (_reach(fixes, rules) * QUICK < steps_m(fixes.lon, fixes.lat)) | (np.diff(fixes.at) > rules.gap_s * 1000)
    cuts = np.flatnonzero(torn | unsure | (np.diff(frozen.astype(np.int8)) != 0)) + 1
    first, last = np.concatenate([[0], cuts]), np.concatenate([cuts - 1, [count - 1]])
    worth = np.where(frozen[first], 0.0, last - first + 1.0)
    chosen = np.zeros(count, np.bool_)
    for run in _story(fixes, first, last, worth, rules):
        chosen[first[run] : last[run] + 1] = True
    return chosen, frozen, torn


def _frozen(fixes: Fixes, before: Indices, rules: TrackRules) -> Flags:
    """The repetitions of a place up to the fixes `before` an impossible step; the first of each is where the unit was."""
    found = np.zeros(len(fixes), np.bool_)
    for end in before:
        start = int(np.searchsorted(fixes.at, fixes.at[end] - rules.tunnel_s * 1000))
        away = metres(fixes.lon[start : end + 1], fixes.lat[start : end + 1], fixes.lon[end], fixes.lat[end]) > rules.frozen_m
        moved = np.flatnonzero(away)
        if len(moved) or start == 0:
            found[start + (int(moved[-1]) + 1 if len(moved) else 0) + 1 : end + 1] = True
    return found


def _story(fixes: Fixes, first: Indices, last: Indices, worth: Numbers, rules: TrackRules) -> list[int]:
    """The runs of the chain with most fixes, where each impossible step costs `teleport_fixes` (a shortest way, as Viterbi's)."""
    best, before = worth.copy(), np.full(len(worth), -1)
    for run in range(1, len(worth)):
        earlier = np.arange(max(0, run - LOOK_BACK), run)
        ends = last[earlier]
        way = metres(fixes.lon[ends], fixes.lat[ends], fixes.lon[first[run]], fixes.lat[first[run]])
        seconds = (fixes.at[first[run]] - fixes.at[ends]) / 1000
        cost = np.where(way > rules.fastest_mps * seconds + rules.slack_m, float(rules.teleport_fixes), 0.0)
        gain = best[earlier] - cost
        top = int(np.argmax(gain))
        if gain[top] > 0:
            best[run], before[run] = worth[run] + gain[top], earlier[top]
    chain = [int(np.argmax(best))]
    while before[chain[-1]] >= 0:
        chain.append(int(before[chain[-1]]))
    return chain
