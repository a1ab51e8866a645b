"""Units, and their duty."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from backend.refusals import NotYourRole, RuleSaysNo, Unknown
from backend.rules import masks, names, shifts
from backend.session import Work
from backend.tables.positions import PositionHead
from backend.tables.units import UnitRow
from wire.codes import DutyState, Noun, Role, WorkState
from wire.people import User
from wire.search import HitKind
from wire.units import SignIn, Unit, UnitOrder, UnitPhone


def message(row: UnitRow) -> Unit:
    return Unit(
        id=row.id,
        version=row.version,
        code=row.code,
        kind=row.kind,
        name=row.name,
        duty=row.duty,
        duty_at=row.duty_at,
        team=row.team,
        plate=row.plate,
        phone=masks.phone(row.phone),
        duty_grids=row.duty_grids,
        department_id=row.department_id,
        state=row.state,
        state_at=row.state_at,
    )


def all_units(work: Work) -> list[Unit]:
    return [message(row) for row in work.session.scalars(sa.select(UnitRow).order_by(UnitRow.id))]


def one(work: Work, id: str) -> Unit:
    return message(row_of(work, id))


def phones(work: Work, ids: Sequence[str]) -> list[UnitPhone]:
    """Whole, in the order of the ids, without units that there are none; whose numbers somebody has seen is written down (DOMAIN 9.11)."""
    known = dict(work.session.execute(sa.select(UnitRow.id, UnitRow.phone).where(UnitRow.id.in_(ids))).all())
    found = [UnitPhone(unit_id=id, phone=known[id]) for id in dict.fromkeys(ids) if id in known]
    if seen := [each.unit_id for each in found if each.phone]:
        work.audit("PHONE.SEEN", Noun.UNIT, "", ", ".join(seen))
    return found


def row_of(work: Work, id: str, lock: bool = False) -> UnitRow:
    row = work.session.get(UnitRow, id, with_for_update=lock or None)
    if row is None:
        raise Unknown("unit", id)
    return row


def of_codes(work: Work, codes: Collection[str]) -> dict[str, tuple[str, int]]:
    """Id and number of the units whose devices call themselves so, by that code."""
    found = sa.select(UnitRow.code, UnitRow.id, UnitRow.number).where(among(work, UnitRow.code, list(codes)))
    return {code: (id, number) for code, id, number in work.session.execute(found)}


def must_be_own(user: User, unit_id: str, *roles: Role) -> None:
    """Only the unit itself, or who has one of the roles."""
    if user.unit_id != unit_id and not set(roles).intersection(user.roles):
        raise NotYourRole(f"{user.name} is not unit {unit_id!r}.")


def put(work: Work, order: UnitOrder) -> Unit:
    """Makes or replaces a unit; its duty stays as it is."""
    row = work.session.get(UnitRow, order.id, with_for_update=True)
    if row is None:
        row = UnitRow(id=order.id, version=0, number=_next_number(work), duty=DutyState.OFF_DUTY, duty_at=None)
        row.state, row.state_at = WorkState.OFF_DUTY, None
    else:
        work.match(row.version, message(row))
    other = work.session.scalar(sa.select(UnitRow.id).where(UnitRow.code == order.code, UnitRow.id != order.id))
    if other is not None:
        raise RuleSaysNo("code_taken", f"Unit {other!r} has the code {order.code!r}.")
    row.code, row.kind, row.name, row.team, row.plate, row.phone = order.code, order.kind, order.name, order.team, order.plate, order.phone
    row.duty_grids, row.department_id = order.duty_grids, order.department_id
    work.session.add(row)
    names.enter_row(work, HitKind.UNIT, row)
    work.audit("UNIT.PUT", Noun.UNIT, row.id)
    return publish(work, row)


def sign_in(work: Work, unit_id: str, order: SignIn) -> Unit:
    """Begins or ends duty; to say the same again changes nothing."""
    must_be_own(work.user, unit_id, Role.ADMIN)
    row = row_of(work, unit_id, lock=True)
    if row.duty == order.duty:
        return message(row)
    row.duty, row.duty_at = order.duty, work.at
    shifts.enter_sign(work, row, order)
    shifts.enter_state(work, row, WorkState.ON_DUTY if order.duty is DutyState.ON_DUTY else WorkState.OFF_DUTY)
    work.audit(f"UNIT.{order.duty}", Noun.UNIT, unit_id)
    return publish(work, row)


def publish(work: Work, row: UnitRow) -> Unit:
    row.version += 1
    done = message(row)
    work.publish(Noun.UNIT, row.id, row.version, done)
    return done


def _next_number(work: Work) -> int:
    work.session.get(PositionHead, 1, with_for_update=True)  # two new units at once must not get the same number
    return (work.session.scalar(sa.select(sa.func.max(UnitRow.number))) or 0) + 1


def among(work: Work, column: Any, values: list[str]) -> Any:
    """As one value and not a thousand, which SQLAlchemy and the database would read anew each time."""
    said = msgspec.json.encode(values).decode()
    if work.session.get_bind().dialect.name == "postgresql":
        return column.in_(sa.select(sa.func.json_array_elements_text(sa.cast(sa.literal(said, sa.Text), postgresql.JSON))))
    return column.in_(sa.select(sa.func.json_each(said).table_valued("value").c.value))
