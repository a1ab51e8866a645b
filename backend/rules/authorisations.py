"""Who acts for whom, and until when (DOMAIN 2.5). What was lent is never lent on, and ends at the minute that was said."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from backend.refusals import NotYourRole, RuleSaysNo, Unknown
from backend.rules.catalogue import in_force
from backend.session import Work
from backend.tables.authorisations import AuthorisationRow
from backend.tables.people import UserRow
from wire.authorisations import Authorisation, AuthorisationOrder, Authorisations, Colleague
from wire.codes import HALL, OFFICE, Role

LENDABLE = HALL - {Role.ADMIN} | OFFICE
LONGEST = timedelta(days=92)


def shown(work: Work) -> Authorisations:
    user, rows = work.user, sa.select(AuthorisationRow).order_by(AuthorisationRow.from_at.desc(), AuthorisationRow.id)
    if Role.ADMIN not in user.roles:
        rows = rows.where(sa.or_(AuthorisationRow.holder == user.name, AuthorisationRow.substitute == user.name))
    people = {row.name: row for row in work.session.scalars(sa.select(UserRow).order_by(UserRow.full_name))}
    others = [row for row in people.values() if row.name != user.name and not LENDABLE.isdisjoint(row.roles)]
    return Authorisations(
        given=[_message(row, people) for row in work.session.scalars(rows)],
        colleagues=[Colleague(name=row.name, full_name=row.full_name) for row in others],
    )


def put(work: Work, order: AuthorisationOrder) -> Authorisation:
    """A new one; the same again changes nothing."""
    holder, substitute = _person(work, order.holder or work.user.name), _person(work, order.substitute)
    if order.holder not in (None, work.user.name) and Role.ADMIN not in work.user.roles:
        raise NotYourRole("Only an administrator gives what others hold.")
    _check(work, order, holder, substitute)
    row = work.session.get(AuthorisationRow, order.id)
    if row is None:
        row = AuthorisationRow(id=order.id, version=1, holder=holder.name, substitute=substitute.name, note=order.note)
        row.roles, row.from_at, row.to_at = sorted(set(order.roles)), order.from_at, order.to_at
        work.session.add(row)
        work.audit("AUTHORISE", "USER", substitute.name, f"{', '.join(row.roles)} of {holder.name} until {order.to_at.isoformat()}")
    elif (row.holder, row.substitute) != (holder.name, substitute.name):
        raise RuleSaysNo("id_taken", f"Another authorisation has the id {order.id!r}.")
    return _message(row, {holder.name: holder, substitute.name: substitute})


def revoke(work: Work, id: str) -> Authorisation:
    """By who gave it, who has it, or an administrator."""
    row = work.session.get(AuthorisationRow, id, with_for_update=True)
    if row is None or (work.user.name not in (row.holder, row.substitute) and Role.ADMIN not in work.user.roles):
        raise Unknown("authorisation", id)
    if row.revoked_at is None:
        row.revoked_at, row.version = work.at, row.version + 1
        work.audit("AUTHORISE.REVOKE", "USER", row.substitute, f"{', '.join(row.roles)} of {row.holder}")
    return _message(row, {name: _person(work, name) for name in (row.holder, row.substitute)})


def lent(work: Work, name: str) -> dict[Role, str]:
    """The roles that a user has for others now, with whose they are. A role that its holder has lost is lent no more."""
    now = sa.and_(AuthorisationRow.from_at <= work.at, AuthorisationRow.to_at > work.at, AuthorisationRow.revoked_at.is_(None))
    rows = sa.select(AuthorisationRow.roles, UserRow.roles, UserRow.full_name).join(UserRow, UserRow.name == AuthorisationRow.holder)
    found = work.session.execute(rows.where(AuthorisationRow.substitute == name, now).order_by(AuthorisationRow.from_at))
    return {Role(role): holder for roles, held, holder in found for role in roles if role in held}


def holders(work: Work, name: str, role: Role) -> set[str]:
    """The users whose role this one has for them now."""
    now = sa.and_(AuthorisationRow.from_at <= work.at, AuthorisationRow.to_at > work.at, AuthorisationRow.revoked_at.is_(None))
    rows = work.session.execute(sa.select(AuthorisationRow.holder, AuthorisationRow.roles).where(AuthorisationRow.substitute == name, now))
    return {holder for holder, roles in rows if role in roles}


def _check(work: Work, order: AuthorisationOrder, holder: UserRow, substitute: UserRow) -> None:
    if not order.from_at.tzinfo or not order.to_at.tzinfo:
        raise RuleSaysNo("no_zone", "The time must say its zone.")
    if order.to_at <= max(order.from_at, work.at) or order.to_at - order.from_at > LONGEST:
        raise RuleSaysNo("authorised_too_long", f"An authorisation ends after it begins, later than now, and within {LONGEST.days} days.")
    if holder.name == substitute.name:
        raise RuleSaysNo("authorises_himself", "Nobody stands in for himself.")
    if foreign := sorted(_foreign(order.roles, holder)):
        raise RuleSaysNo("role_not_held", f"{holder.full_name} cannot lend {', '.join(foreign)}.")
    if _straddles(work, order, substitute):
        raise RuleSaysNo(
            "both_axes", f"{substitute.full_name} has a post of the other centre: nobody acts on both axes, so with this one he could do nothing."
        )
    if not OFFICE.isdisjoint(order.roles) and substitute.department_id != holder.department_id:
        raise RuleSaysNo("other_department", "A department's post is given to somebody of the same department.")


def _straddles(work: Work, order: AuthorisationOrder, substitute: UserRow) -> bool:
    """Whether this would put on both axes who stands on one, with what he has been lent for any part of that time."""
    machine, own = in_force(work).machine, [Role(role) for role in substitute.roles]
    meanwhile = sa.and_(AuthorisationRow.from_at < order.to_at, AuthorisationRow.to_at > order.from_at, AuthorisationRow.revoked_at.is_(None))
    rows = work.session.scalars(sa.select(AuthorisationRow.roles).where(AuthorisationRow.substitute == substitute.name, meanwhile))
    return machine.straddles([*own, *order.roles, *(Role(role) for roles in rows for role in roles)]) and not machine.straddles(own)


def _foreign(roles: Iterable[Role], holder: UserRow) -> set[Role]:
    return {role for role in roles if role not in LENDABLE or role not in holder.roles}


def _person(work: Work, name: str) -> UserRow:
    row = work.session.get(UserRow, name)
    if row is None:
        raise RuleSaysNo("unknown_user", f"There is no user {name!r}.")
    return row


def _message(row: AuthorisationRow, people: dict[str, UserRow]) -> Authorisation:
    names: dict[str, Any] = {
        "holder_name": people[row.holder].full_name if row.holder in people else row.holder,
        "substitute_name": people[row.substitute].full_name if row.substitute in people else row.substitute,
    }
    fields: dict[str, Any] = {name: getattr(row, name) for name in Authorisation.__struct_fields__ if name not in names}
    return Authorisation(**fields, **names)
