"""Units in the order in which they should be sent, as a pure function of what is known of them.

What a unit costs depends on itself alone, so that no unit changes the order of the others. What would bring it forward is found by asking
the same function again with the change made.
"""

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from backend.standards.recommending import Weights
from wire.codes import UnitKind, WorkState
from wire.recommendation import Barrier, Change, Criterion, Reason

HINDERED = {WorkState.OFF_GRID: 1.0, WorkState.BREAK: 2.0}  # as `Criterion.STATE` has it
NEVER = frozenset({Barrier.WRONG_KIND, Barrier.NO_FIX, Barrier.NO_WAY})  # no single figure of it would change these


class Rules(NamedTuple):
    kinds: frozenset[UnitKind]
    fresh_s: float
    most_load: float | None
    must_suit: bool
    weights: Weights


class Facts(NamedTuple):
    """What is known of a unit. `load` is how much it has to do, `suited` whether it answers for the place or the case, `state` what it does now."""

    unit_id: str
    kind: UnitKind
    on_duty: bool
    fix_age_s: int | None
    metres: int | None
    seconds: int | None
    load: float
    suited: bool
    state: WorkState = WorkState.ON_DUTY


class Ranked(NamedTuple):
    """`minutes` and `reasons` of one unit; see `wire.recommendation.Candidate`."""

    facts: Facts
    rank: int | None
    minutes: float | None
    reasons: list[Reason]
    barriers: list[Barrier]
    changes: list[Change]
    rank_then: int | None


Cost = tuple[float, str]


def rank(units: Sequence[Facts], rules: Rules) -> list[Ranked]:
    """Every unit once: the ranked ones by rank, then the others, who would come nearest to the first place first."""
    fit = sorted((cost(facts, rules), facts) for facts in units if not barriers(facts, rules))
    order = [each for each, _ in fit]
    ranked = [_ranked(facts, place, order, rules) for place, (_, facts) in enumerate(fit, start=1)]
    others = [_left_out(facts, order, rules) for facts in units if barriers(facts, rules)]
    return [*ranked, *sorted(others, key=lambda other: (other.rank_then or math.inf, other.facts.unit_id))]


def barriers(facts: Facts, rules: Rules) -> list[Barrier]:
    """Why a unit is not to be sent at all."""
    has_fix = facts.fix_age_s is not None
    held = {
        Barrier.WRONG_KIND: facts.kind not in rules.kinds,
        Barrier.OFF_DUTY: not facts.on_duty,
        Barrier.UNSUITED: rules.must_suit and not facts.suited,
        Barrier.NO_FIX: not has_fix,
        Barrier.STALE_FIX: facts.fix_age_s is not None and facts.fix_age_s > rules.fresh_s,
        Barrier.NO_WAY: has_fix and facts.seconds is None,
        Barrier.BUSY: rules.most_load is not None and facts.load >= rules.most_load,
    }
    return [barrier for barrier, holds in held.items() if holds]


def reasons(facts: Facts, rules: Rules) -> list[Reason]:
    """What each thing that is known counts for, in minutes."""
    weights = rules.weights
    counted = [(Criterion.LOAD, facts.load, weights.load * facts.load)]
    if facts.seconds is not None:
        counted.append((Criterion.ETA, facts.seconds, weights.eta * facts.seconds / 60))
    if facts.fix_age_s is not None:
        counted.append((Criterion.FIX_AGE, facts.fix_age_s, weights.fix_age * facts.fix_age_s / 60))
    counted.append((Criterion.SKILL, float(facts.suited), 0.0 if facts.suited else weights.unsuited))
    if facts.state in HINDERED:
        counted.append((Criterion.STATE, HINDERED[facts.state], weights.on_break if facts.state is WorkState.BREAK else weights.off_grid))
    return sorted((Reason(criterion=criterion, value=value, minutes=minutes) for criterion, value, minutes in counted), key=lambda each: each.minutes)


def cost(facts: Facts, rules: Rules) -> Cost:
    """In minutes; equal units are told apart by their ids."""
    return math.fsum(reason.minutes for reason in reasons(facts, rules)), facts.unit_id


def changed(facts: Facts, change: Change) -> Facts:
    """The same unit after one change."""
    if change.criterion is Criterion.DUTY:
        return facts._replace(on_duty=bool(change.to))
    if change.criterion is Criterion.SKILL:
        return facts._replace(suited=bool(change.to))
    if change.criterion is Criterion.STATE:
        return facts._replace(state=WorkState.ON_DUTY)
    if change.criterion is Criterion.LOAD:
        return facts._replace(load=change.to)
    if change.criterion is Criterion.ETA:
        return facts._replace(seconds=int(change.to))
    return facts._replace(fix_age_s=int(change.to))


def _ranked(facts: Facts, place: int, order: list[Cost], rules: Rules) -> Ranked:
    changes = list(_to_the_top(facts, order[0], rules)) if place > 1 else []
    return Ranked(facts, place, cost(facts, rules)[0], reasons(facts, rules), [], changes, 1 if changes else None)


def _to_the_top(facts: Facts, best: Cost, rules: Rules) -> Iterator[Change]:
    """Each change that alone would bring a unit before the best one."""
    too_much = cost(facts, rules)[0] - best[0]
    for reason in reasons(facts, rules):
        change = _enough(reason, too_much, rules.weights)
        if change is not None and cost(changed(facts, change), rules) < best:
            yield change


def _enough(reason: Reason, too_much: float, weights: Weights) -> Change | None:
    """How much less of one thing would save more than `too_much` minutes; none when even nothing of it would not."""
    if reason.criterion is Criterion.SKILL:
        return None if reason.value else Change(criterion=Criterion.SKILL, to=1)
    if reason.criterion is Criterion.STATE:
        return Change(criterion=Criterion.STATE, to=0)
    each = {Criterion.ETA: weights.eta / 60, Criterion.LOAD: weights.load, Criterion.FIX_AGE: weights.fix_age / 60}[reason.criterion]
    least = math.ceil(reason.value - too_much / each) - 1
    return Change(criterion=reason.criterion, to=least) if least >= 0 else None


def _left_out(facts: Facts, order: list[Cost], rules: Rules) -> Ranked:
    held = barriers(facts, rules)
    changes = [_remedy(barrier, rules) for barrier in held if barrier not in NEVER]
    then = facts
    for change in changes:
        then = changed(then, change)
    rank_then = None if NEVER.intersection(held) else bisect_left(order, cost(then, rules)) + 1
    minutes = cost(facts, rules)[0] if facts.seconds is not None else None
    return Ranked(facts, None, minutes, reasons(facts, rules), held, [] if rank_then is None else changes, rank_then)


def _remedy(barrier: Barrier, rules: Rules) -> Change:
    """The least that takes a barrier away."""
    if barrier is Barrier.OFF_DUTY:
        return Change(criterion=Criterion.DUTY, to=1)
    if barrier is Barrier.UNSUITED:
        return Change(criterion=Criterion.SKILL, to=1)
    if barrier is Barrier.STALE_FIX:
        return Change(criterion=Criterion.FIX_AGE, to=math.floor(rules.fresh_s))
    return Change(criterion=Criterion.LOAD, to=math.ceil(rules.most_load or 0) - 1)
