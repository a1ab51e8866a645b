"""The console's outbox after the backend was away: seconds from its return until all that was queued is stored, beside posting the same directly."""

import os
import sys
import tempfile
import threading
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt

from backend.rules import people
from backend.session import SYSTEM, Database
from bench import stage
from bench.figures import Row, table
from console.api import Api
from console.connection import Connection
from console.workers.outbox import Outbox
from console.workers.shelf import Shelf
from tests.backend.centre import Centre
from tests.console.outbox_client import STEPS, orders
from tests.faults.harness import Victim
from wire.codes import Role, Status
from wire.people import UserOrder

ACTIONS, ROUNDS = int(os.environ.get("YIPING_BENCH_ACTIONS", "300")), int(os.environ.get("YIPING_BENCH_ROUNDS", "3"))
CASES = ACTIONS // len(STEPS)
BUDGET_S = 10.0


def prepared(url: str) -> tuple[str, int]:
    """Cases that wait for the dispatcher, the token of one who may take every step, and the version of all of them."""
    database = Database(url)
    centre = Centre(database)
    ids = [f"c{turn * ACTIONS + number}" for turn in range(2 * ROUNDS) for number in range(CASES)]
    version = max(centre.bring(Status.PENDING_DISPATCH, id).version for id in ids)
    with database.write(SYSTEM) as work:
        people.put(work, UserOrder(name="li", full_name="Li Na", roles=[Role.DISPATCHER, Role.DEPARTMENT], department_id="d1"))
        token = people.open_session(work, "li").token
    database.close()
    return token, version


def drained(victim: Victim, token: str, version: int, first: int, folder: Path) -> float:
    """All are queued while nobody listens, and the outbox has failed until its pauses are the longest; then the backend is there again."""
    victim.kill()
    shelf, left = Shelf(folder / f"outbox{first}.db"), threading.Semaphore(0)
    outbox = Outbox(Api(Connection(victim.address, token)), shelf)
    outbox.stored.connect(lambda *_: left.release(), Qt.ConnectionType.DirectConnection)  # nobody runs an event loop here
    outbox.start()
    outbox.put(*orders(ACTIONS, CASES, version, first))
    threading.Event().wait(12)  # by then it tries once in five seconds
    victim.start()
    begin = time.perf_counter()
    outbox.hurry()  # as the desk does it when the link is fresh
    for _ in range(ACTIONS):
        left.acquire()
    took = time.perf_counter() - begin
    outbox.stop()
    shelf.close()
    return took


def posted(victim: Victim, token: str, version: int, first: int) -> float:
    """The floor: the same calls by the same client, one after the other, without a disk of ours."""
    api, versions = Api(Connection(victim.address, token)), dict[str, int]()
    begin = time.perf_counter()
    for letter in orders(ACTIONS, CASES, version, first):
        answer = letter.post(api, versions.get(letter.subject, version))
        versions[letter.subject] = answer.version  # type: ignore[union-attr]
    took = time.perf_counter() - begin
    api.connection.shutdown()
    return took


def run(kind: str) -> str:
    with tempfile.TemporaryDirectory() as name, stage.database(kind, Path(name)) as url:
        folder = Path(name)
        token, version = prepared(url)
        with Victim(url, folder / "data") as victim:
            victim.start()
            ours = [drained(victim, token, version, number * ACTIONS, folder) for number in range(ROUNDS)]
            floor = [posted(victim, token, version, (ROUNDS + number) * ACTIONS) for number in range(ROUNDS)]
    return table(
        f"{kind}: {ACTIONS} actions on {CASES} cases",
        [Row("outbox, from the backend's return", ours, "s"), Row("floor: posted directly", floor, "s")],
    )


def main() -> None:
    application = QCoreApplication(sys.argv[:1])
    print("Seconds until everything that was queued while the backend was away is stored. Each action is durable on both disks.\n")
    for kind in ("sqlite", "postgresql"):
        print(run(kind), end="\n\n", flush=True)
    print(f"Budget: {BUDGET_S:.0f} s.")
    application.quit()
