"""A real backend and a real simulator as processes, for tests that want to see cases go round by themselves."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import requests

PASSWORD = "a-long-password"  # of this test's administrator only
PATIENCE_S = 120.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class Centre:
    """A backend on SQLite with the duty grids of a city; it may be killed and started again on its port."""

    def __init__(self, data: Path, city: Path) -> None:
        self._data, self._port = data, free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._command(["user", "add", "boss", "--role", "ADMIN"], PASSWORD)
        self._command(["import", "grids", str(city / "duty_grids.geojson")])
        self.start()
        self._session = requests.Session()
        self._session.trust_env = False
        answer = self._session.post(f"{self.url}/v1/login", json={"name": "boss", "password": PASSWORD}, timeout=30)
        self._session.headers["Authorization"] = f"Bearer {answer.json()['token']}"

    def start(self) -> None:
        command = [sys.executable, "-m", "backend", "serve", "--data", str(self._data), "--port", str(self._port)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline().startswith("ready")

    def kill(self) -> None:
        self._process.kill()
        self._gone()

    def stop(self) -> None:
        self._session.close()
        self._process.terminate()
        self._gone()

    def _gone(self) -> None:
        self._process.wait(timeout=30)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def get(self, path: str, **query: Any) -> requests.Response:
        return self._session.get(self.url + path, params=query, timeout=60)

    def changes(self, after: int = 0) -> Iterator[dict[str, Any]]:
        """The feed from a cursor on, until the test's patience is at its end."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            page = self.get("/v1/changes", after=after, wait=5).json()
            yield from page["changes"]
            after = page["changes"][-1]["seq"] if page["changes"] else after
        raise AssertionError("the feed did not show what the test waits for")

    def head(self) -> int:
        return int(self.get("/v1/health").json()["head"])

    def _command(self, arguments: list[str], said: str = "") -> None:
        command = [sys.executable, "-m", "backend", *arguments, "--data", str(self._data)]
        subprocess.run(command, input=said, text=True, check=True, capture_output=True)


def found(centre: Centre, city: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "simulator", "found", str(city), "--server", centre.url, "--admin", "boss", *options]
    return subprocess.run(command, env=os.environ | {"YIPING_PASSWORD": PASSWORD}, text=True, capture_output=True, check=False)


class People:
    """A simulator at work, which goes home with status 0 at the end of its context."""

    def __init__(self, centre: Centre, city: Path, *options: str) -> None:
        command = [sys.executable, "-m", "simulator", "run", "--server", centre.url, "--city", str(city), *options]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline().strip() == "ready"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        self._process.terminate()
        assert self._process.stdout is not None
        status = self._process.wait(timeout=60)
        self._process.stdout.close()
        assert failed is not None or status == 0


def until(changes: Iterator[dict[str, Any]], fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The first of them that fits."""
    return next(change for change in changes if fits(change))
