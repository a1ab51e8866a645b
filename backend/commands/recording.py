"""`python -m backend record`."""

from argparse import ArgumentParser, Namespace

from backend.commands import store
from backend.recording.recorder import record
from backend.session import Database
from backend.settings import Settings


def arguments(parser: ArgumentParser) -> None:
    store.do(parser, _record)


def _record(database: Database, args: Namespace) -> str:
    """Records until SIGTERM; beside `serve`, on the same database and folder."""
    record(database, Settings(args.data, args.database))
    return "the recorder has ended all files"
