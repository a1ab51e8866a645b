"""Users, their passwords, sessions and keys."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta

import argon2
import msgspec
import sqlalchemy as sa

from backend.caller import Caller
from backend.refusals import Malformed, Unknown
from backend.rules import authorisations, keys
from backend.session import Work
from backend.tables.people import TokenRow, UserRow
from geo.datum import Datum
from wire.codes import Role
from wire.people import Login, User, UserOrder

SESSION = timedelta(hours=12)
HASHER = argon2.PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # OWASP's least; 28 ms
NOBODY = HASHER.hash(secrets.token_urlsafe())  # what the password of an unknown user is compared with, so that it takes as long


def message(row: UserRow, lent: Mapping[Role, str] = {}) -> User:
    """`lent`: what he may do for others now."""
    roles = [Role(role) for role in row.roles]
    lent = {role: holder for role, holder in lent.items() if role not in roles}
    roles += lent
    return User(
        id=row.name,
        version=row.version,
        name=row.name,
        full_name=row.full_name,
        roles=roles,
        department_id=row.department_id,
        unit_id=row.unit_id,
        lent=dict(lent),
    )


def fits(hashed: str | None, password: str) -> bool:
    """Takes some 28 ms, also for an unknown user: not for the event loop."""
    try:
        return HASHER.verify(hashed or NOBODY, password) and hashed is not None
    except argon2.exceptions.VerifyMismatchError:
        return False


def password_of(work: Work, name: str) -> str | None:
    """The hash, none when there is no such user or no password."""
    return work.session.scalar(sa.select(UserRow.password).where(UserRow.name == name))


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(work: Work, name: str) -> Login:
    row = _row(work, name)
    work.user = message(row)
    token, expires_at = secrets.token_urlsafe(32), work.at + SESSION
    work.session.add(TokenRow(digest=digest_of(token), user=name, at=work.at, expires_at=expires_at))
    work.audit("LOGIN", "USER", name)
    return Login(token=token, user=message(row, authorisations.lent(work, name)), at=work.at, expires_at=expires_at)


def close_session(work: Work, token: str) -> None:
    work.session.execute(sa.delete(TokenRow).where(TokenRow.digest == digest_of(token)))
    work.audit("LOGOUT", "USER", work.user.name)


def add_key(work: Work, name: str, datum: Datum = Datum.WGS84) -> str:
    """A token without an end, for a gateway or a device; it is shown once. `datum` is of the places that it sends."""
    _row(work, name)
    token = secrets.token_urlsafe(32)
    work.session.add(TokenRow(digest=digest_of(token), user=name, at=work.at, expires_at=None, datum=datum, declared_at=work.at))
    work.audit("KEY.ADD", "USER", name, datum)
    return token


def user_of(work: Work, digest: str) -> User | None:
    """Whose token it is, a `Caller` where it is a key; none when it is unknown, revoked or over."""
    valid = sa.or_(TokenRow.expires_at.is_(None), TokenRow.expires_at > work.at)
    found = (
        sa.select(UserRow, TokenRow.datum, TokenRow.expires_at).join(TokenRow, TokenRow.user == UserRow.name).where(TokenRow.digest == digest, valid)
    )
    known = work.session.execute(found).first()
    if known is None:
        return None
    row, datum, ends = known
    user = message(row, authorisations.lent(work, row.name))
    return user if ends is not None else Caller(**msgspec.structs.asdict(user), key=keys.id_of(digest), datum=datum)


def all_users(work: Work) -> list[User]:
    return [message(row) for row in work.session.scalars(sa.select(UserRow).order_by(UserRow.name))]


def one(work: Work, name: str) -> User:
    return message(_row(work, name))


def put(work: Work, order: UserOrder) -> User:
    """Makes or replaces a user. A new password ends all sessions of this user."""
    row = work.session.get(UserRow, order.name, with_for_update=True)
    if row is None:
        row = UserRow(name=order.name, version=0, password=None)
        work.session.add(row)
    else:
        work.match(row.version, message(row))
    row.version, row.full_name, row.roles = row.version + 1, order.full_name, sorted(set(order.roles))
    row.department_id, row.unit_id = order.department_id, order.unit_id
    if order.password is not None:
        row.password = HASHER.hash(order.password)
        work.session.execute(sa.delete(TokenRow).where(TokenRow.user == order.name, TokenRow.expires_at.is_not(None)))
    work.audit("USER.PUT", "USER", order.name, ", ".join(row.roles))
    return message(row)


def must_be_named(path: str, order: str) -> None:
    """The id in the address and the id in the body are the same thing."""
    if path != order:
        raise Malformed(f"The address says {path!r}, the body says {order!r}.")


def _row(work: Work, name: str) -> UserRow:
    row = work.session.get(UserRow, name)
    if row is None:
        raise Unknown("user", name)
    return row
