"""The monthly rotation: pure. Teams go round the areas by month, members work and rest in turn, and each keeps grids of its own; those of whoever
rests are dealt to the others. `faults` judges any roster, this one or one that people have changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from backend.standards.duty import ShiftTimes
from backend.standards.rotating import RotationRules, RotationStandard
from wire.rotations import RosterFault, RotationFault

EPOCH = date(2026, 1, 1)  # from here turns are counted, so that they go on over the end of a month


class Team(NamedTuple):
    """`members` are unit ids; `grids` the duty grids of its home, which is an area."""

    name: str
    members: Sequence[str]
    grids: Sequence[str]


class Planned(NamedTuple):
    unit_id: str
    team: str
    area: str
    day: date
    kind: str
    grids: tuple[str, ...]


def days_of(month: date) -> list[date]:
    """The days of the month that a day lies in."""
    first = month.replace(day=1)
    later = (first + timedelta(days=31)).replace(day=1)
    return [first + timedelta(days=number) for number in range((later - first).days)]


def area_of(teams: Sequence[Team], place: int, month: date) -> Team:
    """Whose home a team walks this month: one further each month."""
    return teams[(place + (month.year - EPOCH.year) * 12 + month.month - EPOCH.month) % len(teams)]


def plan(month: date, teams: Sequence[Team], standard: RotationStandard) -> list[Planned]:
    """The same teams and month make the same plan."""
    return [each for place, team in enumerate(teams) for day in days_of(month) for each in _day(day, team, area_of(teams, place, month), standard)]


def _day(day: date, team: Team, area: Team, standard: RotationStandard) -> Iterator[Planned]:
    at_work: dict[str, list[int]] = defaultdict(list)
    for member in range(len(team.members)):
        turn, place = divmod((day - EPOCH).days + member, standard.work_days + standard.rest_days)
        if place < standard.work_days:
            at_work[standard.kinds[(member + turn) % len(standard.kinds)]].append(member)
    for kind, members in sorted(at_work.items()):
        dealt: dict[int, list[str]] = defaultdict(list)
        for number, grid in enumerate(area.grids):
            owner = number % len(team.members)
            dealt[owner if owner in members else members[number % len(members)]].append(grid)
        for member in members if area.grids else ():
            shared = area.grids[member % len(area.grids) :][:1]  # where there are more people than grids
            yield Planned(team.members[member], team.name, area.name, day, kind, tuple(dealt[member] or shared))


def faults(
    planned: Iterable[Planned], month: date, teams: Sequence[Team], kinds: Sequence[str], rules: RotationRules, times: Mapping[str, ShiftTimes]
) -> list[RotationFault]:
    """What is wrong with the roster of a month; shifts of the days before it may be among them, so that rest is judged over its beginning."""
    planned, days = list(planned), days_of(month)
    found = [RotationFault(fault=RosterFault.NOBODY, where=team.name) for team in teams if not team.members or not team.grids]
    if rules.every_grid:
        walked = {(each.day, each.kind, grid) for each in planned for grid in each.grids}
        for team in teams:
            wanted = [(day, kind, grid) for day in days for kind in kinds for grid in team.grids]
            missed = [(day, grid) for day, kind, grid in wanted if (day, kind, grid) not in walked]
            found += [RotationFault(fault=RosterFault.GRID_UNWALKED, where=grid, day=day.isoformat()) for day, grid in missed]
    by_unit: dict[str, list[Planned]] = defaultdict(list)
    for each in sorted(planned, key=lambda each: (each.unit_id, each.day, each.kind)):
        by_unit[each.unit_id].append(each)
    for unit_id, shifts in by_unit.items():
        found += _rest(unit_id, shifts, rules, times)
    for team in teams:
        counts = [len({each.day for each in by_unit[unit_id] if each.day in set(days)}) for unit_id in team.members]
        if counts and max(counts) - min(counts) > rules.spread_days:
            found.append(RotationFault(fault=RosterFault.UNFAIR, where=team.name))
    return found


def _rest(unit_id: str, shifts: Sequence[Planned], rules: RotationRules, times: Mapping[str, ShiftTimes]) -> Iterator[RotationFault]:
    row = 0
    last: date | None = None
    for each in shifts:
        if each.day != last:
            row = row + 1 if last is not None and each.day - last == timedelta(days=1) else 1
            last = each.day
            if row > rules.most_in_a_row:
                yield RotationFault(fault=RosterFault.NO_REST, where=unit_id, day=each.day.isoformat())
    spans: list[tuple[datetime, datetime]] = [times[each.kind].span(each.day) for each in shifts if each.kind in times]
    for before, after in pairwise(spans):
        if (after[0] - before[1]).total_seconds() < rules.least_rest_h * 3600:
            yield RotationFault(fault=RosterFault.SHORT_REST, where=unit_id, day=after[0].date().isoformat())
