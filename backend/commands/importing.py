"""`python -m backend import`."""

from argparse import ArgumentParser

from backend.commands import store
from backend.importers import command


def arguments(parser: ArgumentParser) -> None:
    command.arguments(parser)
    store.do(parser, command.execute)
