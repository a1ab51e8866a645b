"""`python -m simulator cameras [DIR_OF_CLIPS] [--port N]`."""

import argparse
import os
import sys
from pathlib import Path

from simulator.cameras.server import serve
from simulator.clips.library import prepare

PORT = 8554
LOGIN_VARIABLE = "YIPING_CAMERA_LOGIN"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", type=Path, metavar="DIR_OF_CLIPS", help="H.264 or H.265 files; without it the demo's own clips")
    parser.add_argument("--port", type=int, default=PORT, help="0 takes a free one (default: %(default)s)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--cache", type=Path, default=Path("var/clips"), help="where the demo's clips are kept (default: %(default)s)")


def run(arguments: argparse.Namespace) -> int:
    """The exit status. A login `NAME:PASSWORD` that clients must give is taken from the environment, where no process list shows it."""
    if arguments.folder is None:
        try:
            prepare(arguments.cache)
        except OSError as error:
            sys.stderr.write(f"cannot write the clips to {arguments.cache}: {error.strerror}\n")
            return 2
    return serve(arguments.folder or arguments.cache, arguments.port, arguments.host, os.environ.get(LOGIN_VARIABLE, ""))
