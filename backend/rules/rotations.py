"""The rotation of a month in the roster: made of the teams of the city, judged, and published."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from backend import standards
from backend.refusals import Malformed, RuleSaysNo
from backend.rules import rotation, shifts
from backend.rules.rotation import Planned, Team
from backend.session import Work
from backend.tables.places import GridRow
from backend.tables.shifts import ShiftRow
from backend.tables.units import UnitRow
from wire.codes import GridKind, UnitKind
from wire.problem import FieldError
from wire.rotations import Rotation, RotationFault, RotationOrder, RotationTeam, RotationWatch

MOST_FAULTS = 200
NOUN = "ROTATION"


def month_of(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Malformed("A month is YYYY-MM.", [FieldError(path="month", detail="must be YYYY-MM")]) from None


def stands(work: Work, month: date) -> Rotation:
    """What the roster has for this month, whoever entered it, and what is wrong with it."""
    teams = _teams(work)
    planned = _of_roster(work, month)
    published = any(row for row in work.session.scalars(sa.select(ShiftRow.id).where(ShiftRow.rotation == _id(month)).limit(1)))
    return _told(month, teams, [each for each in planned if each.day >= month], _judged(planned, month, teams), published)


def make(work: Work, month: date, order: RotationOrder) -> Rotation:
    """`RuleSaysNo` when one with faults is to be published. Days that have begun, and shifts that people have entered, stay as they are."""
    standard = standards.in_force()
    teams = _teams(work)
    if not teams:
        raise RuleSaysNo("rotation_without_teams", "There are no inspectors with a team and duty grids.")
    planned = rotation.plan(month, teams, standard.rotation)
    before = [each for each in _of_roster(work, month) if each.day < month]
    found = _judged([*before, *planned], month, teams)
    if order.publish:
        if found:
            first = found[0]
            detail = f"This plan breaks {len(found)} rules, first {first.fault} of {first.where} {first.day}."
            raise RuleSaysNo("rotation_with_faults", detail)
        _publish(work, month, planned)
    return _told(month, teams, planned, found, order.publish)


def _publish(work: Work, month: date, planned: Sequence[Planned]) -> None:
    duty = standards.in_force().duty
    ours = sa.and_(ShiftRow.rotation == _id(month), ShiftRow.starts_at > work.at)
    work.session.execute(sa.delete(ShiftRow).where(ours))
    spans = [duty.shift[each.kind].span(each.day) for each in planned]
    within = sa.and_(ShiftRow.starts_at < max(ends for _, ends in spans), ShiftRow.ends_at > min(starts for starts, _ in spans))
    busy: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for row in work.session.execute(sa.select(ShiftRow.unit_id, ShiftRow.starts_at, ShiftRow.ends_at).where(within)):
        busy[row.unit_id].append((row.starts_at, row.ends_at))
    grids = work.session.execute(sa.select(GridRow.code, GridRow.lon, GridRow.lat).where(GridRow.kind == GridKind.DUTY))
    places = {row.code: (row.lon, row.lat) for row in grids}
    rows = []
    for each in planned:
        starts_at, ends_at = duty.shift[each.kind].span(each.day)
        if starts_at <= work.at or any(since < ends_at and until > starts_at for since, until in busy[each.unit_id]):
            continue
        lon, lat = next((places[code] for code in each.grids if code in places), (None, None))
        rows.append({
            "id": f"{_id(month)}-{each.unit_id}-{each.day.day:02d}", "version": 1, "unit_id": each.unit_id, "day": each.day, "kind": each.kind,
            "starts_at": starts_at, "ends_at": ends_at, "grids": list(each.grids), "team": each.team, "lon": lon, "lat": lat,
            "radius_m": duty.sign_in.radius_m if lon is not None else None, "rotation": _id(month), "since": work.at,
        })  # fmt: skip
    if rows:
        work.session.execute(sa.insert(ShiftRow), rows)
    work.audit("ROTATION.PUBLISH", NOUN, _id(month), f"{len(rows)} shifts")


def _id(month: date) -> str:
    return f"{month:%Y-%m}"


def _teams(work: Work) -> list[Team]:
    """By name; the grids that its members answer for are its home."""
    members: dict[str, list[UnitRow]] = defaultdict(list)
    for unit in work.session.scalars(sa.select(UnitRow).where(UnitRow.kind == UnitKind.INSPECTOR, UnitRow.team != "").order_by(UnitRow.id)):
        members[unit.team].append(unit)
    return [
        Team(name, [unit.id for unit in units], sorted({code for unit in units for code in unit.duty_grids}))
        for name, units in sorted(members.items())
    ]


def _of_roster(work: Work, month: date) -> list[Planned]:
    """With so many days before as matter for rest."""
    rules, days = standards.in_force().rotation.rules, rotation.days_of(month)
    first = days[0] - timedelta(days=rules.most_in_a_row + 1)
    rows = work.session.scalars(sa.select(ShiftRow).where(ShiftRow.day.between(first, days[-1])))
    return [Planned(row.unit_id, row.team, "", row.day, row.kind, tuple(row.grids)) for row in rows]


def _judged(planned: Iterable[Planned], month: date, teams: Sequence[Team]) -> list[RotationFault]:
    standard = standards.in_force()
    return rotation.faults(planned, month, teams, standard.rotation.kinds, standard.rotation.rules, standard.duty.shift)


def _told(month: date, teams: Sequence[Team], planned: Sequence[Planned], found: list[RotationFault], published: bool) -> Rotation:
    by_team: dict[str, list[Planned]] = defaultdict(list)
    for each in planned:
        by_team[each.team].append(each)
    lines = []
    for place, team in enumerate(teams):
        area = rotation.area_of(teams, place, month)
        days = [len({each.day for each in by_team[team.name] if each.unit_id == unit_id}) for unit_id in team.members]
        lines.append(
            RotationTeam(
                team=team.name, area=area.name, members=len(team.members), grids=len(area.grids), shifts=len(by_team[team.name]),
                least_days=min(days, default=0), most_days=max(days, default=0),
            )
        )  # fmt: skip
    counted = Counter((each.day, each.team, each.kind) for each in planned)
    watches = [RotationWatch(day=day, team=team, kind=kind, members=members) for (day, team, kind), members in sorted(counted.items())]
    return Rotation(
        month=_id(month), shifts=len(planned), teams=lines, faults=found[:MOST_FAULTS], faulty=len(found), published=published,
        watches=watches, kinds=shifts.kinds(),
    )  # fmt: skip
