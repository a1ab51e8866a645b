"""`python -m backend check-datum`."""

from argparse import ArgumentParser

from backend.commands import store
from backend.importers import datum_command


def arguments(parser: ArgumentParser) -> None:
    datum_command.arguments(parser)
    store.do(parser, datum_command.execute)
