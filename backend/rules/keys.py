"""Keys of gateways and devices: whose they are, and in which datum each sends its places."""

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from backend.refusals import Unknown
from backend.session import Work
from backend.tables.people import TokenRow, UserRow
from geo.datum import Datum

ID = 12  # hexadecimal digits of the digest: enough to tell keys apart, and nothing to get in with


class Key(NamedTuple):
    """`at` is when it was made."""

    id: str
    user: str
    roles: list[str]
    datum: Datum
    at: datetime


def id_of(digest: str) -> str:
    return digest[:ID]


def all_keys(work: Work) -> list[Key]:
    """By the name of whose they are, the oldest first."""
    columns = (TokenRow.digest, TokenRow.user, UserRow.roles, TokenRow.datum, TokenRow.at)
    found = sa.select(*columns).join(UserRow, UserRow.name == TokenRow.user).where(TokenRow.expires_at.is_(None))
    rows = work.session.execute(found.order_by(TokenRow.user, TokenRow.at, TokenRow.digest))
    return [Key(id_of(digest), user, roles, datum, at) for digest, user, roles, datum, at in rows]


def declare(work: Work, which: str, datum: Datum) -> list[Key]:
    """The key with this id, or all of a user, send places in this datum from now on; what has come before stays where it was laid."""
    mine = sa.or_(TokenRow.user == which, sa.func.substr(TokenRow.digest, 1, ID) == which)
    rows = work.session.scalars(sa.select(TokenRow).where(TokenRow.expires_at.is_(None), mine).with_for_update()).all()
    if not rows:
        raise Unknown("key", which)
    for row in rows:
        if row.datum is not datum:
            row.datum, row.declared_at, row.looked_at = datum, work.at, None
            work.audit("KEY.DATUM", "USER", row.user, f"{id_of(row.digest)} {datum}")
    work.session.flush()
    changed = {id_of(row.digest) for row in rows}
    return [key for key in all_keys(work) if key.id in changed]
