"""The patrol log: who watched which camera when."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from wire.codes import Role
from wire.message import Message, Order
from wire.places import Id, NewId

MOST_WATCHES = 500  # of one report
MOST_RECORDS = 2000  # of one answer
READERS = frozenset({Role.SHIFT_LEADER, Role.DUTY_LEADER, Role.AUDITOR, Role.EVALUATOR, Role.ADMIN})  # of everybody's log; others read their own


class Watch(Order, frozen=True, kw_only=True):
    """One camera on one pane. `id` is made by the console, so that what is sent twice stands once. `live_s`: for so long there was a live picture.

    `tour` is the name of the tour that brought it; empty: somebody chose it. `cell` is the pane of the wall, the first being 0, in this `layout`
    (`4`, `1+5`, `5x3+2`); a console that does not tell them says none and nothing.
    """

    id: NewId
    camera_id: Id
    since: datetime
    until: datetime
    live_s: Annotated[float, Meta(ge=0)]
    tour: Annotated[str, Meta(max_length=80)] = ""
    cell: Annotated[int, Meta(ge=0, lt=100)] | None = None
    layout: Annotated[str, Meta(max_length=16, pattern=r"^[0-9x+]*$")] = ""


class WatchReport(Order, frozen=True, kw_only=True):
    watches: Annotated[list[Watch], Meta(min_length=1, max_length=MOST_WATCHES)]


class WatchRecord(Message, frozen=True, kw_only=True):
    """What is kept of a `Watch`, with who watched."""

    id: str
    camera_id: str
    since: datetime
    until: datetime
    live_s: float
    tour: str
    user: str
    full_name: str
    cell: int | None = None
    layout: str = ""


class Watcher(Message, frozen=True, kw_only=True):
    """Somebody who stands in the log, under the newest name."""

    user: str
    full_name: str
