"""Verify and check tasks, which inspectors carry out on site (DOMAIN 2.6)."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from wire.codes import TaskKind, TaskResult, TaskState
from wire.message import Order, Versioned
from wire.places import Id, Lat, Lon

MOST_TASKS = 1000  # of one answer


class Task(Versioned, frozen=True, kw_only=True):
    """`rank` is the place of its unit in the recommendation when somebody chose it: 1 the best, 0 among those left out; none when nobody chose.

    `ahead`: how many tasks and callouts of its unit are still open that were sent before it, for whoever asks for tasks: a terminal is told that this
    is not the only one. The feed carries none, for whoever follows it knows them all.
    """

    kind: TaskKind
    state: TaskState
    case_id: str
    unit_id: str
    lon: float
    lat: float
    sent_at: datetime
    due_at: datetime
    done_at: datetime | None = None
    result: TaskResult | None = None
    note: str = ""
    rank: int | None = None
    ahead: int = 0
    not_before: datetime | None = None  # a check at the time of the day at which it was seen: what was found before then says nothing


class TaskReport(Order, frozen=True, kw_only=True):
    """What the inspector found. VERIFY takes EXISTS, NOT_EXISTS, UNABLE; CHECK takes PASS, NOT_PASS, UNABLE."""

    result: TaskResult
    photos: Annotated[list[Id], Meta(max_length=20)] = []
    note: Annotated[str, Meta(max_length=2000)] = ""
    lon: Lon | None = None
    lat: Lat | None = None
