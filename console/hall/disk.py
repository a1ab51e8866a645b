"""The last known picture of the Hall, so that a window opens on something, and what this user prefers. No orders: those have a file of their own."""

import hashlib
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec
import pyarrow as pa
import sqlalchemy as sa

from console.database import open_database
from console.hall.hall import Hall
from wire.bulk import decode, encode, from_bytes, schema_of, to_bytes
from wire.codes import Noun
from wire.message import Versioned
from wire.nouns import MESSAGE_OF
from wire.standards import Catalogue

T = TypeVar("T")
log = logging.getLogger(__name__)

PAGE = 500
EDITION = "2"  # those before had registers, sensors and geofences only once they had changed
NOUNS = tuple(noun for noun in Noun if noun != Noun.COMPONENT)

metadata = sa.MetaData()
picture_row = sa.Table(
    "picture",
    metadata,
    sa.Column("one", sa.Integer, primary_key=True),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("epoch", sa.String, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("shape", sa.String, nullable=False),  # of the messages: another console's picture is not read
    sa.Column("catalogue", sa.LargeBinary, nullable=False),
)
page_rows = sa.Table(
    "page",
    metadata,
    sa.Column("noun", sa.String, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
preference_rows = sa.Table("preference", metadata, sa.Column("name", sa.String, primary_key=True), sa.Column("value", sa.LargeBinary, nullable=False))


class Picture(NamedTuple):
    """A Hall at one moment: cheap to make in the GUI thread, for messages never change, and saved in another."""

    at: datetime
    cursor: tuple[str, int]
    things: dict[Noun, list[Versioned]]
    catalogue: Catalogue | None
    components: pa.Table | None


def picture_of(hall: Hall) -> Picture | None:
    """None before the first snapshot."""
    if hall.cursor is None:
        return None
    things: dict[Noun, list[Any]] = {noun: list(table) for noun in NOUNS if (table := hall.table(noun)) is not None}
    return Picture(hall.clock.now(), hall.cursor, things, hall.catalogue, hall.components.kept)


def show(picture: Picture, hall: Hall, now: datetime) -> None:
    """Fill an empty Hall. Its link stays as it is, CONNECTING, and tells the age of the picture."""
    for noun, things in picture.things.items():
        hall.take(noun, things)
    if picture.catalogue is not None:
        hall.set_catalogue(picture.catalogue)
    if picture.components is None:
        hall.components.age()
    else:
        hall.components.restore(picture.components)
    hall.cursor = picture.cursor
    hall.link.remembered((now - picture.at).total_seconds())


class Disk:
    """One file for one user of one backend. Of any thread; `OSError` when there can be no such file, or when it does not take what it should keep."""

    def __init__(self, path: Path) -> None:
        self._engine = open_database(path, [metadata.create_all])
        self._saving = threading.Lock()
        self._components: pa.Table | None = None  # as they are on the disk

    def close(self) -> None:
        with self._saving:
            self._engine.dispose()

    def save(self, picture: Picture) -> None:
        """All of it in one transaction, so that a picture on disk is whole."""
        with self._saving, self._work() as connection:
            connection.execute(sa.delete(picture_row))
            connection.execute(sa.insert(picture_row).values(one=1, shape=_shape(), **_head(picture)))
            for noun, things in picture.things.items():
                _save_pages(connection, noun, things)
            if picture.components is not self._components:
                _replace_pages(connection, Noun.COMPONENT, [to_bytes(picture.components)] if picture.components else [])
        self._components = picture.components

    def load(self) -> Picture | None:
        """The picture, when there is one that this console can read."""
        try:
            return self._load()
        except (ValueError, TypeError, msgspec.MsgspecError, pa.ArrowException, OSError) as error:
            log.warning("the last picture cannot be read: %s", type(error).__name__)
            return None

    def prefer(self, name: str, value: bytes) -> None:
        with self._work() as connection:
            connection.execute(sa.insert(preference_rows).prefix_with("OR REPLACE").values(name=name, value=value))

    def preference(self, name: str) -> bytes | None:
        """One that cannot be read is none: nobody is kept from his work for it."""
        try:
            with self._work() as connection:
                return connection.scalar(sa.select(preference_rows.c.value).where(preference_rows.c.name == name))
        except OSError as error:
            log.warning("the preference %s cannot be read: %s", name, error)
            return None

    def preferred(self, name: str, kind: type[T]) -> T | None:
        """A preference that was kept as JSON; one that cannot be read is none."""
        kept = self.preference(name)
        try:
            return None if kept is None else msgspec.json.decode(kept, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            log.warning("the preference %s cannot be read and is forgotten: %s", name, error)
            return None

    @contextmanager
    def _work(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.DBAPIError as error:  # no room, no right, a broken disk
            raise OSError(str(error.orig)) from error

    def _load(self) -> Picture | None:
        with self._work() as connection:
            head = connection.execute(sa.select(picture_row).where(picture_row.c.shape == _shape())).first()
            pages = connection.execute(sa.select(page_rows).order_by(page_rows.c.noun, page_rows.c.number)).all()
        if head is None:
            return None
        things: dict[Noun, list[Versioned]] = {noun: [] for noun in NOUNS}
        for page in pages:
            if page.noun == Noun.COMPONENT:
                self._components = from_bytes(page.body)
            else:
                things[Noun(page.noun)] += next(decode(MESSAGE_OF[Noun(page.noun)], from_bytes(page.body), page=PAGE), [])
        catalogue = msgspec.json.decode(head.catalogue, type=Catalogue | None)
        return Picture(datetime.fromisoformat(head.at), (head.epoch, head.seq), things, catalogue, self._components)


def _head(picture: Picture) -> dict[str, Any]:
    epoch, seq = picture.cursor
    return {"at": picture.at.isoformat(), "epoch": epoch, "seq": seq, "catalogue": msgspec.json.encode(picture.catalogue)}


def _save_pages(connection: sa.Connection, noun: Noun, things: list[Versioned]) -> None:
    bodies = []
    for start in range(0, len(things), PAGE):
        bodies.append(to_bytes(encode(MESSAGE_OF[noun], things[start : start + PAGE])))
        time.sleep(0)  # between two pages the GUI thread may have the interpreter
    _replace_pages(connection, noun, bodies)


def _replace_pages(connection: sa.Connection, noun: Noun, bodies: list[bytes]) -> None:
    connection.execute(sa.delete(page_rows).where(page_rows.c.noun == noun))
    if bodies:
        connection.execute(sa.insert(page_rows), [{"noun": noun, "number": number, "body": body} for number, body in enumerate(bodies)])


def _shape() -> str:
    """Changes with every field of the messages."""
    return hashlib.sha256("".join([EDITION, *(str(schema_of(kind)) for kind in MESSAGE_OF.values())]).encode()).hexdigest()
