"""Where the database of a command is, and how it is opened around what is done."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from backend.opening import opened
from backend.session import Database
from backend.settings import Settings


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--database", default="", metavar="URL", help="sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME (a file in --data)")
    parser.add_argument("--data", type=Path, default=Settings.data, metavar="DIR", help="folder of photos and of the default database (%(default)s)")


def do(parser: ArgumentParser, work: Callable[[Database, Namespace], str]) -> None:
    """The command is this work on the database that its arguments name."""
    arguments(parser)
    parser.set_defaults(run=lambda args: _done(work, args))


def _done(work: Callable[[Database, Namespace], str], args: Namespace) -> str:
    database = opened(Settings(args.data, args.database))
    try:
        return work(database, args)
    finally:
        database.close()
