"""The SQLite files that the console keeps: opened, brought up to date, and set aside when they are broken."""

import logging
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from PySide6.QtCore import QLockFile

log = logging.getLogger(__name__)

Step = Callable[[sa.Connection], None]


class UnknownVersion(Exception):
    """Written by a newer console."""


class Taken(OSError):
    """Another console has this file."""


def lock(path: Path) -> QLockFile:
    """A lock beside the file; that of a process which is gone counts for nothing, however old it is. `Taken`, or `OSError` when there can be none."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    held = QLockFile(f"{path}.lock")
    held.setStaleLockTime(0)
    if held.tryLock(0):
        return held
    if held.error() is QLockFile.LockError.LockFailedError:
        raise Taken(f"{path} is another console's")
    raise OSError(f"{path} cannot be locked: {held.error().name}")


def open_database(path: Path, steps: Sequence[Step], synchronous: str = "NORMAL") -> sa.Engine:
    """`steps[n]` brings a file from `user_version` n to n + 1; the first makes the tables. `OSError` when there can be no such file.

    With `synchronous` FULL a commit outlives the loss of power, with NORMAL the death of this process.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        return _open(path, steps, synchronous)
    except (sa.exc.DatabaseError, UnknownVersion) as error:
        if isinstance(error, sa.exc.OperationalError):  # no room, no right, locked: the file itself may be sound
            raise OSError(f"{path}: {error.orig}") from error
        _set_aside(path, error)
    return _open(path, steps, synchronous)


def _open(path: Path, steps: Sequence[Step], synchronous: str) -> sa.Engine:
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(path)))
    sa.event.listen(engine, "connect", lambda link, _: _prepare(link, synchronous))
    try:
        with engine.begin() as connection:
            _bring_up_to_date(connection, steps)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _prepare(link: Any, synchronous: str) -> None:
    for pragma in ("busy_timeout=5000", "journal_mode=WAL", f"synchronous={synchronous}"):
        link.execute(f"PRAGMA {pragma}")


def _bring_up_to_date(connection: sa.Connection, steps: Sequence[Step]) -> None:
    verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if verdict != "ok":
        raise sa.exc.DatabaseError("quick_check", None, Exception(verdict))
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if version > len(steps):
        raise UnknownVersion(f"version {version}")
    for step in steps[version:]:
        step(connection)
    connection.exec_driver_sql(f"PRAGMA user_version={len(steps)}")


def _set_aside(path: Path, error: Exception) -> None:
    mark = datetime.now(UTC).strftime("broken-%Y%m%dT%H%M%S%f")
    for suffix in ("", "-wal", "-shm"):
        part = Path(f"{path}{suffix}")
        if part.exists():
            os.replace(part, f"{path}.{mark}{suffix}")
    log.error("%s cannot be used (%s) and was set aside as %s.%s", path.name, type(error).__name__, path.name, mark)
