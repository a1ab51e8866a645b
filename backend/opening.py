"""The database of a program, brought to head before anything is done with it."""

from pathlib import Path

import sqlalchemy as sa

from backend.migrations import upgrade
from backend.refusals import Setup
from backend.rules import case_words, names
from backend.session import SYSTEM, Database
from backend.settings import Settings


def opened(settings: Settings) -> Database:
    """`Setup` when it cannot be opened, or belongs to a newer version."""
    if not settings.database:
        _make(settings.data)
    database = Database(settings.url)
    try:
        upgrade(database.engine)
        _name_everything(database)
    except sa.exc.DBAPIError as error:
        database.close()
        raise Setup(f"The database cannot be opened: {str(error.orig).splitlines()[0]}.") from error
    return database


def _name_everything(database: Database) -> None:
    """Once, for a database that is older than its names, or than the words of its cases."""
    for index in (names, case_words):
        with database.read() as work:
            missing = index.are_missing(work)
        if missing:
            with database.write(SYSTEM) as work:
                index.rebuild(work)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Setup(f"Cannot make the folder {folder}: {error.strerror}.") from error
