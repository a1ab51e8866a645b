"""Terminals of inspectors: each looks at his own some seconds after it has rung, and goes by what stands there (`GET /v1/tasks`).

Whose terminal says that he has other work already (`Task.ahead`) goes first to what is due first.
"""

from functools import partial
from queue import SimpleQueue

import msgspec
import numpy as np

from simulator.doors import Doors
from simulator.scenario import Span
from simulator.sender import Job, now
from simulator.world import World
from wire.codes import TaskState
from wire.tasks import Task

LOOKS_S: Span = (1.0, 5.0)  # from when it rang
TASKS = msgspec.json.Decoder(list[Task])
CHANCE = 10  # a stream of chance of their own, so that nothing else happens otherwise


class Terminals:
    def __init__(self, doors: Doors, world: World, seed: int) -> None:
        self._doors, self._world, self._rng = doors, world, np.random.default_rng([seed, CHANCE])
        self._rung: dict[str, float] = {}  # by unit, how long until it looks
        self._waiting: set[str] = set()  # tasks that nobody has looked at
        self._given: set[str] = set()  # those that somebody has, until they are over
        self._later: dict[str, Task] = {}  # what is to be checked at its time of the day rings then
        self._shown: SimpleQueue[Task] = SimpleQueue()  # what the terminals say

    def hear(self, task: Task) -> None:
        """What has become of a task; those of units that are not ours are other people's."""
        if task.unit_id not in self._world.inspectors or not self._doors.knows(task.unit_id):
            return
        self._later.pop(task.id, None)
        if task.state is not TaskState.OPEN:
            self._waiting.discard(task.id)
            self._given.discard(task.id)
            self._world.take_away(task)
        elif task.not_before is not None and task.not_before > now():
            self._later[task.id] = task
        elif task.id not in self._given:
            self._waiting.add(task.id)
            self._rung.setdefault(task.unit_id, float(self._rng.uniform(*LOOKS_S)))

    def step(self, seconds: float) -> list[Job]:
        at, jobs = now(), list[Job]()
        for task in [task for task in self._later.values() if task.not_before is None or task.not_before <= at]:
            self.hear(task)
        while not self._shown.empty():
            task = self._shown.get()
            if task.id in self._waiting:
                self._waiting.discard(task.id)
                self._given.add(task.id)
                self._world.give(task)
        for unit_id, left in list(self._rung.items()):
            self._rung[unit_id] = left - seconds
            if left <= seconds:
                del self._rung[unit_id]
                jobs.append(partial(self._look, unit_id))
        return jobs

    def _look(self, unit_id: str) -> None:
        for task in reversed(TASKS.decode(self._doors.get(unit_id, "/v1/tasks", state=TaskState.OPEN).content)):
            self._shown.put(task)
