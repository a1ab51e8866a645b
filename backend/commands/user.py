"""`python -m backend user add`."""

import sys
from argparse import ArgumentParser, Namespace

from backend.commands import person, store
from backend.rules import people
from backend.session import SYSTEM, Database


def arguments(parser: ArgumentParser) -> None:
    adding = parser.add_subparsers(required=True, metavar="add").add_parser("add", help="make or replace a user; the password comes on stdin")
    store.do(adding, add)
    person.arguments(adding)


def add(database: Database, args: Namespace) -> str:
    """Makes or replaces a user; the password is the first line of the standard input, an empty one keeps the old."""
    password = sys.stdin.readline().rstrip("\r\n") or None
    order = person.order(args, password)
    with database.write(SYSTEM) as work:
        user = people.put(work, order)
    return f"user {user.name}: {', '.join(user.roles)}"
