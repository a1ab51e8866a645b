"""The commands beside `serve`: each opens the database, does one thing, says what it did, and ends."""

import argparse
import sys
import uuid
from pathlib import Path

import msgspec
import sqlalchemy as sa

from backend.app import opened
from backend.exporters import command as export_command
from backend.importers import command, datum_command
from backend.recording import package
from backend.recording.recorder import record
from backend.refusals import Setup
from backend.rules import audit, people
from backend.session import SYSTEM, Database
from backend.settings import Settings
from backend.tables.feed import FeedHead
from wire.codes import Role
from wire.people import UserOrder


def user_add(database: Database, args: argparse.Namespace) -> str:
    """Makes or replaces a user; the password is the first line of the standard input, an empty one keeps the old."""
    password = sys.stdin.readline().rstrip("\r\n") or None
    order = _order(args, password)
    with database.write(SYSTEM) as work:
        user = people.put(work, order)
    return f"user {user.name}: {', '.join(user.roles)}"


def key_add(database: Database, args: argparse.Namespace) -> str:
    """A token without an end, for a program; its user is made when there is none."""
    order = _order(args)
    with database.write(SYSTEM) as work:
        people.put(work, order)
        return people.add_key(work, args.name)


def feed_renew(database: Database, _: argparse.Namespace) -> str:
    """Begins a new epoch of the feed: to be done after a database was restored from a backup, so that no console goes on from what is lost."""
    with database.write(SYSTEM) as work:
        epoch = work.session.execute(sa.update(FeedHead).values(epoch=uuid.uuid4().hex).returning(FeedHead.epoch)).scalar_one()
        work.audit("FEED.RENEW", detail=epoch)
    return f"epoch {epoch}"


def audit_verify(database: Database, args: argparse.Namespace) -> str:
    """Walks the audit trail from the beginning, or from an anchor that somebody kept; says the anchor that it has come to."""
    with database.read() as work:
        chain = audit.verify(work, _anchor(args.anchor))
    if chain.broken_at is not None:
        raise Setup(f"The audit trail is broken at entry {chain.broken_at}.")
    return f"whole up to {chain.end.seq}:{chain.end.hash}"


def record_cameras(database: Database, args: argparse.Namespace) -> str:
    """Records until SIGTERM; beside `serve`, on the same database and folder."""
    record(database, Settings(args.data, args.database))
    return "the recorder has ended all files"


def verify_recording(args: argparse.Namespace) -> str:
    """Is a package of recordings as it was handed out? Needs no database."""
    try:
        verdict = package.verify(args.file)
    except OSError as error:
        raise Setup(f"{args.file.name} cannot be read: {error.strerror}.") from error
    if not verdict.fault and args.sha256 and args.sha256.lower() != verdict.sha256:
        raise Setup(f"Whole in itself, but not the package that was handed out: its SHA-256 is {verdict.sha256}.")
    if verdict.fault:
        raise Setup(verdict.fault)
    return f"whole: {verdict.files} files, SHA-256 {verdict.sha256}"


def configure(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser) -> None:
    """Adds the commands to the program's own."""
    user = commands.add_parser("user", help="users").add_subparsers(required=True, metavar="add")
    _person(user.add_parser("add", parents=[common], help="make or replace a user; the password comes on stdin")).set_defaults(command=user_add)
    key = commands.add_parser("key", help="keys of gateways and devices").add_subparsers(required=True, metavar="add")
    _person(key.add_parser("add", parents=[common], help="print a token that has no end, once")).set_defaults(command=key_add)
    feed = commands.add_parser("feed", help="the change feed").add_subparsers(required=True, metavar="renew")
    feed.add_parser("renew", parents=[common], help="begin a new epoch, after a restore from a backup").set_defaults(command=feed_renew)
    trail = commands.add_parser("audit", help="the audit trail").add_subparsers(required=True, metavar="verify")
    verifying = trail.add_parser("verify", parents=[common], help="is it whole? prints SEQ:HASH, to be kept outside and given as --anchor next time")
    verifying.add_argument("--anchor", metavar="SEQ:HASH", default="")
    verifying.set_defaults(command=audit_verify)
    recording = commands.add_parser("record", parents=[common], help="record cameras until SIGTERM, beside serve")
    recording.set_defaults(command=record_cameras)
    whole = commands.add_parser("verify-recording", help="is a package of recordings as it was handed out?")
    whole.add_argument("file", type=Path, metavar="FILE")
    whole.add_argument("--sha256", default="", metavar="DIGEST", help="that of the whole package, from the audit trail")
    whole.set_defaults(command=verify_recording)
    importing = commands.add_parser("import", parents=[common], help="bring in a file of another system")
    importing.set_defaults(command=command.execute)
    command.arguments(importing)
    exporting = commands.add_parser("export", parents=[common], help="layers of the city as a file for other programs, or as a report")
    exporting.set_defaults(command=export_command.execute)
    export_command.arguments(exporting)
    checking = commands.add_parser("check-datum", parents=[common], help="whether a file lies where its datum says, without loading it")
    checking.set_defaults(command=datum_command.execute)
    datum_command.arguments(checking)


def run(settings: Settings, args: argparse.Namespace) -> str:
    """What the command says."""
    database = opened(settings)
    try:
        said: str = args.command(database, args)
    finally:
        database.close()
    return said


def _anchor(text: str) -> audit.Anchor:
    seq, _, digest = text.partition(":")
    if not text:
        return audit.BEGINNING
    if not (seq.isascii() and seq.isdecimal() and 0 < len(seq) < 16 and digest):
        raise Setup("An anchor is SEQ:HASH, as `audit verify` has printed it.")
    return audit.Anchor(int(seq), digest)


def _order(args: argparse.Namespace, password: str | None = None) -> UserOrder:
    order = {
        "name": args.name,
        "full_name": args.full_name or args.name,
        "roles": args.role,
        "password": password,
        "department_id": args.department,
        "unit_id": args.unit,
    }
    try:
        return msgspec.json.decode(msgspec.json.encode(order), type=UserOrder)
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        raise Setup(f"This user cannot be: {error}.") from error


def _person(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("name")
    parser.add_argument("--role", action="append", required=True, type=Role, choices=list(Role), metavar="ROLE", help=", ".join(Role))
    parser.add_argument("--full-name")
    parser.add_argument("--department", metavar="ID")
    parser.add_argument("--unit", metavar="ID")
    return parser
