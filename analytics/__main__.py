"""`python -m analytics --server URL --user NAME`: watches the cameras that have zones, until SIGTERM."""

import argparse
import logging
import os
import signal
import sys
import threading
from pathlib import Path

import cv2

from analytics.doors import Doors, Refused, Unreachable
from analytics.judging import ByRest, Judge
from analytics.onnx import BadModel, OnnxJudge
from analytics.watch import Watch
from media.logins import BadLogins, read_logins

PASSWORD = "YIPING_PASSWORD"  # a variable: what stands on a command line can be read by others


def main() -> int:
    options = _parser().parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S", stream=sys.stderr)
    cv2.setNumThreads(1)  # one camera is one thread
    password = os.environ.get(PASSWORD) or sys.stdin.readline().rstrip("\n")
    doors = Doors(options.server, options.user, password)
    try:
        judge: Judge = OnnxJudge(options.onnx) if options.onnx else ByRest()
        logins = read_logins(options.logins) if options.logins else {}
        doors.plan()
    except (BadModel, BadLogins, Unreachable, Refused) as error:
        print(error, file=sys.stderr)
        return 2
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    print("ready", flush=True)
    Watch(doors, logins, options.fps, judge).run(stopped)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analytics", description=__doc__)
    parser.add_argument("--server", required=True, metavar="URL")
    parser.add_argument("--user", required=True, metavar="NAME", help=f"with the post GATEWAY; the password comes from ${PASSWORD} or on stdin")
    parser.add_argument("--logins", type=Path, metavar="FILE", help="logins of cameras by host, as camera-logins.toml of the console (README.md)")
    parser.add_argument("--fps", type=_rate, default=4.0, help="pictures of each camera that are looked at in a second, 2 to 5 (%(default)s)")
    parser.add_argument("--onnx", metavar="FILE", help="a classifier that judges what the background model finds (docs/capture.md)")
    return parser


def _rate(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 2 <= value <= 5:
        raise argparse.ArgumentTypeError(f"{text!r} is not between 2 and 5")
    return value


if __name__ == "__main__":
    raise SystemExit(main())
