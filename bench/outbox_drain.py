"""The console's outbox after the backend was away: seconds from its return until all that was queued is stored.

Beside it the same calls without an outbox: as many threads as it has couriers, no disk of ours, nothing marked, settled or told, and each case's
letters one after the other by one thread, so that none ever waits for another.

An hour's work of one console is taken for a thousand letters: reports with a photo each, and cases that are dispatched, assigned, and assigned anew.
"""

import os
import random
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication, Qt

from backend.rules import people
from backend.session import SYSTEM, Database
from bench import stage
from bench.figures import Row, table
from console.api import Api
from console.connection import Connection
from console.workers.letters import AnyLetter, ReportLetter, UploadLetter
from console.workers.outbox import COURIERS, Outbox
from console.workers.shelf import Shelf
from tests.backend.centre import Centre, report_of
from tests.console.outbox_client import STEPS, orders
from tests.faults.harness import Victim
from wire.cases import Taken
from wire.codes import Role, Source, Status
from wire.people import UserOrder
from wire.photos import id_of

WANTED = 1000
LETTERS, ROUNDS = int(os.environ.get("YIPING_BENCH_LETTERS", WANTED)), int(os.environ.get("YIPING_BENCH_ROUNDS", "3"))
REPORTS = LETTERS // 5  # each with its photo before it
ACTIONS = LETTERS - 2 * REPORTS
CASES = ACTIONS // len(STEPS)
PHOTO_BYTES = 60_000
BUDGET_S = 10.0


def prepared(url: str) -> tuple[str, int]:
    """Cases that wait for the dispatcher, the token of one who may take every step, and the version of all of them."""
    database = Database(url)
    centre = Centre(database)
    ids = [f"c{turn * ACTIONS + number}" for turn in range(2 * ROUNDS) for number in range(CASES)]
    version = max(centre.bring(Status.PENDING_DISPATCH, id).version for id in ids)
    with database.write(SYSTEM) as work:
        roles = [Role.DISPATCHER, Role.DEPARTMENT, Role.ACCEPTOR]
        people.put(work, UserOrder(name="li", full_name="Li Na", roles=roles, department_id="d1"))
        token = people.open_session(work, "li").token
    database.close()
    return token, version


def letters(version: int, first: int) -> list[AnyLetter]:
    """Reports with their photos among the orders, as an hour brings them."""
    steps, chance = orders(ACTIONS, CASES, version, first), random.Random(first)
    found: list[AnyLetter] = []
    for number in range(REPORTS):
        id, photo = f"report-{first + number:06}", b"\xff\xd8\xff" + chance.randbytes(PHOTO_BYTES)
        report = msgspec.structs.replace(report_of(id, Source.WECHAT), photos=[id_of(photo)])
        found.append(UploadLetter(key=f"photo-{first + number:06}", subject=id, image=photo, media_type="image/jpeg"))
        found.append(ReportLetter(key=id, subject=id, report=report))
        found += steps[number * ACTIONS // REPORTS : (number + 1) * ACTIONS // REPORTS]
    return found


def drained(victim: Victim, token: str, version: int, first: int, folder: Path) -> float:
    """All are queued while nobody listens, and the outbox has failed until its pauses are the longest; then the backend is there again."""
    victim.kill()
    shelf, left = Shelf(folder / f"outbox{first}.db"), threading.Semaphore(0)
    outbox = Outbox(Api(Connection(victim.address, token)), shelf)
    outbox.stored.connect(lambda *_: left.release(), Qt.ConnectionType.DirectConnection)  # nobody runs an event loop here
    outbox.start()
    for letter in letters(version, first):
        outbox.put(letter)  # one after the other, as somebody writes them
    while len(shelf.waiting()) < LETTERS:
        threading.Event().wait(0.5)
    threading.Event().wait(12)  # by then it tries once in five seconds
    victim.start()
    begin = time.perf_counter()
    outbox.hurry()  # as the desk does it when the link is fresh
    for _ in range(LETTERS):
        left.acquire()
    took = time.perf_counter() - begin
    outbox.stop()
    shelf.close()
    return took


def posted(victim: Victim, token: str, version: int, first: int) -> float:
    """The floor: the same calls by the same client, in as many threads, without a disk of ours."""
    api, subjects = Api(Connection(victim.address, token)), defaultdict[str, list[AnyLetter]](list)
    for letter in letters(version, first):
        subjects[letter.subject].append(letter)
    begin = time.perf_counter()
    with ThreadPoolExecutor(COURIERS) as couriers:
        stored = sum(couriers.map(lambda about: post_all(api, about, version), subjects.values()))
    took = time.perf_counter() - begin
    api.connection.shutdown()
    assert stored == LETTERS
    return took


def post_all(api: Api, about: Sequence[AnyLetter], version: int) -> int:
    """All letters about one subject; how many."""
    for letter in about:
        answer = letter.post_briefly(api, version)
        version = answer.version if isinstance(answer, Taken) else version
    return len(about)


def run(kind: str) -> str:
    with tempfile.TemporaryDirectory() as name, stage.database(kind, Path(name)) as url:
        folder = Path(name)
        token, version = prepared(url)
        with Victim(url, folder / "data") as victim:
            victim.start()
            ours = [drained(victim, token, version, number * ACTIONS, folder) for number in range(ROUNDS)]
            floor = [posted(victim, token, version, (ROUNDS + number) * ACTIONS) for number in range(ROUNDS)]
    figures = table(
        f"{kind}: {LETTERS} letters: {ACTIONS} orders on {CASES} cases, {REPORTS} reports with a photo of {PHOTO_BYTES // 1000} kB",
        [Row("outbox, from the backend's return", ours, "s"), Row(f"floor: posted directly by {COURIERS} threads", floor, "s")],
    )
    return f"{figures}\n\n{verdict(max(ours))}"


def verdict(longest_s: float) -> str:
    if LETTERS < WANTED:
        return f"Too few letters for the budget, which is for {WANTED}."
    return f"Budget: {BUDGET_S:.0f} s, also of the longest run: {'met' if longest_s <= BUDGET_S else 'MISSED'}."


def main() -> None:
    application = QCoreApplication(sys.argv[:1])
    print("Seconds until everything that was queued while the backend was away is stored. Each letter is durable on both disks.\n")
    for kind in ("sqlite", "postgresql"):
        print(run(kind), end="\n\n", flush=True)
    application.quit()
