"""Letters on disk, from the moment they are put in the outbox until the backend has answered; and what it answered, for a shift."""

import logging
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from console.database import lock, open_database
from console.workers.letters import AnyLetter, Refused, Stored
from wire.problem import Problem

log = logging.getLogger(__name__)

KEEP_STORED = timedelta(days=1)

metadata = sa.MetaData()
letter_rows = sa.Table(
    "letter",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("key", sa.String, nullable=False, unique=True),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("sent", sa.Boolean, nullable=False, default=False),  # the backend may have had it
    sa.Column("unreadable", sa.Boolean, nullable=False, default=False),  # written by another console; kept, not sent
    sqlite_autoincrement=True,
)
# Our own orders have brought a subject from version `seen` to `now`, and nobody else came between.
span_rows = sa.Table(
    "span",
    metadata,
    sa.Column("subject", sa.String, primary_key=True),
    sa.Column("seen", sa.Integer, nullable=False),
    sa.Column("now", sa.Integer, nullable=False),
)

refused_rows = sa.Table(
    "refused",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("problem", sa.LargeBinary, nullable=False),
    sa.Column("at", sa.String, nullable=False),
)
stored_rows = sa.Table(
    "stored",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("verb", sa.String, nullable=False),
    sa.Column("step", sa.Integer, nullable=False),
    sa.Column("at", sa.String, nullable=False),
)
# Raw bytes of a letter that waits or was refused: as large as they are, and read only when it is sent.
media_rows = sa.Table(
    "media",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
# Letters that are sent only if this console ends before what they stand in for is there.
spare_rows = sa.Table(
    "spare",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("stands_for", sa.String, nullable=False),
    sa.Column("key", sa.String, nullable=False, unique=True),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
OTHERS = (span_rows, refused_rows, stored_rows, media_rows)
STEPS = [metadata.create_all] * 4  # the second brings what was refused and stored, the third the media, the fourth the spare letters
WITH_MEDIA = sa.select(letter_rows, media_rows.c.content).join(media_rows, media_rows.c.key == letter_rows.c.key, isouter=True)


class Waiting(NamedTuple):
    letter: AnyLetter
    sent: bool


class Settled(NamedTuple):
    """The backend has stored a letter, and by that brought its subject from version `seen` to `now`; `step` as in `Stored`."""

    letter: AnyLetter
    seen: int | None = None
    now: int | None = None
    step: int = 0


class Shelf:
    """One file for one console of one user of one backend, locked while it is open. Of any thread.

    `number` is 1 for the first console of a user on this machine. `Taken` when another one has the file, `OSError` when there can be none.
    """

    def __init__(self, path: Path, number: int = 1) -> None:
        self.path, self.number = path, number
        self._lock = lock(path)
        try:
            self._engine = open_database(path, STEPS, synchronous="FULL")
            self._light = open_database(path, STEPS, synchronous="NORMAL")
        except BaseException:
            self._lock.unlock()
            raise
        with self._engine.begin() as connection:
            connection.execute(sa.delete(span_rows).where(span_rows.c.subject.not_in(sa.select(letter_rows.c.subject))))
            connection.execute(sa.delete(stored_rows).where(stored_rows.c.at < (datetime.now(UTC) - KEEP_STORED).isoformat()))

    def close(self) -> None:
        self._dispose()
        self._lock.unlock()

    def _dispose(self) -> None:
        for engine in (self._engine, self._light):
            engine.dispose()

    def take_from(self, left: "Shelf") -> list[AnyLetter]:
        """All that another shelf holds, in its order; that file is gone then. Broken off in between, a letter is on both, under one key."""
        left.take_out_spares()
        with left._engine.begin() as connection:
            letters = [dict(row) for row in connection.execute(sa.select(letter_rows).order_by(letter_rows.c.seq)).mappings()]
            others = {table: [dict(row) for row in connection.execute(sa.select(table)).mappings()] for table in OTHERS}
        with self._engine.begin() as connection:
            for table, rows in {letter_rows: letters, **others}.items():
                if rows:
                    fresh = [{name: value for name, value in row.items() if name != "seq"} for row in rows]
                    connection.execute(sa.insert(table).prefix_with("OR IGNORE"), fresh)
        left.remove()
        keys = {row["key"] for row in letters}
        return [waiting.letter for waiting in self.waiting() if waiting.letter.key in keys]

    def remove(self) -> None:
        self._dispose()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        self._lock.unlock()

    def add(self, letters: Collection[AnyLetter], instead_of: str = "") -> None:
        """All of them or none; the spare letters that stood for them are gone then."""
        with self._engine.begin() as connection:
            if instead_of:
                mine = spare_rows.c.stands_for == instead_of
                connection.execute(sa.delete(media_rows).where(media_rows.c.key.in_(sa.select(spare_rows.c.key).where(mine))))
                connection.execute(sa.delete(spare_rows).where(mine))
            _insert(connection, letters)

    def add_spare(self, letters: Collection[AnyLetter], stands_for: str) -> None:
        """They wait for `add` with this name, or for the end of this console."""
        with self._engine.begin() as connection:
            _insert_media(connection, letters)
            rows = [{"key": each.key, "subject": each.subject, "body": _written(each), "stands_for": stands_for} for each in letters]
            connection.execute(sa.insert(spare_rows).prefix_with("OR IGNORE"), rows)

    def take_out_spares(self) -> None:
        """Nobody will come with anything better any more: from now on they are letters as all others."""
        with self._engine.begin() as connection:
            names = ["key", "subject", "body"]
            spares = sa.select(*(spare_rows.c[name] for name in names), sa.false()).order_by(spare_rows.c.seq)
            connection.execute(sa.insert(letter_rows).prefix_with("OR IGNORE").from_select([*names, "sent"], spares))
            connection.execute(sa.delete(spare_rows))

    def waiting(self) -> list[Waiting]:
        with self._engine.begin() as connection:
            rows = connection.execute(WITH_MEDIA.where(~letter_rows.c.unreadable).order_by(letter_rows.c.seq)).all()
        return [waiting for row in rows if (waiting := self._read(row))]

    def next(self, most: int = 1, without: Collection[str] = ()) -> list[Waiting]:
        """The oldest letters about none of the subjects `without`, one of each subject."""
        readable = sa.select(sa.func.min(letter_rows.c.seq)).where(~letter_rows.c.unreadable, letter_rows.c.subject.not_in(without))
        firsts = readable.group_by(letter_rows.c.subject).order_by(sa.func.min(letter_rows.c.seq)).limit(most)
        with self._engine.begin() as connection:
            rows = connection.execute(WITH_MEDIA.where(letter_rows.c.seq.in_(firsts)).order_by(letter_rows.c.seq)).all()
        return [waiting for row in rows if (waiting := self._read(row))]

    def is_piled(self, least: int) -> bool:
        """Whether so many letters wait."""
        some = sa.select(letter_rows.c.seq).limit(least).subquery()
        with self._light.begin() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one() >= least

    def send(self, keys: Collection[str]) -> set[str]:
        """Marks them as perhaps sent, all with one wait for the disk; those that were still there."""
        with self._engine.begin() as connection:
            marked = sa.update(letter_rows).where(letter_rows.c.key.in_(keys)).values(sent=True)
            return set(connection.execute(marked.returning(letter_rows.c.key)).scalars())

    def mark(self, key: str, sent: bool) -> bool:
        """Whether it was still there to be marked."""
        with self._engine.begin() as connection:
            found = connection.execute(sa.update(letter_rows).where(letter_rows.c.key == key).values(sent=sent))
        return found.rowcount == 1

    def withdraw(self, key: str) -> bool:
        """Whether it could be taken back: not once the backend may have had it."""
        with self._engine.begin() as connection:
            gone = connection.execute(sa.delete(letter_rows).where(letter_rows.c.key == key, ~letter_rows.c.sent)).rowcount == 1
            if gone:
                _throw_away(connection, key)
            return gone

    def refuse(self, letter: AnyLetter, problem: Problem) -> None:
        """The backend will not have it. What was written in it stays until `dismiss` or `replace`."""
        kept = {"body": _written(letter), "problem": msgspec.json.encode(problem), "at": datetime.now(UTC).isoformat()}
        with self._engine.begin() as connection:
            connection.execute(sa.delete(letter_rows).where(letter_rows.c.key == letter.key))
            connection.execute(sa.insert(refused_rows).prefix_with("OR REPLACE"), [{"key": letter.key, **kept}])

    def refused(self) -> list[Refused]:
        with self._engine.begin() as connection:
            past = sa.select(refused_rows, media_rows.c.content).join(media_rows, media_rows.c.key == refused_rows.c.key, isouter=True)
            rows = connection.execute(past.order_by(refused_rows.c.at)).all()
        return [found for row in rows if (found := _refused(row))]

    def dismiss(self, key: str) -> bool:
        """Its author has done with it."""
        with self._engine.begin() as connection:
            _throw_away(connection, key)
            return connection.execute(sa.delete(refused_rows).where(refused_rows.c.key == key)).rowcount == 1

    def replace(self, key: str, letter: AnyLetter) -> None:
        """Another letter in the place of one that was refused: both or none."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(refused_rows).where(refused_rows.c.key == key))
            _throw_away(connection, key)
            _insert(connection, [letter])

    def stored(self) -> list[Stored]:
        """What the backend has stored within a day."""
        with self._engine.begin() as connection:
            rows = connection.execute(sa.select(stored_rows).order_by(stored_rows.c.at)).all()
        return [Stored(row.key, row.subject, row.verb, row.step, datetime.fromisoformat(row.at)) for row in rows]

    def settle(self, letter: AnyLetter, seen: int | None = None, now: int | None = None, step: int = 0) -> None:
        self.settle_all([Settled(letter, seen, now, step)])

    def settle_all(self, settled: Collection[Settled]) -> None:
        """The backend has stored these letters, each about another subject.

        Nobody waits for the disk: should the power fail first, they are sent once more under their keys, and answered the same.
        """
        if not settled:
            return
        keys, at = [each.letter.key for each in settled], datetime.now(UTC).isoformat()
        said = [{"subject": each.letter.subject, "verb": each.letter.verb, "step": each.step, "at": at} for each in settled]
        kept = [{"key": key, **row} for key, row in zip(keys, said, strict=True)]
        with self._light.begin() as connection:
            connection.execute(sa.delete(letter_rows).where(letter_rows.c.key.in_(keys)))
            connection.execute(sa.delete(media_rows).where(media_rows.c.key.in_(keys)))
            connection.execute(sa.insert(stored_rows).prefix_with("OR REPLACE"), kept)
            _widen_spans(connection, [each for each in settled if each.seen is not None and each.now is not None])

    def version(self, letter: AnyLetter) -> int | None:
        """The version to send it with: the one that the operator saw or, when only our own orders changed it since, theirs."""
        if letter.version is None:
            return None
        with self._engine.begin() as connection:
            span = connection.execute(sa.select(span_rows).where(span_rows.c.subject == letter.subject)).first()
        return span.now if span and span.seen <= letter.version < span.now else letter.version

    def _read(self, row: sa.Row[Any]) -> Waiting | None:
        try:
            return Waiting(_read(row), row.sent)
        except msgspec.DecodeError:
            log.error("letter %d of the outbox cannot be read; it is kept, and not sent", row.seq)
            with self._engine.begin() as connection:
                connection.execute(sa.update(letter_rows).where(letter_rows.c.seq == row.seq).values(unreadable=True))
            return None


def _insert(connection: sa.Connection, letters: Collection[AnyLetter]) -> None:
    """The media before the letters: a letter is never without its own."""
    _insert_media(connection, letters)
    rows = [{"key": letter.key, "subject": letter.subject, "body": _written(letter)} for letter in letters]
    connection.execute(sa.insert(letter_rows).prefix_with("OR IGNORE"), rows)


def _insert_media(connection: sa.Connection, letters: Collection[AnyLetter]) -> None:
    media = [{"key": letter.key, "content": getattr(letter, letter.MEDIA)} for letter in letters if letter.MEDIA]
    if media:
        connection.execute(sa.insert(media_rows).prefix_with("OR IGNORE"), media)


def _widen_spans(connection: sa.Connection, settled: Collection[Settled]) -> None:
    subjects = [each.letter.subject for each in settled]
    if not subjects:
        return
    spans = {row.subject: row for row in connection.execute(sa.select(span_rows).where(span_rows.c.subject.in_(subjects)))}
    rows = []
    for each in settled:
        span = spans.get(each.letter.subject)
        rows.append({"subject": each.letter.subject, "seen": span.seen if span and span.now == each.seen else each.seen, "now": each.now})
    connection.execute(sa.insert(span_rows).prefix_with("OR REPLACE"), rows)


def _throw_away(connection: sa.Connection, key: str) -> None:
    connection.execute(sa.delete(media_rows).where(media_rows.c.key == key))


def _written(letter: AnyLetter) -> bytes:
    return msgspec.json.encode(msgspec.structs.replace(letter, **{letter.MEDIA: b""}) if letter.MEDIA else letter)


def _read(row: sa.Row[Any]) -> AnyLetter:
    """With its media, but for one of an older console, which has them in itself."""
    letter: AnyLetter = msgspec.json.decode(row.body, type=AnyLetter)
    return letter if row.content is None else msgspec.structs.replace(letter, **{letter.MEDIA: row.content})


def _refused(row: sa.Row[Any]) -> Refused | None:
    try:
        return Refused(_read(row), msgspec.json.decode(row.problem, type=Problem), datetime.fromisoformat(row.at))
    except msgspec.DecodeError:
        log.error("the refused letter %s cannot be read; it is kept", row.key)
        return None
