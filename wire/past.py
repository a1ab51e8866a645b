"""The hall as of an earlier moment: told as what was different then, and played on from there."""

from datetime import datetime, timedelta

from wire.changes import Change
from wire.codes import AlarmKind, PastMarkKind
from wire.message import Message

LONGEST_MARKED = timedelta(days=7)  # of one answer
MOST_MARKS = 2_000  # that are told one by one
PARTS = 240  # of the period: what is not told one by one is counted in each


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


class PastMark(Message, frozen=True, kw_only=True):
    """What happened to a case or to a unit at a moment, as the hall heard of it."""

    kind: PastMarkKind
    at: datetime
    alarm: AlarmKind | None = None
    unit_id: str = ""
    case_id: str = ""
    case_number: str = ""


class MarkCount(Message, frozen=True, kw_only=True):
    """So many marks of one kind in one part of the period, the first at `at`, the last at `until`."""

    kind: PastMarkKind
    at: datetime
    until: datetime
    count: int


class PastMarks(Message, frozen=True, kw_only=True):
    """In order of time. `left_off`: so many more there were in the period, all of them later than those that are told; `counts` has where.
    `waiting`: so many changes have not been looked at yet for what they mark.
    """

    marks: list[PastMark]
    left_off: int = 0
    counts: list[MarkCount] = []
    waiting: int = 0
