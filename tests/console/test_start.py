"""From the login to the desk, where that cannot be."""

import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.api import Api
from console.app import Console
from console.connection import Connection
from console.settings import Settings
from tests.backends import until
from tests.console.made import ME
from wire.people import Login
from wire.problem import Problem

ROOT = Path(__file__).parents[2]


def test_that_a_state_folder_that_cannot_be_written_is_said_at_the_login(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    told = Settings(state=tmp_path, language="en")
    home = told.home(ME.name)
    home.parent.mkdir(parents=True)
    home.write_text("a file where the folder should be")
    console = Console(qapp, told)
    console.ask_for_login()
    now = datetime.now(UTC)
    console._take_desk(Api(Connection(told.server)), Login(token="t", user=ME, at=now, expires_at=now))
    login = console.login
    assert login is not None
    assert console.desk is None
    said = words.problem(Problem(status=0, code="nothing_kept", title="", detail=""))
    assert [error.text() for error in login._errors.values() if error.text()] == [said]
    console.end()
    gone: list[bool] = []
    login.destroyed.connect(lambda: gone.append(True))
    login.deleteLater()
    qtbot.waitUntil(lambda: gone == [True])


def test_that_a_console_that_a_fatal_signal_ends_says_where_it_was(tmp_path: Path) -> None:
    console = subprocess.Popen([sys.executable, "main.py", "--state", str(tmp_path)], cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        [log] = until(lambda: list(tmp_path.rglob("*.log")))
        crash = log.with_suffix(".crash")
        until(crash.exists)
        console.send_signal(signal.SIGABRT)
        assert console.wait(30) == -signal.SIGABRT
    finally:
        console.kill()
    assert "Fatal Python error: Aborted" in crash.read_text("utf-8")
    assert "console/app.py" in crash.read_text("utf-8")
