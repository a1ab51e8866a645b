"""`python -m backend serve`."""

from argparse import ArgumentParser, Namespace

from backend.commands import store
from backend.serve import serve
from backend.settings import Settings
from backend.standards import FOLDER


def arguments(parser: ArgumentParser) -> None:
    store.arguments(parser)
    parser.add_argument("--host", default=Settings.host)
    parser.add_argument("--port", type=int, default=Settings.port, help="0: any free one (%(default)s)")
    parser.add_argument("--workers", type=int, default=1, help="processes; more than one needs PostgreSQL")
    modes = sorted(file.stem for file in (FOLDER / "modes").glob("*.toml"))
    parser.add_argument("--mode", choices=modes, default="", help="of organisation; without it the one of transitions.toml")
    parser.set_defaults(run=_serve)


def _serve(args: Namespace) -> str:
    serve(Settings(args.data, args.database, args.host, args.port, args.workers, args.mode))
    return ""
