"""`python -m backend serve | record | verify-recording | user add | key add | feed renew | import | export | check-datum`."""

import argparse
import logging
import sys
from pathlib import Path

from backend import commands
from backend.refusals import Refusal, Setup
from backend.serve import serve
from backend.settings import Settings


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--database", default="", metavar="URL", help="sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME (a file in --data)")
    common.add_argument("--data", type=Path, default=Settings.data, metavar="DIR", help="folder of photos and of the default database (%(default)s)")
    parser = argparse.ArgumentParser("python -m backend", description="The backend of Yiping.")
    subcommands = parser.add_subparsers(required=True, metavar="COMMAND")
    server = subcommands.add_parser("serve", parents=[common], help="answer requests until SIGTERM")
    server.add_argument("--host", default=Settings.host)
    server.add_argument("--port", type=int, default=Settings.port, help="0: any free one (%(default)s)")
    server.add_argument("--workers", type=int, default=1, help="processes; more than one needs PostgreSQL")
    server.set_defaults(command=None)
    commands.configure(subcommands, common)
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    args = parse(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        if args.command is None:
            serve(Settings(args.data, args.database, args.host, args.port, args.workers))
        elif args.command is commands.verify_recording:
            print(commands.verify_recording(args))
        else:
            print(commands.run(Settings(args.data, args.database), args))
    except (Setup, Refusal) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
