"""`python -m backend key add`."""

from argparse import ArgumentParser, Namespace

from backend.commands import person, store
from backend.rules import people
from backend.session import SYSTEM, Database


def arguments(parser: ArgumentParser) -> None:
    adding = parser.add_subparsers(required=True, metavar="add").add_parser("add", help="print a token that has no end, once")
    store.do(adding, add)
    person.arguments(adding)


def add(database: Database, args: Namespace) -> str:
    """A token without an end, for a program; its user is made when there is none."""
    order = person.order(args)
    with database.write(SYSTEM) as work:
        people.put(work, order)
        return people.add_key(work, args.name)
