"""`python -m backend serve`."""

from argparse import ArgumentParser, Namespace

from backend.commands import store
from backend.serve import serve
from backend.settings import Settings


def arguments(parser: ArgumentParser) -> None:
    store.arguments(parser)
    parser.add_argument("--host", default=Settings.host)
    parser.add_argument("--port", type=int, default=Settings.port, help="0: any free one (%(default)s)")
    parser.add_argument("--workers", type=int, default=1, help="processes; more than one needs PostgreSQL")
    parser.set_defaults(run=_serve)


def _serve(args: Namespace) -> str:
    serve(Settings(args.data, args.database, args.host, args.port, args.workers))
    return ""
