"""Who a user is to be, as it is told on the command line."""

from argparse import ArgumentParser, Namespace

import msgspec

from backend.refusals import Setup
from wire.codes import Role
from wire.people import UserOrder


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name")
    parser.add_argument("--role", action="append", required=True, type=Role, choices=list(Role), metavar="ROLE", help=", ".join(Role))
    parser.add_argument("--full-name")
    parser.add_argument("--department", metavar="ID")
    parser.add_argument("--unit", metavar="ID")


def order(args: Namespace, password: str | None = None) -> UserOrder:
    """`Setup` when there can be no such user."""
    told = {
        "name": args.name,
        "full_name": args.full_name or args.name,
        "roles": args.role,
        "password": password,
        "department_id": args.department,
        "unit_id": args.unit,
    }
    try:
        return msgspec.json.decode(msgspec.json.encode(told), type=UserOrder)
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        raise Setup(f"This user cannot be: {error}.") from error
