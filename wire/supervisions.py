"""Pressing for action on a case: arrange at once, report progress, settle (DOMAIN 2.5 and 6.16)."""

from datetime import datetime

from wire.codes import SuperviseKind
from wire.message import Message


class Answer(Message, frozen=True, kw_only=True):
    at: datetime
    user: str
    note: str


class Supervision(Message, frozen=True, kw_only=True):
    """The department answers that it has arranged by `arrange_by`, how far it is by `progress_by`, and has settled it by `settle_by`.

    `level` rises with what did not come in time: 1 it is to be arranged, 2 to say how far it is, 3 to be settled, 4 it was not settled in time.
    """

    id: str
    case_id: str
    kind: SuperviseKind
    requirement: str
    hard: bool  # has a month instead of a week
    by: str  # full name
    at: datetime
    arrange_by: datetime
    progress_by: datetime
    settle_by: datetime
    answers: list[Answer] = []
    ended_at: datetime | None = None
    level: int = 1
