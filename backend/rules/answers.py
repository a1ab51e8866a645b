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


INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
Statements = dict[str, Any]  # by kind of database


def insert(work: Work, table: Any) -> Any:
    """An INSERT that knows `on_conflict_do_…`, in the words of this database."""
    return INSERTS[work.session.get_bind().dialect.name](table)


def prepared(make: Callable[[Any], Any]) -> Statements:
    """What `make(insert)` writes for each database. Of what every step needs: to build it anew takes longer than the database does."""
    return {kind: make(insert) for kind, insert in INSERTS.items()}


def run(work: Work, statements: Statements, **values: Any) -> sa.CursorResult[Any]:
    """Past the objects: what rules have changed of them is not written for it."""
    return work.session.connection().execute(statements[work.session.get_bind().dialect.name], values)


CLAIM = prepared(lambda insert: insert(OrderRow).on_conflict_do_nothing().returning(OrderRow.key))
KEEP = prepared(lambda _: sa.update(OrderRow).where(OrderRow.user == sa.bindparam("whose"), OrderRow.key == sa.bindparam("which")))


def once(work: Work, key: str | None, digest: str, effect: Callable[[], Answer]) -> Answer:
    """Refusals are not kept: they change nothing, and the caller may try again after looking."""
    if key is None:
        return effect()
    # RETURNING and never rowcount: that is -1 for this statement on psycopg (LAB-BACKEND 9).
    if run(work, CLAIM, user=work.user.name, key=key, digest=digest, at=work.at).first() is None:
        return _kept(work, key, digest)
    answer = effect()
    run(work, KEEP, whose=work.user.name, which=key, status=answer.status, version=answer.version, body=answer.body)
    return answer


def forget(work: Work, key: str) -> None:
    """Of this user: the answer was premature."""
    work.session.execute(sa.delete(OrderRow).where(OrderRow.user == work.user.name, OrderRow.key == key))


def _kept(work: Work, key: str, digest: str) -> Answer:
    row = work.session.get_one(OrderRow, (work.user.name, key))
    if row.digest != digest or row.status is None:
        raise KeyReused
    return Answer(row.status, row.body or b"", row.version)
