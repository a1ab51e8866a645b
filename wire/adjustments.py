"""Requests about a running case that others review: extend, suspend, return, void, appeal (DOMAIN 2.5)."""

from datetime import datetime

from wire.codes import AdjustmentKind, AdjustmentState, Role, SuspendKind
from wire.message import Message


class Review(Message, frozen=True, kw_only=True):
    at: datetime
    user: str  # full name
    role: Role
    granted: bool
    note: str = ""


class Adjustment(Message, frozen=True, kw_only=True):
    """`waits_for` are the roles of the review that is due, none when it is settled."""

    id: str
    case_id: str
    kind: AdjustmentKind
    state: AdjustmentState
    asked_by: str  # full name
    asked_at: datetime
    reason: str
    until: datetime | None = None  # of a suspension
    suspend_kind: SuspendKind | None = None
    waits_for: list[Role] = []
    reviews: list[Review] = []
