"""The whole house, really running: backend, cameras and the people of a city as processes, and the console with its real windows."""

import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.app import Console
from console.map import scheme
from console.settings import Settings
from tools.demo import call, python
from tools.household import Household

scheme.prepare()
WAIT_MS = 90_000
TOLD = re.compile(r"Traceback \(most recent|\w+Warning: ")  # a defect, or a warning of Python's
PASSWORD = "password"  # the file that it stands in
PEOPLE = ("--inspectors", "55", "--trucks", "4")


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo city, with few components."""
    folder = tmp_path_factory.mktemp("city")
    call(python("simulator", "city", str(folder), "--components", "2000"))
    return folder


def database_at(home: Path) -> str:
    return f"sqlite:///{home / 'yiping.db'}"


class City:
    """A city that was founded at `home`, served: its backend's address, and its people when they are let go."""

    def __init__(self, files: Path, home: Path) -> None:
        self.files, self.home, self.password = files, home, (home / PASSWORD).read_text("utf-8")
        self.surroundings = os.environ | {"YIPING_PASSWORD": self.password, "PYTHONWARNINGS": "default"}
        self.household = Household(home / "log")
        self.database = database_at(home)
        serve = python("backend", "serve", "--database", self.database, "--data", str(home / "data"), "--port", "0")
        self.server = self.household.start("backend", serve, ready="ready", env=self.surroundings)

    @classmethod
    def found(cls, files: Path, home: Path) -> None:
        """What a city is before its first test: its map, its staff, and its people, whose credentials lie beside the files."""
        (home / PASSWORD).write_text(secrets.token_urlsafe(12), "utf-8")
        call(python("backend", "import", "city", str(files), "--database", database_at(home)))
        city = cls(files, home)
        try:
            city.add_user("admin", "ADMIN")
            city.add_user("dispatcher", "DISPATCHER")
            call(python("simulator", "found", str(files), "--server", city.server, "--admin", "admin", *PEOPLE), env=city.surroundings)
        finally:
            city.end()

    def add_user(self, name: str, role: str, *more: str) -> None:
        call(python("backend", "user", "add", name, "--role", role, *more, "--database", self.database), text=self.password)

    def key(self, role: str) -> str:
        """A key of a door."""
        command = python("backend", "key", "add", f"test-{role.lower()}", "--role", role, "--database", self.database)
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip().splitlines()[-1]

    def live(self, *hands_off: str) -> None:
        """Let the people work on a quiet night, twenty times as fast as the clock, but for the posts that the test fills."""
        words = [word for role in hands_off for word in ("--hands-off", role)]
        run = python("simulator", "run", "--server", self.server, "--city", str(self.files), "--speed", "20", *PEOPLE)
        run += ["--scenario", "quiet_night"]
        self.household.start("simulator", [*run, *words], ready="ready", env=self.surroundings)

    def get(self, path: str, user: str = "admin", **query: object) -> requests.Response:
        login = requests.post(f"{self.server}/v1/login", json={"name": user, "password": self.password}, timeout=10)
        token = login.json()["token"]
        return requests.get(f"{self.server}{path}", params=query, headers={"Authorization": f"Bearer {token}"}, timeout=10)

    def end(self) -> None:
        """All processes end, and none has told of a defect or a warning."""
        self.household.end()
        logs = {log.name: log.read_text("utf-8") for log in (self.home / "log").glob("*.log")}
        told = [f"{name}: {line}" for name, text in logs.items() for line in text.splitlines() if TOLD.search(line)]
        assert not told, told


@pytest.fixture(scope="session")
def founded(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """To be copied: founding takes a minute."""
    home = tmp_path_factory.mktemp("founded")
    City.found(files, home)
    return home


@pytest.fixture
def home(founded: Path, tmp_path: Path) -> Path:
    """Where a city of the test's own stands, not yet served."""
    shutil.copytree(founded, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("log"))
    return tmp_path


@pytest.fixture
def city(files: Path, home: Path) -> Iterator[City]:
    made = City(files, home)
    yield made
    made.end()


@pytest.fixture
def console(qapp: QApplication, qtbot: QtBot, city: City) -> Iterator[Console]:
    """The console, logged in as the dispatcher, with a fresh picture of the city."""
    settings = Settings(
        server=city.server, user="dispatcher", password=city.password, state=city.home / "console", basemap=city.files / "basemap.mbtiles"
    )
    made = Console(qapp, settings)
    made.start()
    qtbot.waitUntil(lambda: made.desk is not None and made.desk.hall.cursor is not None and made.desk.map.idle(), timeout=WAIT_MS)
    yield made
    made.end()
    made.deleteLater()
