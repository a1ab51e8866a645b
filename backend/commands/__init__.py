"""What `python -m backend` can do. Each command is a module here, loaded when it is called: `--help` waits for none of what the others need."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple, Protocol, cast

Run = Callable[[Namespace], str]  # what it says at the end; `Setup` or a `Refusal` where it cannot


class Command(Protocol):
    """What each of the modules has."""

    def arguments(self, parser: ArgumentParser) -> None:
        """Adds what it takes, and sets the default `run` to a `Run`."""


class Entry(NamedTuple):
    module: str
    help: str


COMMANDS = {
    "serve": Entry("serving", "answer requests until SIGTERM"),
    "user": Entry("user", "users"),
    "key": Entry("key", "keys of gateways and devices"),
    "feed": Entry("feed", "the change feed"),
    "audit": Entry("audit", "the audit trail"),
    "record": Entry("recording", "record cameras until SIGTERM, beside serve"),
    "verify-recording": Entry("verifying", "is a package of recordings as it was handed out?"),
    "import": Entry("importing", "bring in a file of another system"),
    "export": Entry("exporting", "layers of the city as a file for other programs, or as a report"),
    "gateway": Entry("gateway", "enter the cameras of the city's media gateways"),
    "check-datum": Entry("datum", "whether a file lies where its datum says, without loading it"),
}


def load(name: str) -> Command:
    return cast(Command, import_module(f"{__name__}.{COMMANDS[name].module}"))
