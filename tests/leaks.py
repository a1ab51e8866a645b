"""What a test must not leave behind: threads, running QThreads and timers, windows."""

import gc
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

Alive = dict[str, Any]  # by a name that says what it is; held strongly, so that no id is used twice


def threads() -> Alive:
    """Every thread that runs now."""
    return {f"thread {thread.name} {id(thread)}": thread for thread in threading.enumerate()}


def alive() -> Alive:
    """Everything that runs or is shown now, when all that was asked to go has gone."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()
    gc.collect()
    windows = {f"window {type(window).__name__} {id(window)}": window for window in QApplication.topLevelWidgets() if window.isVisible()}
    return threads() | windows | {f"{type(found).__name__} of {_owner(found)} {id(found)}": found for found in gc.get_objects() if _runs(found)}


def left_since(before: Alive, look: Callable[[], Alive]) -> list[str]:
    """What was not there before."""
    return sorted(look().keys() - before.keys())


def _runs(thing: object) -> bool:
    # type() and not isinstance(): that would ask proxies of every library for their class.
    kind = type(thing)
    if issubclass(kind, QThread):
        return isValid(thing) and thing.isRunning()  # type: ignore[attr-defined]
    return issubclass(kind, QTimer) and isValid(thing) and thing.isActive()  # type: ignore[attr-defined]


def _owner(thing: Any) -> str:
    parent = thing.parent()
    return type(parent).__name__ if parent is not None else "nobody"
