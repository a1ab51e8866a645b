"""`python -m backend export`."""

from argparse import ArgumentParser

from backend.commands import store
from backend.exporters import command


def arguments(parser: ArgumentParser) -> None:
    command.arguments(parser)
    store.do(parser, command.execute)
