"""At most once: the answer to a key is kept in the transaction of its effect, so that a retry gets the answer and changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from backend.refusals import KeyReused
from backend.session import Work
from backend.tables.orders import OrderRow


@dataclass(frozen=True)
class Answer:
    """`version` is the thing's version after the effect, none when the answer is no versioned thing."""

    status: int
    body: bytes
    version: int | None


def insert(work: Work, table: Any) -> Any:
    """An INSERT that knows `on_conflict_do_…`, in the words of this database."""
    return (postgresql.insert if work.session.get_bind().dialect.name == "postgresql" else sqlite.insert)(table)


def once(work: Work, key: str | None, digest: str, effect: Callable[[], Answer]) -> Answer:
    """Refusals are not kept: they change nothing, and the caller may try again after looking."""
    if key is None:
        return effect()
    claim = insert(work, OrderRow).values(user=work.user.name, key=key, digest=digest, at=work.at).on_conflict_do_nothing()
    # RETURNING and never rowcount: that is -1 for this statement on psycopg (LAB-BACKEND 9).
    if work.session.execute(claim.returning(OrderRow.key)).first() is None:
        return _kept(work, key, digest)
    answer = effect()
    mine = sa.update(OrderRow).where(OrderRow.user == work.user.name, OrderRow.key == key)
    work.session.execute(mine.values(status=answer.status, version=answer.version, body=answer.body))
    return answer


def forget(work: Work, key: str) -> None:
    """Of this user: the answer was premature."""
    work.session.execute(sa.delete(OrderRow).where(OrderRow.user == work.user.name, OrderRow.key == key))


def _kept(work: Work, key: str, digest: str) -> Answer:
    row = work.session.get_one(OrderRow, (work.user.name, key))
    if row.digest != digest or row.status is None:
        raise KeyReused
    return Answer(row.status, row.body or b"", row.version)
