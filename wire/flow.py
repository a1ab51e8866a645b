"""The flow of a case: one record for each step, as its transition wrote it."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from wire.codes import CallbackState, ReceiverKind, Satisfaction, Status, TaskResult, Verb
from wire.message import Message

IMPORTED = "IMPORT"  # the transition of a record that another system's past came in by
MOST_ANSWERS = 12

Asked = Annotated[str, Meta(max_length=200)]
Answered = Annotated[str, Meta(max_length=1000)]


class Alteration(Message, frozen=True):
    """A field of `wire.cases.Case` that a step has changed, as JSON writes its values; none: it was, or is now, empty."""

    field: str
    old: str | None = None
    new: str | None = None


class QuestionAnswer(Message, frozen=True, kw_only=True):
    """A question of a class as it was read out, and what was answered. The English of an answer in words is empty."""

    question: Annotated[Asked, Meta(min_length=1)]
    answer: Annotated[Answered, Meta(min_length=1)]
    question_en: Asked = ""
    answer_en: Answered = ""


class FlowRecord(Message, frozen=True, kw_only=True):
    """One step of a case, never changed afterwards: the tables refuse it (DOMAIN 2.4). Records of imported cases say when and whence alone.

    `receiver` is who has the case, or the next part of it, in hand from here on: the id of a department, sub-centre or unit, the name of a handler,
    or a role. None for a step that passes it to nobody.
    """

    seq: int  # 1, 2, 3 … within the case
    at: datetime
    verb: Verb
    transition: str  # "T12"
    from_status: Status | None
    to_status: Status
    user: str  # full name of who did it
    role: str
    department_id: str | None = None
    receiver_kind: ReceiverKind | None = None
    receiver: str | None = None
    note: str = ""
    answers: list[QuestionAnswer] = []  # of a report: to the questions of its class
    photos: list[str] = []  # ids of those that came with it
    changed: list[Alteration] = []
    result: TaskResult | None = None
    outcome: CallbackState | None = None  # of a call-back
    satisfaction: Satisfaction | None = None
    used_s: float | None = None  # seconds in the status that this step ended
    overdue: bool = False
    closing_met: bool | None = None  # whoever closed it has confirmed the closing condition
    rank: int | None = None  # of the department or unit that somebody chose, in what was recommended then: 1 the best, 0 not recommended
    recommended: str | None = None  # id of the best then; none where nobody chose, or nothing was recommended
