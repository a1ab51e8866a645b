"""Who was on shift at a moment."""

from datetime import datetime

from wire.codes import SignResult
from wire.message import Message
from wire.shifts import Shift


class OnShift(Message, frozen=True, kw_only=True):
    """A unit whose shift ran then, or that had signed in without one. `signed_at` and `result` are of its last sign-in up to then for this shift,
    `left_at` when it had signed out after that.
    """

    unit_id: str
    shift: Shift | None = None
    signed_at: datetime | None = None
    result: SignResult | None = None
    left_at: datetime | None = None
