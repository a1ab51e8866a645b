"""A writer in a process of its own: `python -m bench.traffic URL CASES_PER_S UNITS`, until SIGTERM.

Changes go through the backend's unit of work, twenty transactions a second of several cases each; one command over HTTP each is more than
two cores can take at 500 a second beside the consoles. All units move once a second, by what a batch of fixes leaves behind: their newest places.
PostgreSQL only: there the backend hears of another process's commits at once.
"""

import sys
import threading
import time
from signal import SIGTERM, signal

import msgspec
import numpy as np
import sqlalchemy as sa

from backend.rules import messages
from backend.rules.answers import insert
from backend.session import POSITIONS, SYSTEM, Database, Work
from backend.tables.cases import CaseRow
from backend.tables.positions import LatestRow, PositionHead
from bench.stage import CENTRE, NEVER_ASKED, SPREAD
from wire.codes import Noun, Status

TRANSACTIONS_PER_S = 20
OPEN = [status for status in Status if status not in NEVER_ASKED]


class Pace:
    """`wait` comes back `per_s` times a second, for the first time after `first_s`, or after one step, however long the work between takes;
    what cannot be kept up is made up for."""

    def __init__(self, per_s: float, ending: threading.Event, first_s: float | None = None) -> None:
        self._step_s, self._ending = 1 / per_s, ending
        self._due = time.monotonic() + (0 if first_s is None else first_s - self._step_s)

    def wait(self) -> bool:
        """False at the end."""
        self._due += self._step_s
        return not self._ending.wait(max(self._due - time.monotonic(), 0))


def change_cases(database: Database, per_s: float, ending: threading.Event) -> None:
    """Nobody else changes them meanwhile, so that they are read only once."""
    size = max(1, round(per_s / TRANSACTIONS_PER_S))
    rng, pace = np.random.default_rng(2), Pace(per_s / size, ending)
    with database.read() as work:
        cases = messages.cases_of(work.session.execute(sa.select(*messages.COLUMNS).where(CaseRow.status.in_(OPEN))).all())
    while pace.wait():
        with database.write(SYSTEM) as work:
            rows = []
            for index in rng.choice(len(cases), size, replace=False):
                status, version = OPEN[int(rng.integers(len(OPEN)))], cases[index].version + 1
                cases[index] = case = msgspec.structs.replace(cases[index], status=status, status_at=work.at, version=version)
                work.publish(Noun.CASE, case.id, version, case)
                rows.append({"id": case.id, "version": version, "status": status, "status_at": work.at})
            work.session.execute(sa.update(CaseRow), rows)


def move_units(database: Database, units: int, ending: threading.Event) -> None:
    rng, pace = np.random.default_rng(3), Pace(1, ending)
    places = rng.normal(CENTRE, SPREAD, (units, 2))
    while pace.wait():
        places += rng.normal(0, 0.0001, (units, 2))
        with database.write(SYSTEM) as work:
            _lead(work, places)


def _lead(work: Work, places: np.ndarray) -> None:
    raised = sa.update(PositionHead).values(cursor=PositionHead.cursor + len(places)).returning(PositionHead.cursor)
    head, at = work.session.execute(raised).scalar_one(), round(work.at.timestamp() * 1000)
    rows = [
        {"unit": n + 1, "unit_id": f"u{n}", "cursor": head - len(places) + n + 1, "at": at, "lon": lon, "lat": lat, "speed": 1.2, "heading": n % 360}
        for n, (lon, lat) in enumerate(places.tolist())
    ]
    newest = insert(work, LatestRow)
    moved = {name: newest.excluded[name] for name in ("cursor", "at", "lon", "lat", "speed", "heading")}
    work.session.execute(newest.on_conflict_do_update(index_elements=["unit"], set_=moved), rows)
    work.wake(POSITIONS)


def main(url: str, cases_per_s: float, units: int) -> None:
    database, ending = Database(url), threading.Event()
    signal(SIGTERM, lambda *_: ending.set())
    jobs = [threading.Thread(target=change_cases, args=(database, cases_per_s, ending))] if cases_per_s else []
    jobs += [threading.Thread(target=move_units, args=(database, units, ending))] if units else []
    for job in jobs:
        job.start()
    print("ready", flush=True)
    for job in jobs:
        while job.is_alive():
            job.join(0.2)
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
