"""What tests of streams share: a pool that must end clean, and waiting for what a stream becomes."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from console.hall.streams import StreamState, state_of
from console.workers.streams import StreamPool, StreamView


@contextmanager
def ending_pool(**options: object) -> Iterator[StreamPool]:
    pool = StreamPool(**options)  # type: ignore[arg-type]
    yield pool
    pool.stop()
    assert pool.join() == []


def until(condition: Callable[[], bool], seconds: float = 30.0) -> float:
    """Seconds until the condition held; fails when it never does."""
    began, pause = time.monotonic(), threading.Event()
    while time.monotonic() - began < seconds:
        if condition():
            return time.monotonic() - began
        pause.wait(0.02)
    raise AssertionError("this never became true")


def is_in(view: StreamView, state: StreamState) -> Callable[[], bool]:
    return lambda: state_of(view) == state
