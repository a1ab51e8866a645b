"""A web view on the screen for the benches of the map, and questions to the page in it."""

import json
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWebEngineCore import QWebEnginePage

SIZE = (1600, 900)
LIMIT_S = 240


def wait(until: Callable[[], bool], limit_s: float = LIMIT_S) -> None:
    """Run the event loop until something is so."""
    loop, timer, began = QEventLoop(), QTimer(interval=5), time.monotonic()
    timer.timeout.connect(lambda: (until() or time.monotonic() - began > limit_s) and loop.quit())
    timer.start()
    loop.exec()
    timer.stop()
    if not until():
        raise TimeoutError(f"the page did not come to an end in {limit_s:.0f} s")


def until(page: Callable[[], QWebEnginePage], script: str) -> None:
    """Until a condition in the page holds."""
    held: list[bool] = []
    wait(lambda: bool(held) or page().runJavaScript(script, lambda yes: held.append(True) if yes else None) or False)


def ask(page: QWebEnginePage, script: str, limit_s: float = LIMIT_S) -> Any:
    """The value of an expression in the page, which may be a promise; a failure of it is raised."""
    page.runJavaScript(
        f"window.answer = null; Promise.resolve({script}).then((value) => [value ?? 0]).catch((error) => [null, String(error)])"
        ".then((said) => { window.answer = JSON.stringify(said); })"
    )
    answers: list[str] = []

    def arrived() -> bool:
        page.runJavaScript("window.answer ?? ''", lambda text: answers.append(text) if text else None)
        return bool(answers)

    wait(arrived, limit_s)
    value, *failure = json.loads(answers[0])
    if failure:
        raise RuntimeError(failure[0])
    return value
