"""A PostgreSQL of the tests' own, from the system's packages, on a free loopback port, in a temporary folder."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from psycopg import sql

PATIENCE_S = 30.0


class NoPostgres(Exception):
    """One sentence on what is missing."""


class Cluster:
    """Started by the constructor; `create` makes databases in it. It ends with the process that started it, even when that is killed.

    One that is not `durable` outlives a kill, but no power cut: it waits for no disk.
    """

    def __init__(self, durable: bool = True) -> None:
        self._bin = _newest()
        self._folder = Path(tempfile.mkdtemp(prefix="yiping-postgres-"))
        self._as_user = _as_user(self._folder)
        self.port = free_port()
        self._count = 0
        self._settings = {"listen_addresses": "127.0.0.1", "max_connections": "200"}
        if not durable:
            self._settings |= {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}
        try:
            self._init()
            self.start()
        except BaseException:
            self.stop()
            raise

    def _init(self) -> None:
        command = [
            str(self._bin / "initdb"),
            "-D",
            str(self._folder / "data"),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]
        done = subprocess.run([*self._as_user, *command], cwd=self._folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoPostgres(f"initdb failed: {done.stderr.strip()}")

    def start(self) -> None:
        """Starts the server, also again after `kill`."""
        data, log = self._folder / "data", self._folder / "log"
        command = [str(self._bin / "postgres"), "-D", str(data), "-p", str(self.port), "-k", str(self._folder)]
        command += [word for name, value in self._settings.items() for word in ("-c", f"{name}={value}")]
        with log.open("ab") as output:
            self._process = subprocess.Popen([*self._as_user, *command], cwd=self._folder, stdout=output, stderr=output)
        end = time.monotonic() + PATIENCE_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                raise NoPostgres(f"PostgreSQL did not start: {log.read_text().strip().splitlines()[-1:]}")

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.dsn("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self) -> None:
        """kill -9 of the postmaster, as a crash."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        process = getattr(self, "_process", None)
        if process is not None:
            process.send_signal(2)  # SIGINT: fast shutdown
            try:
                process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def dsn(self, name: str) -> str:
        return f"host=127.0.0.1 port={self.port} user=postgres dbname={name}"

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def create(self, template: str = "template1") -> str:
        """The name of a fresh database."""
        self._count += 1
        name = f"test_{self._count}"
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
            connection.execute(create)
        return name

    def drop(self, name: str) -> None:
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _newest() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    beside = shutil.which("postgres")
    if beside is None:
        raise NoPostgres("There is no PostgreSQL on this machine: install postgresql and postgresql-postgis.")
    return Path(beside).resolve().parent


def _as_user(folder: Path) -> list[str]:
    """PostgreSQL will not run as root: then it runs as `postgres`, who is given the folder. It gets SIGINT when we die."""
    guard = ["setpriv", "--pdeathsig", "INT"]
    if os.getuid() != 0:
        return guard if shutil.which("setpriv") else []
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        raise NoPostgres("There is no user postgres to run PostgreSQL as.") from None
    os.chown(folder, user.pw_uid, user.pw_gid)
    return [*guard, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
