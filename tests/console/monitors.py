"""Monitors that come and go while the tests run: `xrandr --setmonitor` makes Qt believe in them."""

import subprocess
import time
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

WAIT_MS = 20_000
TRIES = 40
LEFT, RIGHT = "desk-left", "desk-right"


class Monitors:
    """The screen of the X server, cut into two monitors. The left one takes the server's only output, the right one has none."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self._output = xrandr("--query").splitlines()[1].split()[0]
        whole = QGuiApplication.primaryScreen().virtualGeometry()
        self.width, self.height = whole.width() // 2, whole.height()

    def two(self) -> None:
        if LEFT not in self._names():
            xrandr("--setmonitor", LEFT, f"{self.width}/300x{self.height}/200+0+0", self._output)
        xrandr("--setmonitor", RIGHT, f"{self.width}/300x{self.height}/200+{self.width}+0", "none")
        self._wait({LEFT, RIGHT})

    def unplug_right(self) -> None:
        xrandr("--delmonitor", RIGHT)
        self._wait({LEFT})

    def restore(self) -> None:
        for name in self._names() & {LEFT, RIGHT}:
            xrandr("--delmonitor", name)
        self._wait({self._output})

    def _names(self) -> set[str]:
        return {screen.name() for screen in QGuiApplication.screens()}

    def _wait(self, names: set[str]) -> None:
        self._qtbot.waitUntil(lambda: self._names() == names, timeout=WAIT_MS)


def xrandr(*words: str) -> str:
    """What it says. A server that has as many clients as it can have refuses it; those of earlier tests are still going."""
    for _ in range(TRIES):
        done = subprocess.run(["xrandr", *words], check=False, capture_output=True, text=True)
        if done.returncode == 0:
            return done.stdout
        time.sleep(0.5)
    raise AssertionError(f"xrandr {' '.join(words)}: {done.stderr.strip()}")


@pytest.fixture
def monitors(qtbot: QtBot) -> Iterator[Monitors]:
    monitors = Monitors(qtbot)
    yield monitors
    monitors.restore()
