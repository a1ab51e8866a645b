"""What a test must not leave behind: threads, running QThreads and timers, windows."""

import gc
import threading
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid


def alive() -> dict[str, Any]:
    """Everything that runs or is shown now, by a name that says what it is. Held strongly, so that no id is used twice."""
    threads = {f"thread {thread.name}": thread for thread in threading.enumerate()}
    windows = {f"window {type(window).__name__} {id(window)}": window for window in QApplication.topLevelWidgets() if window.isVisible()}
    return threads | windows | {f"{type(found).__name__} of {_owner(found)} {id(found)}": found for found in gc.get_objects() if _runs(found)}


def left_since(before: dict[str, Any]) -> list[str]:
    """What was not there before, when everything that was asked to go has gone."""
    settle()
    return sorted(alive().keys() - before.keys())


def settle() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()
    gc.collect()


def _runs(thing: object) -> bool:
    # type() and not isinstance(): that would ask proxies of every library for their class.
    kind = type(thing)
    if issubclass(kind, QThread):
        return isValid(thing) and thing.isRunning()  # type: ignore[attr-defined]
    return issubclass(kind, QTimer) and isValid(thing) and thing.isActive()  # type: ignore[attr-defined]


def _owner(thing: Any) -> str:
    parent = thing.parent()
    return type(parent).__name__ if parent is not None else "nobody"
