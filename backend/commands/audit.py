"""`python -m backend audit verify`."""

from argparse import ArgumentParser

from backend.commands import store
from backend.refusals import Setup
from backend.rules import audit
from backend.session import Database


def arguments(parser: ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="verify")
    verifying = verbs.add_parser("verify", help="is it whole? prints SEQ:HASH, to be kept outside and given as --anchor next time")
    verifying.add_argument("--anchor", metavar="SEQ:HASH", default="")
    store.do(verifying, lambda database, args: verify(database, args.anchor))


def verify(database: Database, anchor: str) -> str:
    """Walks the audit trail from the beginning, or from an anchor that somebody kept; says the anchor that it has come to."""
    with database.read() as work:
        chain = audit.verify(work, _anchor(anchor))
    if chain.broken_at is not None:
        raise Setup(f"The audit trail is broken at entry {chain.broken_at}.")
    return f"whole up to {chain.end.seq}:{chain.end.hash}"


def _anchor(text: str) -> audit.Anchor:
    seq, _, digest = text.partition(":")
    if not text:
        return audit.BEGINNING
    if not (seq.isascii() and seq.isdecimal() and 0 < len(seq) < 16 and digest):
        raise Setup("An anchor is SEQ:HASH, as `audit verify` has printed it.")
    return audit.Anchor(int(seq), digest)
