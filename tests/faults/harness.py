"""A backend in a process of its own that is killed again and again, and a client that does not give up.

with Victim(url, data) as victim:
    victim.start()
    token = victim.admin()
    orders = [Order("PUT", f"/v1/departments/d{n}", {...}) for n in range(200)]
    answers = send_all(victim, token, orders, kills=5)
"""

import random
import subprocess
import sys
import threading
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import requests
import sqlalchemy as sa

from backend.rules import people
from backend.session import SYSTEM, Database
from backend.tables.feed import FeedHead
from tests.backends import until
from tests.postgres import free_port
from wire.codes import Role
from wire.people import UserOrder

ROOT = Path(__file__).resolve().parents[2]
PATIENT_S = 180.0  # several starts of a backend on a busy machine


@dataclass(frozen=True)
class Order:
    """One changing request; the key is its own, whatever happens."""

    method: str
    path: str
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)
    key: str = field(default_factory=lambda: uuid.uuid4().hex)


class Victim:
    """`python -m backend serve` on one port, however often it is killed."""

    def __init__(self, url: str, data: Path) -> None:
        self.url, self._data, self._port = url, data, free_port()
        self.address = f"http://127.0.0.1:{self._port}"
        self._log = data.with_suffix(".log")
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> "Victim":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.kill()

    def start(self) -> None:
        """Returns when it has said that it is ready."""
        command = [sys.executable, "-m", "backend", "serve", "--database", self.url, "--data", str(self._data), "--port", str(self._port)]
        with self._log.open("a") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line == f"ready {self.address}\n", self._log.read_text()

    def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            if self._process.stdout is not None:
                self._process.stdout.close()
            self._process = None

    def signal(self, number: int) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def admin(self, *roles: Role) -> str:
        """The token of a user with these roles, an administrator when there are none."""
        database = Database(self.url)
        with database.write(SYSTEM) as work:
            people.put(work, UserOrder(name="stubborn", full_name="Stubborn", roles=list(roles) or [Role.ADMIN]))
            token = people.open_session(work, "stubborn").token
        database.close()
        return token


def send(victim: Victim, token: str, order: Order) -> requests.Response:
    """The answer to an order, sent as often as it takes: lost connections and 503 are tried again with the same key."""
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": order.key} | order.headers
    answer: list[requests.Response] = []

    def tried() -> bool:
        try:
            answer[:] = [requests.request(order.method, victim.address + order.path, json=order.body, headers=headers, timeout=10)]
        except requests.RequestException:
            return False
        return answer[0].status_code != 503

    until(tried, PATIENT_S)
    return answer[0]


def send_all(victim: Victim, token: str, orders: Sequence[Order], kills: int, senders: int = 4, seed: int = 1) -> list[requests.Response]:
    """Answers in the order of the orders. Meanwhile the backend is killed `kills` times, at moments that the seed chooses, and started again."""
    moments = sorted(random.Random(seed).sample(range(len(orders) // 10, len(orders) - len(orders) // 10), kills))
    done, lock = 0, threading.Lock()

    def work(order: Order) -> requests.Response:
        nonlocal done
        answer = send(victim, token, order)
        with lock:
            done += 1
        return answer

    def murder() -> None:
        for moment in moments:
            until(lambda moment=moment: done >= moment, PATIENT_S)  # type: ignore[misc]
            victim.kill()
            victim.start()

    with ThreadPoolExecutor(senders + 1) as pool:
        murders = pool.submit(murder)
        answers = list(pool.map(work, orders))
        murders.result()
    return answers


def feed(victim: Victim, token: str) -> list[dict[str, Any]]:
    """Every change there is, which must be dense from 1; read through the backend, up to the head that the database says."""
    database = Database(victim.url)
    with database.read() as work:
        head = work.session.execute(sa.select(FeedHead.seq)).scalar_one()
    database.close()
    changes: list[dict[str, Any]] = []
    while len(changes) < head:
        headers = {"Authorization": f"Bearer {token}"}
        page = requests.get(f"{victim.address}/v1/changes?after={len(changes)}&wait=5", headers=headers, timeout=10).json()
        changes += page["changes"]
        assert [change["seq"] for change in changes] == list(range(1, len(changes) + 1))
    return changes
