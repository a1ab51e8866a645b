"""Where inspectors have been: the newest fix of any of them in each basic grid."""

from datetime import datetime

from wire.message import Message


class Covered(Message, frozen=True, kw_only=True):
    """A basic grid in which an inspector was within the last 24 hours, and when the last of them was there."""

    code: str
    at: datetime
