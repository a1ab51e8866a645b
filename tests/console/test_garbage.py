"""Garbage is collected in the GUI thread only, and it is collected."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from console.garbage import Garbage


class Knot:
    """Lets go of nothing by itself."""

    def __init__(self) -> None:
        self.self = self


@pytest.fixture
def garbage(qtbot: QtBot) -> Iterator[Garbage]:
    was = gc.isenabled()
    gc.enable()
    made = Garbage()
    yield made
    made.end()
    if not was:
        gc.disable()


def test_that_a_thread_that_allocates_collects_nothing(qtbot: QtBot, garbage: Garbage) -> None:
    places: set[str] = set()

    def note(phase: str, info: dict[str, int]) -> None:
        places.add(threading.current_thread().name)

    stop = threading.Event()

    def allocate() -> None:
        while not stop.is_set():
            [Knot() for _ in range(1000)]

    last = weakref.ref(Knot())
    thread = threading.Thread(target=allocate, name="allocates")
    gc.callbacks.append(note)
    thread.start()
    qtbot.waitUntil(lambda: last() is None and bool(places), timeout=30_000)
    stop.set()
    thread.join()
    gc.callbacks.remove(note)
    assert places == {threading.main_thread().name}


def test_that_what_has_grown_is_looked_through_to_the_oldest(qtbot: QtBot, garbage: Garbage) -> None:
    old = Knot()
    gc.collect()  # it is old now
    gone = weakref.ref(old)
    del old
    kept: list[Knot] = []

    def grown() -> bool:
        kept.extend(Knot() for _ in range(20_000))
        garbage.look()
        return gone() is None

    qtbot.waitUntil(grown, timeout=30_000)


def test_that_python_collects_by_itself_again_after_the_end(garbage: Garbage) -> None:
    assert not gc.isenabled()
    garbage.end()
    assert gc.isenabled()
