"""How soon the hall says that its backend is lost, killed or merely silent, and how soon it has it again.

The real console and the real backend, which is killed (kill -9) or stopped (SIGSTOP) and started or woken again; until the state
of its link is another, which the line at the foot of the window says at once.
"""

import signal
import tempfile
import time
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QApplication

from backend.rules import people
from backend.session import SYSTEM, Database
from bench import stage
from bench.map_window import wait
from console.app import Console
from console.desk import Desk
from console.hall.link import LinkState
from console.map import scheme
from console.settings import Settings
from tests.contract.served import Served
from wire.codes import Role
from wire.people import UserOrder

ROUNDS, REST_S = 8, 3.0
PASSWORD = "a long enough password"


def main() -> None:
    scheme.prepare()
    app = QApplication([])
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name, stage.database("sqlite", Path(name)) as url:
        opened = Database(url)
        with opened.write(SYSTEM) as work:
            people.put(work, UserOrder(name="hall", full_name="Hall", roles=[Role.DISPATCHER], password=PASSWORD))
        opened.close()
        served = Served(url, Path(name))
        served.start()
        console = Console(app, Settings(server=served.address, user="hall", password=PASSWORD, state=Path(name) / "console"))
        console.start()
        wait(lambda: console.desk is not None and console.desk.hall.link.state is LinkState.FRESH)
        assert console.desk is not None
        killed = [_killed(console.desk, served) for _ in range(ROUNDS)]
        silent = [_silent(console.desk, served) for _ in range(ROUNDS)]
        console.end()
        served.kill()
    print(f"{__doc__.splitlines()[0]}\n\n{ROUNDS} rounds each.\n\n| seconds | p50 | longest |\n|---|---:|---:|")
    for what, rounds in (("killed", killed), ("stopped", silent)):
        for which, column in zip(
            (f"{what}: until it is told", f"{what}: until it is there again, from its answer on"), zip(*rounds, strict=True), strict=True
        ):
            print(f"| {which} | {np.median(column):.2f} | {max(column):.2f} |")
    print("\nBudget: told within 2 s.")


def _killed(desk: Desk, served: Served) -> tuple[float, float]:
    served.kill()
    told = _until(desk, LinkState.LOST)
    served.start()
    return told, _rested(desk)


def _silent(desk: Desk, served: Served) -> tuple[float, float]:
    served._process.send_signal(signal.SIGSTOP)
    told = _until(desk, LinkState.LOST)
    served._process.send_signal(signal.SIGCONT)
    return told, _rested(desk)


def _rested(desk: Desk) -> float:
    again, began = _until(desk, LinkState.FRESH), time.monotonic()
    wait(lambda: time.monotonic() - began > REST_S)
    return again


def _until(desk: Desk, state: LinkState) -> float:
    began = time.monotonic()
    wait(lambda: desk.hall.link.state is state)
    return time.monotonic() - began


if __name__ == "__main__":
    main()
