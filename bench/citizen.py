"""From a citizen's report over Open311 to the eyes of the hall: how long until a case is in the queue and on the map.

The real console on the real backend; each round a report, from its posting, and from the answer to it, until the queue has its row and the page of
the map its point.
"""

import tempfile
import time
from pathlib import Path

import numpy as np
import requests
from PySide6.QtWidgets import QApplication

from backend.rules import people
from backend.session import SYSTEM, Database
from bench import stage
from bench.map_window import wait
from console.app import Console
from console.desk import Desk
from console.map import scheme
from console.settings import Settings
from tools.household import Household
from wire.codes import Role
from wire.people import UserOrder

ROUNDS, PAUSE_S = 40, 0.4
PASSWORD = "a long enough password"
PLACE = {"lat": "35.022", "long": "110.998"}


def main() -> None:
    scheme.prepare()
    app = QApplication([])
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name, stage.database("sqlite", Path(name)) as url:
        key = _furnish(url)
        household = Household(Path(name) / "log")
        try:
            server = stage.serve(household, url, Path(name))
            console = Console(app, Settings(server=server, user="hall", password=PASSWORD, state=Path(name) / "console"))
            console.start()
            wait(lambda: console.desk is not None and console.desk.hall.cursor is not None and console.desk.map.idle())
            assert console.desk is not None
            posted, answered = zip(*(_round(console.desk, server, key, number) for number in range(ROUNDS)), strict=True)
            console.end()
        finally:
            household.end()
    print(f"{__doc__.splitlines()[0]}\n\n{ROUNDS} rounds.\n\n| until in the queue and on the map, ms | p50 | p95 | longest |\n|---|---:|---:|---:|")
    for what, taken in (("from the posting", posted), ("from the answer", answered)):
        print(f"| {what} | {np.percentile(taken, 50):,.0f} | {np.percentile(taken, 95):,.0f} | {max(taken):,.0f} |")
    print("\nBudget: 1,000 ms.")


def _furnish(url: str) -> str:
    key = stage.token(url, Role.GATEWAY)
    opened = Database(url)
    with opened.write(SYSTEM) as work:
        roles = [Role.ACCEPTOR, Role.SHIFT_LEADER, Role.DISPATCHER]
        people.put(work, UserOrder(name="hall", full_name="Hall", roles=roles, password=PASSWORD))
    opened.close()
    return key


def _round(desk: Desk, server: str, key: str, number: int) -> tuple[float, float]:
    """Milliseconds from the posting and from the answer."""
    form = PLACE | {"service_code": "EVENT-0110", "description": f"小区门口垃圾没人收 {number}", "media_url": "https://example.org/heap.jpg"}
    posted = time.monotonic()
    answer = requests.post(f"{server}/open311/v2/requests.json", params={"api_key": key}, data=form, timeout=10)
    answered = time.monotonic()
    answer.raise_for_status()
    told = str(answer.json()[0]["service_request_id"])
    wait(lambda: any(case.number == told for case in desk.hall.cases))
    case_id = next(case.id for case in desk.hall.cases if case.number == told)
    wait(lambda: desk.queue.model.row(case_id) >= 0)
    drawn: list[object] = []

    def on_map() -> bool:
        desk.map.probe(f"yiping.layers.get('cases').things.has({case_id!r})", drawn.append)
        return bool(drawn) and drawn[-1] is True

    wait(on_map)
    seen = time.monotonic()
    wait(lambda: time.monotonic() - seen > PAUSE_S)
    return 1e3 * (seen - posted), 1e3 * (seen - answered)


if __name__ == "__main__":
    main()
