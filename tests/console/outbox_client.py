"""A console with nothing but its outbox: puts orders in, if it is told to, and ends when all of them were answered.

YIPING_TOKEN=... python -m tests.console.outbox_client URL FOLDER [ORDERS CASES VERSION FIRST]
"""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject

from console.api import Api
from console.connection import Connection
from console.workers.letters import AnyLetter, OrderLetter
from console.workers.outbox import Outbox
from console.workers.shelf import Shelf
from console.workers.shelves import open_shelf
from wire.cases import AssignOrder, CaseCard, DispatchOrder, RevokeOrder
from wire.problem import Problem


class Counter(QObject):
    """Quits when nothing is left."""

    def __init__(self, shelf: Shelf, expected: int) -> None:
        super().__init__()
        self._shelf, self.left = shelf, expected

    def stored(self, letter: AnyLetter, answer: CaseCard) -> None:
        self._tell("stored", letter)

    def refused(self, letter: AnyLetter, problem: Problem) -> None:
        self._tell(problem.code, letter)

    def queued(self, letter: AnyLetter) -> None:
        self._say("queued", letter)

    def _tell(self, how: str, letter: AnyLetter) -> None:
        self._say(how, letter)
        self.left -= 1
        if self.left <= 0 and not self._shelf.waiting():  # there may be more than expected: what another one left
            QCoreApplication.quit()

    def _say(self, how: str, letter: AnyLetter) -> None:
        sys.stdout.write(f"{how} {letter.key}\n")
        sys.stdout.flush()


def key_of(number: int) -> str:
    return f"order-{number:04}"


STEPS = (DispatchOrder(department_id="d1"), AssignOrder(handler="Zhang San"), RevokeOrder(), AssignOrder(handler="Li Si"))


def orders(count: int, cases: int, version: int, first: int) -> list[AnyLetter]:
    """The first step of every case, then the second … The operator saw one version of each case, and never anything newer."""
    return [
        OrderLetter(key=key_of(first + number), subject=f"c{first + number % cases}", order=STEPS[number // cases % len(STEPS)], version=version)
        for number in range(count)
    ]


def main(url: str, folder: str, count: str = "0", cases: str = "1", version: str = "1", first: str = "0") -> int:
    app = QCoreApplication([])
    shelf = open_shelf(Path(folder))
    outbox = Outbox(Api(Connection(url, os.environ.get("YIPING_TOKEN", ""))), shelf)
    counter = Counter(shelf, int(count) or len(shelf.waiting()))
    outbox.queued.connect(counter.queued)
    outbox.stored.connect(counter.stored)
    outbox.refused.connect(counter.refused)
    outbox.start()
    if int(count):
        outbox.put(*orders(int(count), int(cases), int(version), int(first)))
    status = app.exec() if counter.left else 0
    outbox.stop()
    shelf.close()
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
