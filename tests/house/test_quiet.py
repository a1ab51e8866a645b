"""What `tests.quiet` and the strict warnings stand for is proven: each planted test must fail, with the reason that belongs to it."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[2]
HEAD = """
import asyncio, pytest, threading
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QLabel
from tests import quiet
quiet.ENDING_S = 0.1
kept = []

@pytest.fixture
def warns_late(qapp):
    yield
    qWarning("something late")
"""
PLANTED = {
    "thread": ("", "threading.Thread(target=threading.Event().wait, daemon=True, name='lost').start()", "left behind: ['thread lost"),
    "timer": ("qapp", "kept.append(QTimer()); kept[-1].start(60_000)", "left behind: ['QTimer of nobody"),
    "window": ("qapp", "kept.append(QLabel()); kept[-1].show()", "left behind: ['window QLabel"),
    "warning_of_qt": ("qapp", "qWarning('something odd')", "Qt warned: ['something odd']"),
    "warning_at_the_end": ("warns_late", "pass", "Qt warned: ['something late']"),
    "defect_in_a_thread": ("", "t = threading.Thread(target=lambda: 1 / 0); t.start(); t.join()", "PytestUnhandledThreadExceptionWarning"),
    "open_file": ("", "open(__file__)", "unclosed file"),
    "never_awaited": ("", "asyncio.sleep(1)", "was never awaited"),
}
CLEAN = """

def test_clean(qapp):
    timer = QTimer()
    timer.start(1)
    timer.stop()
    while kept:
        kept.pop().deleteLater()
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says of all of them in one run, under the project's own settings."""
    folder = tmp_path_factory.mktemp("planted")
    (folder / "conftest.py").write_text("from tests.conftest import *\n")
    planted = "".join(f"\n\ndef test_{name}({fixture}):\n    {line}\n" for name, (fixture, line, _) in PLANTED.items())
    (folder / "test_planted.py").write_text(HEAD + planted + CLEAN)
    command = [sys.executable, "-m", "pytest", str(folder), "-c", "pyproject.toml", "--rootdir", ".", "-p", "no:cacheprovider", "-q", "--tb=short"]
    return subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False, timeout=150).stdout


@pytest.mark.parametrize(("name", "reason"), [(name, reason) for name, (_, _, reason) in PLANTED.items()])
def test_that_what_is_left_or_warned_of_fails_its_test(said: str, name: str, reason: str) -> None:
    of_it = [part for part in said.split("\n____") if f" test_{name} " in part.partition("\n")[0]]
    assert any(reason in part for part in of_it), said


def test_that_a_clean_test_passes_beside_them(said: str) -> None:
    assert " test_clean " not in said
    assert said.count("\n____") == len(PLANTED)
