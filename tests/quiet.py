"""No tolerance, in any folder of tests, for what a test leaves behind or warns of. Python's own warnings are errors by `pyproject.toml`."""

import gc
import itertools
import time
from collections.abc import Iterable, Iterator

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from console.garbage import Garbage
from tests import leaks

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
    "Error loading text-to-speech plug-in",  # no voice on a build machine; what it means the console says itself
)
LOUD = ("QtWarningMsg", "QtCriticalMsg", "QtFatalMsg")
POOL = "thread backend_"
FILES_A_SWEEP = 10
ENDING_S = 5.0  # a thread that was told to end may need the processor once more

_files = itertools.count()
_aside: leaks.Alive = {}


@pytest.fixture(scope="session")
def collected(qapp: QApplication) -> Iterator[None]:
    """Garbage of cycles is collected where the console collects it."""
    made = Garbage(qapp)
    yield
    made.end()


@pytest.fixture(scope="module", autouse=True)
def settled() -> leaks.Alive:
    """What is there before a file's first test stays: the collector, and the search for what a test leaves behind, need not walk through it.

    What was put aside before the files before is looked through again at every tenth only: that takes half a second and more.
    """
    if not next(_files) % FILES_A_SWEEP:
        gc.unfreeze()
        _aside.clear()
    _aside.update(leaks.alive())
    gc.freeze()
    return dict(_aside)


@pytest.fixture(autouse=True)
def nothing_left(request: pytest.FixtureRequest, settled: leaks.Alive) -> Iterator[None]:
    """A thread that outlives its test fails it; where Qt runs, a timer or a window as well."""
    if "qapp" in request.fixturenames:
        request.getfixturevalue("collected")
        look = leaks.alive
    else:
        look = leaks.threads
    before = settled | look()  # a desk that is closed thaws all memory again
    yield
    standing = any(name.startswith(POOL) for name in before)  # the backend of a whole file takes on threads as it needs them
    end = time.monotonic() + ENDING_S
    while left := [name for name in leaks.left_since(before, look) if not (standing and name.startswith(POOL))]:
        assert time.monotonic() < end, f"left behind: {left}"
        time.sleep(0.02)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """A warning of Qt's fails the test that caused it; pytest-qt, which hears them, forgets them before the fixtures end."""
    yield
    capture = getattr(item, "qt_log_capture", None)
    refuse_warnings(record.message for record in (capture.records if capture else ()) if record.type_name in LOUD)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Likewise while its fixtures end."""
    heard: list[tuple[QtMsgType, str]] = []
    before = qInstallMessageHandler(lambda kind, _, message: heard.append((kind, message)))
    try:
        yield
    finally:
        qInstallMessageHandler(before)
    refuse_warnings(message for kind, message in heard if kind.name in LOUD)


def refuse_warnings(messages: Iterable[str]) -> None:
    strange = [message for message in messages if not any(known in message for known in KNOWN_WARNINGS)]
    assert not strange, f"Qt warned: {strange}"
