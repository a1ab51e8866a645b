"""One request, one transaction. Guide for whoever writes a rule or a route:

* A rule is `def rule(work: Work, order) -> message`. It reads and writes with `work.session` (a SQLAlchemy `Session`), knows who asks
  (`work.user`), and what time it is (`work.at`, aware UTC; never ask the clock in a rule).
* Whatever it changes it publishes: `work.publish(Noun.CASE, row.id, row.version, message)`, or `None` for the message when the thing is gone.
  The changes are numbered when the transaction commits, as its last lock; a refusal (any exception) takes everything back.
* `work.match(row.version, message)` refuses (412) when the caller said `If-Match` and meant another version.
* `work.audit("CASE.DISPATCH", Noun.CASE, row.id, "to d3")` writes the trail in the same transaction.
* A route answers `orders.do(lambda work: rule(work, data))` for what changes (backend/web/orders.py: transaction, idempotency, If-Match,
  ETag) or `with database.read(user) as work: ...` for what only looks. It asks for them by name: `orders: NamedDependency[Orders]`,
  `database: NamedDependency[Database]`, `user: NamedDependency[User]`; the others are the fields of `backend.parts.Parts`.
* Each handler names who may call it: `@put("/v1/…", opt=roles(Role.ADMIN))`; the application does not start when one does not.
* New routes: a list `routes` in your module, and a line in `ROUTES` of backend/app.py. New nouns in the snapshot: a line in `READERS` of
  backend/rules/snapshots.py. What happens by itself: a line in `JOBS` of backend/jobs/schedule.py. New tables come with a migration.
* Tests: the fixtures of tests/backends.py (`url`, `database`, `backend` on SQLite and PostgreSQL) and `Backend.client(Role.…)`.
* Outside of requests (jobs, importers, commands): `with database.write(SYSTEM) as work: ...`.
"""

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import msgspec
import psycopg
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.orm import Session

from backend.refusals import ChangedMeanwhile, Setup
from backend.stamp import Published, stamp
from wire.audit import AuditEntry
from wire.codes import Noun
from wire.message import Versioned
from wire.people import User

SYSTEM = User(id="system", version=1, name="system", full_name="System", roles=[])
FEED, POSITIONS, PRESENCE = "feed", "positions", "presence"  # what may have news; on PostgreSQL also the names of the channels


def clock() -> datetime:
    return datetime.now(UTC)


class Work:
    """The transaction of one request, and who asks for it. `expected` is the version that the caller has seen (If-Match)."""

    def __init__(self, session: Session, user: User, at: datetime, expected: int | None = None) -> None:
        self.session, self.user, self.at, self.expected = session, user, at, expected
        self.woken: set[str] = set()
        self.known: dict[tuple[Any, ...], Any] = {}  # what rules have read that others of this transaction ask for too
        self._changes: list[Published] = []
        self._entries: list[AuditEntry] = []

    def publish(self, noun: Noun, id: str, version: int, message: Versioned | None) -> None:
        self._changes.append(Published(noun, id, version, msgspec.json.encode(message).decode()))
        self.wake(FEED)

    def audit(self, act: str, noun: str = "", id: str = "", detail: str = "") -> None:
        self._entries.append(AuditEntry(seq=0, at=self.at, user=self.user.name, act=act, noun=noun, id=id, detail=detail))

    @contextmanager
    def acting(self, user: User) -> Iterator[None]:
        """What the backend does by itself within a request is done in another name than that of whoever asks."""
        asking, self.user = self.user, user
        try:
            yield
        finally:
            self.user = asking

    def match(self, version: int, current: Versioned) -> None:
        if self.expected is not None and self.expected != version:
            raise ChangedMeanwhile(current)

    def wake(self, channel: str) -> None:
        """Tell the hubs, once this is committed, that `channel` has news."""
        self.woken.add(channel)

    def stamp(self) -> None:
        """Number what was published. This is the last lock, so that order of numbers is order of commits."""
        self.session.flush()
        if self._changes or self._entries or self.woken:
            stamp(self.session, self.woken, self._changes, self._entries, clock)


class Turnstile:
    """A lock that lets in by order of arrival. SQLite has one writer, and its own waiting is unfair: somebody waited 3.7 s (LAB-BACKEND 11)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()

    def __enter__(self) -> None:
        mine = threading.Event()
        with self._lock:
            self._waiting.append(mine)
            if self._waiting[0] is mine:
                mine.set()
        mine.wait()

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._waiting.popleft()
            if self._waiting:
                self._waiting[0].set()


class OpenDoor:
    """No turnstile: PostgreSQL has many writers."""

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


class Database:
    """The one way to the tables. `committed` are called with the channels that have news, in the thread that committed."""

    def __init__(self, url: str) -> None:
        self.url = parse(url)
        self.kind = "postgresql" if self.url.get_backend_name() == "postgresql" else "sqlite"
        self.engine = _postgresql(self.url) if self.kind == "postgresql" else _sqlite(self.url)
        self.committed: list[Callable[[frozenset[str]], None]] = []
        self._writing = self.engine.execution_options(write=True)
        self._reading = self.engine.execution_options(**READ_OPTIONS[self.kind])
        self._writer = OpenDoor() if self.kind == "postgresql" else Turnstile()

    @contextmanager
    def write(self, user: User, expected: int | None = None) -> Iterator[Work]:
        """A transaction that commits at the end of the block, or leaves nothing behind when the block raises."""
        with self._writer, Session(self._writing, expire_on_commit=False) as session, session.begin():
            work = Work(session, user, clock(), expected)
            yield work
            work.stamp()
        if work.woken:
            for tell in self.committed:
                tell(frozenset(work.woken))

    @contextmanager
    def read(self, user: User = SYSTEM) -> Iterator[Work]:
        """One picture of the whole database, however long the block takes."""
        with Session(self._reading) as session, session.begin():
            yield Work(session, user, clock())

    def close(self) -> None:
        self.engine.dispose()


TRUSTED_S = 1.0  # a connection that was in use so shortly ago is taken for whole
MAPPED = 2**31 - 2**16  # bytes of a SQLite file that are read as memory: 2 MB of its own are all that a connection keeps, and a walk reads more
PREPARED = 400  # statements that a connection to PostgreSQL keeps prepared: more than the backend has for one kind of work
READ_OPTIONS: dict[str, dict[str, Any]] = {
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
    "sqlite": {},
}


def parse(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise Setup("The database URL cannot be read; write sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME.") from error
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise Setup(f"The database must be SQLite or PostgreSQL, not {parsed.get_backend_name()!r}.")
    if parsed.get_backend_name() == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if not parsed.database or parsed.database == ":memory:":
        raise Setup("A SQLite database must be a file: sqlite:///FILE.")
    return parsed.set(drivername="sqlite")


class Hinting(SQLiteCompiler):
    """Writes `select.with_hint(table, "INDEXED BY …", "sqlite")`: SQLite keeps no figures of what is common, and takes the wrong index for it."""

    def get_from_hint_text(self, table: Any, text: str | None) -> str | None:
        return text


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _postgresql(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(url, pool_size=16, max_overflow=8, json_serializer=_json, json_deserializer=msgspec.json.decode)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.prepared_max = PREPARED
        connection.execute("SET jit = off")  # 200 ms to compile what takes 100, at the eleventh time that a question is asked
        connection.commit()

    @sa.event.listens_for(engine, "checkin")
    def note(_: object, record: Any) -> None:
        record.info["rested"] = time.monotonic()

    @sa.event.listens_for(engine, "checkout")
    def ping(connection: Any, record: Any, _: object) -> None:
        # Asked each time, it would be one message of every fifteen. One that breaks while it is used makes the pool doubt all others.
        if time.monotonic() - record.info.get("rested", math.inf) < TRUSTED_S:
            return
        try:
            engine.dialect.do_ping(connection)
        except psycopg.Error as error:
            raise sa.exc.InvalidatePoolError from error

    return engine


def _sqlite(url: sa.URL) -> sa.Engine:
    options: dict[str, Any] = {"timeout": 30, "check_same_thread": False}
    engine = sa.create_engine(url, pool_size=24, connect_args=options, json_serializer=_json, json_deserializer=msgspec.json.decode)
    engine.dialect.statement_compiler = Hinting

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver must not begin by itself: BEGIN below says which kind
        for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on", f"mmap_size={MAPPED}"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A deferred BEGIN that writes later fails as busy at once: 666,023 times in 5 s (LAB-BACKEND 11).
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("write") else "BEGIN")

    return engine
