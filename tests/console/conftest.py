"""What every test of the console shares: a screen, a Hall with a town in it, and no tolerance for what is left behind or warned of."""

import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.garbage import Garbage
from console.hall.hall import Hall
from console.language import Language
from console.widgets import theme
from tests.console import leaks, town
from tests.console.display import start_screen

# Warnings that say nothing about us, each with its reason.
KNOWN_WARNINGS = (
    "QStandardPaths: XDG_RUNTIME_DIR not set",  # no session on a build machine
    "QStandardPaths: runtime directory",  # likewise
    "This plugin does not support",  # Qt's off-screen platform, where there is no Xvfb
    "Could not connect to D-Bus",  # likewise no session bus
    "Failed to create Vulkan",  # no GPU
    "GLX",  # no GPU
    "libEGL",  # no GPU
    "QRhiGles2",  # no GPU
    "Failed to create RHI",  # no GPU
    "GPUInfo not initialized",  # no GPU
    "Path override failed for key base::DIR_APP_DICTIONARIES",  # Chromium looks for dictionaries that the wheel does not carry
    "propagateSizeHints",
    "PulseAudioService",  # no sound server on a build machine
    "qt.multimedia",  # no hardware decoders, likewise
    "Couldn't",  # load va: likewise
)


ENDING_S = 5.0  # a thread that was told to end may need the processor once more


@pytest.fixture(scope="session")
def display() -> str:
    return start_screen()


@pytest.fixture(scope="session")
def qapp_args(display: str) -> list[str]:
    """pytest-qt builds its application with these: so the screen is there before it."""
    return ["yiping"]


_tongues: list[Language] = []  # one in a process, whichever folder of tests asks first: two would translate in turn


@pytest.fixture(scope="session")
def tongue(qapp: QApplication) -> Language:
    if not _tongues:
        _tongues.append(Language(qapp))
    return _tongues[0]


@pytest.fixture(scope="session")
def collected(qapp: QApplication) -> Iterator[None]:
    """Garbage of cycles is collected where the console collects it."""
    made = Garbage(qapp)
    yield
    made.end()


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
def hall(qapp: QApplication) -> Iterator[Hall]:
    """A small town on a Saturday morning at half past ten; its clock and link do not run by themselves."""
    made = Hall(town.user())
    town.settle(made)
    yield made
    made.playback.pause()
    made.clock.stop()
    made.link.stop()
    made.deleteLater()


@pytest.fixture
def show(qtbot: QtBot, dressed: None) -> Callable[..., QWidget]:
    """`show(widget, width, height)`: the widget on the screen."""

    def shown(widget: QWidget, width: int = 1000, height: int = 600) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitActive(widget):  # without a window manager nobody else gives it the keys
            widget.show()
            widget.activateWindow()
        return widget

    return shown


@pytest.fixture(autouse=True)
def nothing_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """A thread, timer or window that outlives its test fails it."""
    if "qapp" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("collected")
    before = leaks.alive()
    yield
    end = time.monotonic() + ENDING_S
    while left := leaks.left_since(before):
        assert time.monotonic() < end, f"left behind: {left}"
        time.sleep(0.02)


@pytest.fixture(autouse=True)
def nothing_warned(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning of Qt's fails the test that caused it."""
    yield
    records = getattr(request.node, "qt_log_capture", None)
    loud = [record for record in (records.records if records else []) if record.type_name in ("QtWarningMsg", "QtCriticalMsg", "QtFatalMsg")]
    strange = [record.message for record in loud if not any(known in record.message for known in KNOWN_WARNINGS)]
    assert not strange, f"Qt warned: {strange}"
