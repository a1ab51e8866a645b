"""`python -m backend COMMAND`: serve, record, verify-recording, user, key, feed renew, audit verify, import, export, gateway, check-datum."""

import argparse
import logging
import sys

from backend.commands import COMMANDS, Run, load
from backend.refusals import Refusal, Setup


def parse(arguments: list[str]) -> argparse.Namespace:
    """Of the command that is called, and of no other, the arguments are known: its `run` is a `Run`."""
    parser = argparse.ArgumentParser("python -m backend", description="The backend of Yiping.")
    subcommands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, entry in COMMANDS.items():
        command = subcommands.add_parser(name, help=entry.help)
        if arguments[:1] == [name]:
            load(name).arguments(command)
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    args = parse(sys.argv[1:] if arguments is None else arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    run: Run = args.run
    try:
        said = run(args)
    except (Setup, Refusal) as error:
        print(error, file=sys.stderr)
        return 2
    if said:
        print(said)
    return 0


if __name__ == "__main__":
    sys.exit(main())
