"""The hall as of an earlier moment: told as what was different then, and played on from there."""

from datetime import datetime

from wire.changes import Change
from wire.message import Message


class Rewound(Message, frozen=True, kw_only=True):
    """What was different at `at` from the hall at the cursor `seen`: of each such thing the version it had, `body` null where it was not there.

    `after` is the newest change that is not later than `at`: the hall as of `at` goes on with the one behind it.
    """

    epoch: str
    at: datetime
    seen: int
    after: int
    changes: list[Change]


class Stretch(Message, frozen=True, kw_only=True):
    """The changes after a cursor and not later than a moment, in their order. `after` is the last of them; `more` where the moment is not reached."""

    epoch: str
    after: int
    more: bool
    changes: list[Change]
