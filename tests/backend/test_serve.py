"""The program itself: starts, says so, stops, and refuses in one sentence."""

import json
import signal
import socket
import subprocess
import sys
from http.client import HTTPResponse
from pathlib import Path

import pytest
import requests

from backend.session import Database
from tests.backend.commanded import alone, called
from tests.backends import until

ROOT = Path(__file__).resolve().parents[2]


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "backend", *arguments]


def start(*arguments: str) -> tuple[subprocess.Popen[str], str]:
    """The process and the address that it says it is ready at."""
    process = subprocess.Popen(command("serve", "--port", "0", *arguments), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    ready, address = process.stdout.readline().split()
    assert ready == "ready"
    return process, address


def end(process: subprocess.Popen[str], number: int = signal.SIGTERM) -> int:
    process.send_signal(number)
    code = process.wait(30)
    if process.stdout is not None:
        process.stdout.close()
    return code


def test_that_an_empty_folder_becomes_a_hall_with_users_and_keys(tmp_path: Path) -> None:
    here = ("--data", str(tmp_path / "new" / "folder"))
    made = alone("user", "add", "chen", "--role", "DISPATCHER", "--role", "ADMIN", *here, said="correct horse\n")
    assert (made.returncode, made.stdout) == (0, "user chen: ADMIN, DISPATCHER\n")
    key = alone("key", "add", "gateway", "--role", "DEVICE", *here).stdout.strip()
    process, address = start(*here)
    try:
        login = requests.post(f"{address}/v1/login", json={"name": "chen", "password": "correct horse"}, timeout=30)
        assert login.json()["user"]["roles"] == ["ADMIN", "DISPATCHER"]
        assert requests.get(f"{address}/v1/me", headers={"Authorization": f"Bearer {key}"}, timeout=30).json()["name"] == "gateway"
    finally:
        assert end(process, signal.SIGINT) == 0


def ask(address: str, path: str, key: str) -> socket.socket:
    """A request that is on its way; nobody waits for its answer yet."""
    host, _, port = address.removeprefix("http://").partition(":")
    connection = socket.create_connection((host, int(port)), timeout=60)
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: backend\r\nAuthorization: Bearer {key}\r\n\r\n".encode())
    return connection


def answer_of(connection: socket.socket) -> tuple[int, dict[str, object]]:
    """Status and body, once the server has closed the connection, which is not what it does to one that it breaks off."""
    with connection, HTTPResponse(connection) as response:
        response.begin()
        body = json.loads(response.read())
        assert connection.recv(1) == b""
        return response.status, body


@pytest.mark.parametrize("path", ["/v1/changes?after=0&wait=30", "/v1/positions?after=0&wait=30"])
def test_that_sigterm_ends_it_and_fifty_held_polls_get_their_answer(url: str, tmp_path: Path, path: str) -> None:
    key = called("key", "add", "wall", "--role", "DUTY_LEADER", "--database", url).stdout.strip()
    process, address = start("--database", url, "--data", str(tmp_path))
    polls = [ask(address, path, key) for _ in range(50)]
    for _ in range(2):  # what was sent before this has been read when it is answered
        assert requests.get(f"{address}/v1/health", timeout=30).json()["ok"]
    assert end(process) == 0
    for status, body in map(answer_of, polls):
        assert (status, body.get("changes", body.get("unit_ids"))) == (200, [])


def test_that_a_command_beside_a_running_backend_is_seen_by_it(url: str, tmp_path: Path) -> None:
    key = called("key", "add", "wall", "--role", "DUTY_LEADER", "--database", url).stdout.strip()
    process, address = start("--database", url, "--data", str(tmp_path))
    try:
        headers = {"Authorization": f"Bearer {key}"}
        before = requests.get(f"{address}/v1/changes?after=0&wait=0", headers=headers, timeout=30).json()["epoch"]
        assert called("feed", "renew", "--database", url).returncode == 0
        until(lambda: requests.get(f"{address}/v1/changes?after=0&wait=0", headers=headers, timeout=30).json()["epoch"] != before)
    finally:
        end(process)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_that_several_processes_serve_one_database(url: str, tmp_path: Path) -> None:
    key = called("key", "add", "boss", "--role", "ADMIN", "--database", url).stdout.strip()
    process, address = start("--database", url, "--data", str(tmp_path), "--workers", "2")
    try:
        headers = {"Authorization": f"Bearer {key}"}
        for number in range(20):
            body = {"id": f"d{number}", "code": f"d{number}", "name": "Roads"}
            assert requests.put(f"{address}/v1/departments/d{number}", json=body, headers=headers, timeout=30).status_code == 200
            page = requests.get(f"{address}/v1/changes?after={number}&wait=20", headers=headers, timeout=30).json()
            assert [change["id"] for change in page["changes"]] == [f"d{number}"]
    finally:
        assert end(process) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("--database", "nonsense"),
        ("--database", "mysql://x/y"),
        ("--database", "postgresql://nobody@127.0.0.1:1/nothing"),
        ("--database", "sqlite:////no/such/folder/yiping.db"),
        ("--data", "/proc/nothing"),
        ("--port", "99999"),
        ("--host", "203.0.113.1"),
        ("--host", "x" * 300),
        ("--workers", "0"),
    ],
    ids=lambda arguments: arguments[1][:40],
)
def test_that_it_refuses_to_start_in_one_sentence(arguments: tuple[str, ...], tmp_path: Path) -> None:
    refused = called("serve", "--port", "0", "--data", str(tmp_path), *arguments)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.endswith(".\n")
    assert refused.stderr.count("\n") == 1


def test_that_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = alone("serve", "--data", str(tmp_path), "--port", str(taken.getsockname()[1]))
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "in use" in refused.stderr


def test_that_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "yiping.db").write_text("this is no database, but long enough to be taken for one" * 100)
    refused = called("serve", "--port", "0", "--data", str(tmp_path))
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)


def test_that_sqlite_has_one_process(tmp_path: Path) -> None:
    refused = called("serve", "--port", "0", "--data", str(tmp_path), "--workers", "2")
    assert (refused.returncode, refused.stderr) == (2, "SQLite has one writer: --workers needs PostgreSQL.\n")


@pytest.mark.parametrize("said", ["short\n", ""])
def test_that_a_user_without_a_proper_password_or_name_is_not_made(tmp_path: Path, said: str) -> None:
    name = "chen" if said else "no spaces please"
    refused = called("user", "add", name, "--role", "ADMIN", "--data", str(tmp_path), said=said)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    database = Database(f"sqlite:///{tmp_path / 'yiping.db'}")
    with database.read() as work:
        assert work.session.connection().exec_driver_sql("SELECT count(*) FROM users").scalar_one() == 0
    database.close()


@pytest.mark.parametrize("name", ["no spaces please", "", "\udc80"])
def test_that_a_key_without_a_proper_name_is_not_made(tmp_path: Path, name: str) -> None:
    refused = called("key", "add", name, "--role", "GATEWAY", "--data", str(tmp_path))
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
