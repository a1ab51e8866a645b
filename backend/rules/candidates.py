"""What is known of every unit, for the ranking of those who could go to a case."""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

import sqlalchemy as sa

from backend.rules import callouts
from backend.rules.arrivals import Arrival, Arrivals, arrivals
from backend.rules.catalogue import in_force
from backend.rules.ranking import Facts, Ranked, Rules, rank
from backend.rules.recommended import LEFT_OUT
from backend.session import Work
from backend.standards.recommending import PurposeRules
from backend.tables.cases import CaseRow, TaskRow
from backend.tables.people import DepartmentRow
from wire.codes import DutyState, GridKind, Status, TaskState
from wire.recommendation import Purpose

DISPOSAL = (Status.PENDING_DISPOSAL, Status.DISPOSING)

Suits = Callable[[Arrival], tuple[float, bool]]  # its load, and whether it answers for the case


class Candidates(NamedTuple):
    by_streets: bool
    ranked: list[Ranked]


def candidates(work: Work, case: CaseRow, wanted: PurposeRules, at_hand: bool = False) -> Candidates:
    """Every unit once. `at_hand`: see `arrivals`."""
    rules, when = in_force(work).recommending, arrivals(work, case.lon, case.lat, at_hand)
    suits = _for_department(work, case, when) if wanted.purpose is Purpose.DISPOSE else _for_grid(work, case)
    given = Rules(wanted.kinds, rules.fresh_min * 60, wanted.most_load, wanted.must_suit, rules.weights)
    return Candidates(when.by_streets, rank([_facts(unit, *suits(unit)) for unit in when.units], given))


def rank_of(work: Work, case: CaseRow, purpose: Purpose, unit_id: str) -> tuple[int, str]:
    """The rank of a unit that somebody has chosen, and which unit was the first; with no rank, `LEFT_OUT`."""
    wanted = next((each for each in in_force(work).recommending.purposes if each.purpose is purpose), None)
    ranked = candidates(work, case, wanted, at_hand=True).ranked if wanted else []
    place = next((each.rank for each in ranked if each.facts.unit_id == unit_id), None)
    return place or LEFT_OUT, next((each.facts.unit_id for each in ranked if each.rank == 1), "")


def answers_for(duty_grids: list[str], duty_grid: str | None) -> bool:
    """Grids are named by code or by id."""
    return duty_grid is not None and bool({duty_grid, f"{GridKind.DUTY}-{duty_grid}"}.intersection(duty_grids))


def _facts(unit: Arrival, load: float, suited: bool) -> Facts:
    return Facts(
        unit_id=unit.unit_id,
        kind=unit.kind,
        on_duty=unit.duty is DutyState.ON_DUTY,
        fix_age_s=unit.fix_age_s,
        metres=unit.metres,
        seconds=unit.seconds,
        load=load,
        suited=suited,
        state=unit.state,
    )


def _for_grid(work: Work, case: CaseRow) -> Suits:
    """Inspectors have tasks, are called out, and answer for duty grids."""
    tasks = Counter(work.session.scalars(sa.select(TaskRow.unit_id).where(TaskRow.state == TaskState.OPEN)))
    tasks.update(callouts.busy(work))
    return lambda unit: (float(tasks.get(unit.unit_id, 0)), answers_for(unit.duty_grids, case.duty_grid))


def _for_department(work: Work, case: CaseRow, when: Arrivals) -> Suits:
    """Vehicles share the work of their department, which answers for what was dispatched to it, before that for what is of its trade."""
    counted = sa.select(CaseRow.department_id, sa.func.count()).where(CaseRow.status.in_(DISPOSAL)).group_by(CaseRow.department_id)
    cases: dict[str | None, int] = dict(work.session.execute(counted).all())
    hands = Counter(unit.department_id for unit in when.units)
    answerable = {case.department_id} if case.department_id else _of_trade(work, case)
    return lambda unit: (
        round(cases.get(unit.department_id, 0) / hands[unit.department_id], 1) if unit.department_id else 0.0,
        unit.department_id in answerable,
    )


def _of_trade(work: Work, case: CaseRow) -> set[str | None]:
    small = in_force(work).classes.get((case.kind, case.class_code))
    departments = work.session.execute(sa.select(DepartmentRow.id, DepartmentRow.trades))
    return {id for id, trades in departments if small is not None and small.trade in trades}
