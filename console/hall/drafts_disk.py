"""Drafts on the disk of the console. Each keystroke is a commit that no death of this process takes back; the GUI thread never waits for the disk."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from console.database import lock, open_database

log = logging.getLogger(__name__)

metadata = sa.MetaData()
draft_rows = sa.Table(
    "draft",
    metadata,
    sa.Column("form", sa.String, primary_key=True),
    sa.Column("subject", sa.String, primary_key=True),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("fields", sa.LargeBinary, nullable=False),
)
image_rows = sa.Table(
    "image",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("media_type", sa.String, nullable=False),
    sa.Column("bytes", sa.LargeBinary, nullable=False),
)


class Draft(msgspec.Struct, frozen=True):
    """What stands in a form and is not sent: `subject` is the case, or the report that is to become one; `fields` as they were typed."""

    form: str
    subject: str
    at: datetime
    fields: dict[str, Any]


class DraftsDisk:
    """One file for one console of one user, locked while it is open. `OSError` when there can be none, another has it, or it takes nothing."""

    def __init__(self, path: Path) -> None:
        self.path, self._lock = path, lock(path)
        try:
            # A commit is a write to the page cache: what waits for the disk is the checkpoint, which `tidy` makes in another thread.
            self._engine = open_database(path, [metadata.create_all], synchronous="NORMAL")
            sa.event.listen(self._engine, "connect", lambda link, _: link.execute("PRAGMA wal_autocheckpoint=0"))
            self._engine.dispose()  # the connection that made the tables does not know of it yet
        except BaseException:
            self._lock.unlock()
            raise

    def all(self) -> list[Draft]:
        with self._work() as connection:
            rows = connection.execute(sa.select(draft_rows)).all()
        return [draft for row in rows if (draft := _read(row)) is not None]

    def keep(self, draft: Draft) -> None:
        given = {"at": draft.at.isoformat(), "fields": msgspec.json.encode(draft.fields)}
        with self._work() as connection:
            connection.execute(sa.insert(draft_rows).prefix_with("OR REPLACE").values(form=draft.form, subject=draft.subject, **given))

    def drop(self, form: str, subject: str) -> None:
        with self._work() as connection:
            connection.execute(sa.delete(draft_rows).where(draft_rows.c.form == form, draft_rows.c.subject == subject))

    def keep_image(self, id: str, image: bytes, media_type: str) -> None:
        with self._work() as connection:
            connection.execute(sa.insert(image_rows).prefix_with("OR IGNORE").values(id=id, media_type=media_type, bytes=image))

    def image(self, id: str) -> tuple[bytes, str] | None:
        with self._work() as connection:
            row = connection.execute(sa.select(image_rows).where(image_rows.c.id == id)).first()
        return (row.bytes, row.media_type) if row else None

    def tidy(self) -> None:
        """Bring what was written into the file itself. Waits for the disk: not for the GUI thread."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")

    def take_from(self, left: "DraftsDisk") -> None:
        """All that another console has left; its file is gone then."""
        with left._work() as connection:
            drafts, images = (connection.execute(sa.select(table)).mappings().all() for table in (draft_rows, image_rows))
        with self._work() as connection:
            for table, rows in ((draft_rows, drafts), (image_rows, images)):
                if rows:
                    connection.execute(sa.insert(table).prefix_with("OR IGNORE"), [dict(row) for row in rows])
        left.remove()

    def remove(self) -> None:
        self._engine.dispose()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        self._lock.unlock()

    def close(self) -> None:
        """Images that no draft names are gone then."""
        named = {id for draft in self.all() for value in draft.fields.values() if isinstance(value, list) for id in value}
        with self._work() as connection:
            connection.execute(sa.delete(image_rows).where(image_rows.c.id.not_in(named)))
        self._engine.dispose()
        self._lock.unlock()

    @contextmanager
    def _work(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.DBAPIError as error:  # no room, no right, a broken disk
            raise OSError(str(error.orig)) from error


def open_drafts(folder: Path, number: int) -> DraftsDisk:
    """Those of the console of this number, and what consoles that are gone have left beside them."""
    disk = DraftsDisk(folder / (f"drafts-{number}.db"))
    for path in sorted(folder.glob("drafts-*.db")):
        if path != disk.path:
            _take_over(disk, path)
    return disk


def _take_over(disk: DraftsDisk, path: Path) -> None:
    try:
        disk.take_from(DraftsDisk(path))
    except OSError as error:  # another console is at work on it
        log.info("the drafts in %s stay there: %s", path.name, error)


def _read(row: sa.Row[Any]) -> Draft | None:
    try:
        return Draft(row.form, row.subject, datetime.fromisoformat(row.at), msgspec.json.decode(row.fields, type=dict[str, Any]))
    except (ValueError, msgspec.DecodeError) as error:
        log.error("a draft of %s cannot be read: %s", row.form, error)
        return None
