"""What a way is told and tells, in JSON. Nothing of ours is needed here: libmpv's runs in Debian's own Python."""

import json
import sys
import time
from typing import NamedTuple


class Order(NamedTuple):
    """`places`: where on the screen, as x, y, width and height; none: where this way has them."""

    urls: list[str]
    places: list[tuple[int, int, int, int]]


def ordered() -> Order:
    return Order(**json.loads(sys.argv[1]))


def begun(places: list[tuple[int, int, int, int]], at: float | None = None) -> None:
    """`at`: of the monotonic clock, when the first stream was asked for; now unless said otherwise. A way that shows nothing says so when all run."""
    sys.stdout.write(json.dumps({"at": time.monotonic() if at is None else at, "places": places}) + "\n")
    sys.stdout.flush()


def wait() -> None:
    """Until the input ends."""
    sys.stdin.read()


def ended(late: list[tuple[float, float]]) -> None:
    """Ticks of a timer of the GUI thread: when each came, and how many milliseconds too late."""
    sys.stdout.write(json.dumps(late) + "\n")
    sys.stdout.flush()
