"""Fifty dispatchers at one backend, on each database: how long an order takes until it is stored, and how many fail.

Each has cases of their own, which they dispatch, get back by a request that they grant, and dispatch again: every step with its key and its
If-Match, as the console's outbox sends it. "Fifty dispatchers at five actions a second" is read as five a second in all: a city with
33,000 cases a month and a dozen steps of each takes 0.4 a second in its working hours. That has a budget. Five a second each, 250 in all, is more
than any hall does: it shows the ceiling, and its budget is that nothing fails.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import sqlalchemy as sa
from urllib3 import HTTPConnectionPool, connection_from_url

from backend.rules import departments, people
from backend.session import SYSTEM, Database
from backend.tables.cases import CaseRow
from bench import stage
from bench.traffic import Pace
from tools.household import Household
from wire.codes import LimitType, Role, Status
from wire.people import DepartmentOrder, UserOrder

PEOPLE, CASES = 50, 8
SECONDS, ROUNDS = float(os.environ.get("YIPING_BENCH_SECONDS", "20")), int(os.environ.get("YIPING_BENCH_ROUNDS", "3"))
TOGETHER = (5.0, 250.0)  # steps a second that are asked for
BUDGET_MS = 100
CYCLE = ({"verb": "DISPATCH", "department_id": "d0"}, {"verb": "ASK_RETURN", "note": "现场核对后不属本单位养护范围"}, {"verb": "GRANT"})
DISPATCHER = "dispatcher{}"


def main() -> None:
    print(f"{PEOPLE} people with {CASES} cases each; medians of {ROUNDS} rounds of {SECONDS:.0f} s.\n")
    print("| database, steps a second asked for | stored/s | p50 ms | p95 ms | p99 ms | errors | floor: health p95 ms |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    missed = list[str]()
    for kind in ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name, stage.database(kind, Path(name)) as url:
            household = Household(Path(name) / "log")
            try:
                missed += measure(kind, url, Path(name) / "data", household)
            finally:
                household.end()
    print("\nAn error is any answer but 200; a step that was not answered within 30 s would be one too.")
    print(f"Budget: p95 {BUDGET_MS} ms and no error at {TOGETHER[0]:.0f} steps a second, as five actions a second of fifty people are read;")
    print(f"no error at {TOGETHER[1]:.0f}, five a second of each, which no hall does: it shows the ceiling.")
    print(f"Missed: {', '.join(missed)}." if missed else "Met.")


def measure(kind: str, url: str, folder: Path, household: Household) -> list[str]:
    """Which budgets were missed."""
    tokens, ids = staff(url)
    address = stage.serve(household, url, folder)
    job = msgspec.json.encode({"address": address, "tokens": tokens, "ids": ids})
    missed = []
    for together in TOGETHER:
        rounds = []
        for _ in range(ROUNDS):
            command = [sys.executable, "-m", "bench.dispatchers", "--hands", str(together)]
            done = subprocess.run(command, input=job, stdout=subprocess.PIPE, check=True)
            rounds.append([float(figure) for figure in done.stdout.split()])
        stored, p50, p95, p99, errors, floor = np.median(np.array(rounds), axis=0)
        print(f"| {kind}, {together:.0f} | {stored:.0f} | {p50:.0f} | {p95:.0f} | {p99:.0f} | {errors:.0f} | {floor:.0f} |")
        if errors or (together == TOGETHER[0] and p95 > BUDGET_MS):
            missed.append(f"{kind} at {together:.0f} a second")
    return missed


def staff(url: str) -> tuple[list[str], list[list[str]]]:
    """A token and cases to be dispatched for each; they are dispatcher and department in one, so that nobody waits for another."""
    stage.fill(url, open_cases=PEOPLE * CASES)
    filed = {"status": Status.PENDING_DISPATCH, "limit_amount": 4.0, "limit_type": LimitType.WORK_HOUR}
    opened = Database(url)
    with opened.write(SYSTEM) as work:
        work.session.execute(sa.update(CaseRow).values(**filed, **dict.fromkeys(("department_id", "dispatched_at", "yellow_at", "deadline_at"))))
        ids = list(work.session.scalars(sa.select(CaseRow.id)))
        departments.put(work, DepartmentOrder(id="d0", code="d0", name="第0城管中队"))
        roles = [Role.DISPATCHER, Role.DEPARTMENT]
        for number in range(PEOPLE):
            people.put(work, UserOrder(name=DISPATCHER.format(number), full_name=f"派遣员{number}", roles=roles, department_id="d0"))
        tokens = [people.open_session(work, DISPATCHER.format(number)).token for number in range(PEOPLE)]
    opened.close()
    return tokens, [ids[number::PEOPLE] for number in range(PEOPLE)]


def hands(together: float) -> None:
    """In a process of its own: the people, and one who asks for nothing but the health."""
    job = msgspec.json.decode(sys.stdin.buffer.read())
    ending, taken, errors, floor = threading.Event(), list[float](), list[int](), list[float]()
    ready = threading.Barrier(PEOPLE + 1)
    threads = [
        threading.Thread(target=work, args=(job["address"], token, ids, together / PEOPLE, ready, ending, taken, errors))
        for token, ids in zip(job["tokens"], job["ids"], strict=True)
    ]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.monotonic()
    threads.append(threading.Thread(target=ask, args=(job["address"], ending, floor)))
    threads[-1].start()
    ending.wait(SECONDS)
    ending.set()
    for thread in threads:
        thread.join()
    rate = (len(taken) - len(errors)) / (time.monotonic() - began)
    print(rate, *np.percentile(taken, (50, 95, 99)), len(errors), np.percentile(floor, 95))


def work(
    address: str,
    token: str,
    ids: list[str],
    per_s: float,
    ready: threading.Barrier,
    ending: threading.Event,
    taken: list[float],
    errors: list[int],
) -> None:
    connection = pool_to(address)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    cards = {id: card_of(connection, headers, id) for id in ids}
    ready.wait()
    pace = Pace(per_s, ending, first_s=float(np.random.default_rng().uniform(0, 1 / per_s)))
    while True:
        for id in ids:
            if not pace.wait():
                connection.close()
                return
            order = next(order for order in CYCLE if order["verb"] in cards[id]["offers"])
            keyed = headers | {"If-Match": f'"{cards[id]["version"]}"', "Idempotency-Key": uuid.uuid4().hex}
            began = time.perf_counter()
            answer = connection.request("POST", f"/v1/cases/{id}/orders", body=msgspec.json.encode(order), headers=keyed)
            taken.append((time.perf_counter() - began) * 1000)
            if answer.status == 200:
                cards[id] = known(answer.data)
            else:
                errors.append(answer.status)


def pool_to(address: str) -> HTTPConnectionPool:
    """One connection, made anew when the backend has closed it: between two steps of one person it is idle for longer than is waited for."""
    return connection_from_url(address, maxsize=1, timeout=30, retries=False)


def card_of(connection: HTTPConnectionPool, headers: dict[str, str], id: str) -> dict[str, Any]:
    return known(connection.request("GET", f"/v1/cases/{id}", headers=headers).data)


def known(body: bytes) -> dict[str, Any]:
    card = msgspec.json.decode(body)
    return {"version": card["version"], "offers": {offer["verb"] for offer in card["offers"]}}


def ask(address: str, ending: threading.Event, floor: list[float]) -> None:
    connection = pool_to(address)
    while not ending.wait(0.2):
        began = time.perf_counter()
        connection.request("GET", "/v1/health")
        floor.append((time.perf_counter() - began) * 1000)
    connection.close()


if __name__ == "__main__":
    hands(float(sys.argv[2]))
