"""What every test shares: a screen, patience, and no tolerance for what is left behind or warned of (`tests.quiet`)."""

import subprocess
from collections.abc import Callable, Iterator
from functools import partialmethod
from pathlib import Path

import pytest
from hypothesis import settings
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.language import Language
from console.widgets import theme
from tests.console.display import start_screen
from tests.quiet import *  # noqa: F403

settings.register_profile("yiping", deadline=None)  # how long an example takes is the machine's affair
settings.load_profile("yiping")
DEBIANS_PYTHON = "/usr/bin/python3"  # the one that Debian's QGIS belongs to
REAL_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
WAIT_MS = 30_000


class PatientBot(QtBot):
    """Waits as long as a full machine may need, where a test does not say how long, and holds its widgets until Qt has deleted them: a tree that
    nobody holds any more, with a child that Python knows in a cycle, is taken down by the collector in an order that ends the process."""

    waitUntil = partialmethod(QtBot.waitUntil, timeout=WAIT_MS)
    waitSignal = partialmethod(QtBot.waitSignal, timeout=WAIT_MS)
    waitSignals = partialmethod(QtBot.waitSignals, timeout=WAIT_MS)
    waitExposed = partialmethod(QtBot.waitExposed, timeout=WAIT_MS)
    waitActive = partialmethod(QtBot.waitActive, timeout=WAIT_MS)

    def __init__(self, request: pytest.FixtureRequest) -> None:
        super().__init__(request)
        self.held: list[QWidget] = []

    def addWidget(self, widget: QWidget, *, before_close_func: Callable[[QWidget], None] | None = None) -> None:
        super().addWidget(widget, before_close_func=before_close_func)
        self.held.append(widget)

    def let_go(self) -> None:
        """After they were closed and are to be deleted."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.held.clear()


@pytest.fixture(scope="session")
def display() -> str:
    return start_screen()


@pytest.fixture(scope="session")
def qapp_args(display: str) -> list[str]:
    """pytest-qt builds its application with these: so the screen is there before it."""
    return ["yiping"]


@pytest.fixture(scope="session")
def tongue(qapp: QApplication) -> Language:
    """One in a process: two would translate in turn."""
    return Language(qapp)


@pytest.fixture
def dressed(qapp: QApplication, tongue: Language) -> Iterator[None]:
    """Dark and Chinese, as the hall is; whatever the test changed is put back."""
    theme.wear(qapp, "dark")
    tongue.set("zh_CN")
    yield
    if (theme.current(), theme.scale()) != ("dark", 1.0):
        theme.wear(qapp, "dark")
    tongue.set("zh_CN")


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[QtBot]:
    bot = PatientBot(request)
    yield bot
    bot.let_go()


@pytest.fixture
def real_data(request: pytest.FixtureRequest) -> Path:
    """The folder of real input; a test that needs it is left out, by name and in words, where there is none."""
    if not REAL_DATA.is_dir():
        pytest.skip(f"no real data beside the project ({REAL_DATA.name}): {request.node.name} was not run")
    return REAL_DATA


@pytest.fixture(scope="session")
def qgis_python() -> str:
    """A Python that knows the real QGIS; empty where it is not installed."""
    command = [DEBIANS_PYTHON, "-c", "import qgis.core"]
    knows = Path(DEBIANS_PYTHON).exists() and subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0
    return DEBIANS_PYTHON if knows else ""


@pytest.fixture
def qgis(request: pytest.FixtureRequest, qgis_python: str) -> str:
    """A test that needs QGIS is left out, by name and in words, where it is not installed."""
    if not qgis_python:
        pytest.skip(f"QGIS is not installed (make qgis-test installs it): {request.node.name} was not run")
    return qgis_python
