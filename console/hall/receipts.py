"""What became of the things the operator asked for: queued, sent, stored, seen by whoever is next, or refused and why."""

from datetime import datetime
from enum import StrEnum

from wire.message import Versioned
from wire.problem import Problem


class ReceiptState(StrEnum):
    QUEUED = "QUEUED"  # on disk here, not yet with the backend
    SENT = "SENT"  # on its way, no answer yet
    STORED = "STORED"
    SEEN = "SEEN"  # whoever is to take the next step has seen it
    REFUSED = "REFUSED"


class Receipt(Versioned, frozen=True, kw_only=True):
    """`id` is the idempotency key of the order; `subject` is the id of the case it concerns, `step` the number of the flow record that it became."""

    verb: str
    subject: str
    state: ReceiptState
    at: datetime
    attempts: int = 0
    waiting_for: str = ""  # code of the last failure while it is queued again
    problem: Problem | None = None
    step: int = 0
    seen_by: str = ""
