"""`python -m backend verify-recording`: needs no database."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from backend.recording import package
from backend.refusals import Setup


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--sha256", default="", metavar="DIGEST", help="that of the whole package, from the audit trail")
    parser.set_defaults(run=_verify)


def _verify(args: Namespace) -> str:
    """Is a package of recordings as it was handed out?"""
    try:
        verdict = package.verify(args.file)
    except OSError as error:
        raise Setup(f"{args.file.name} cannot be read: {error.strerror}.") from error
    if not verdict.fault and args.sha256 and args.sha256.lower() != verdict.sha256:
        raise Setup(f"Whole in itself, but not the package that was handed out: its SHA-256 is {verdict.sha256}.")
    if verdict.fault:
        raise Setup(verdict.fault)
    return f"whole: {verdict.files} files, SHA-256 {verdict.sha256}"
