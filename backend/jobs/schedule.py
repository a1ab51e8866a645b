"""What the backend does by itself, again and again. A new job is a line in `JOBS`."""

import asyncio
import logging
from collections.abc import Callable

from backend.jobs import datums, deadlines, duty, housekeeping, positions, telephone
from backend.rules import counting, forecast, haul_watch, past_marks, street_graph, walked
from backend.session import Database

log = logging.getLogger("backend")
Job = tuple[float, Callable[[Database], object]]  # seconds, what is done

JOBS: list[Job] = [
    (3600.0, housekeeping.tidy),
    (1800.0, positions.tidy),
    (3600.0, datums.watch),
    (20.0, street_graph.warm),
    (10.0, deadlines.tick),
    (10.0, duty.tick),
    (120.0, walked.keep),
    (30.0, forecast.warm),
    (1.0, counting.take_turn),
    (1.0, past_marks.take_turn),
    (60.0, telephone.give_up),
    (2.0, haul_watch.judge),
    (10.0, haul_watch.miss),
]
CAMERAS_S = 3.0


class Schedule:
    """Runs each job at its interval in seconds, first after one interval; a job that fails is logged and tried again next time."""

    def __init__(self, database: Database, *more: Job) -> None:
        """`more` are those that parts of this process do."""
        self._database, self._jobs = database, [*JOBS, *more]
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._repeat(every_s, job)) for every_s, job in self._jobs]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _repeat(self, every_s: float, job: Callable[[Database], object]) -> None:
        while True:
            await asyncio.sleep(every_s)
            try:
                await asyncio.to_thread(job, self._database)
            except Exception:
                log.exception("the job %s failed", job.__name__)
