"""`python -m backend key add | list | datum`."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable

from backend.commands import person, store
from backend.rules import keys, people
from backend.rules.keys import Key
from backend.session import SYSTEM, Database
from backend.settings import CITY_ZONE
from geo.datum import Datum

SENDS = "the datum of the places that it sends"


def arguments(parser: ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="add | list | datum")
    adding = commands.add_parser("add", help="print a token that has no end, once")
    store.do(adding, add)
    person.arguments(adding)
    adding.add_argument("--datum", type=Datum, choices=list(Datum), default=Datum.WGS84, help=f"{SENDS}: {', '.join(Datum)} (%(default)s)")
    store.do(commands.add_parser("list", help="all keys with their datums; no key itself"), listed)
    declaring = commands.add_parser("datum", help=f"say {SENDS} from now on")
    store.do(declaring, declare)
    declaring.add_argument("which", metavar="KEY", help="the id of a key, as list has it, or the name of a user for all of his")
    declaring.add_argument("datum", type=Datum, choices=list(Datum), metavar="DATUM", help=", ".join(Datum))


def add(database: Database, args: Namespace) -> str:
    """A token without an end, for a program; its user is made when there is none."""
    order = person.order(args)
    with database.write(SYSTEM) as work:
        people.put(work, order)
        return people.add_key(work, args.name, args.datum)


def listed(database: Database, args: Namespace) -> str:
    with database.read() as work:
        return _lines(keys.all_keys(work)) or "There are no keys."


def declare(database: Database, args: Namespace) -> str:
    """`Unknown` where there is no such key."""
    with database.write(SYSTEM) as work:
        return _lines(keys.declare(work, args.which, args.datum))


def _lines(found: Iterable[Key]) -> str:
    return "\n".join(f"{key.id}  {key.datum:8}  {key.at.astimezone(CITY_ZONE):%Y-%m-%d %H:%M}  {key.user}: {', '.join(key.roles)}" for key in found)
