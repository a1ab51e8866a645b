"""Whether a case will be late, before it is."""

from datetime import datetime

from wire.codes import Status, Verb
from wire.message import Message


class Forecast(Message, frozen=True, kw_only=True):
    """What will become of the limit that runs now: that of the disposal, or that of the stage (DOMAIN 2.9).

    By the median of past cases like this one that took at least as long as this one has taken already. Where `expected_at` is after
    `limit_at` the limit will be broken, in the status `breach_in`; `saves` are the verbs that could still help, the strongest first.
    `like` says which cases the median is of: DEPARTMENT_CLASS, CLASS, DEPARTMENT or ALL; `cases` how many.
    """

    case_id: str
    expected_at: datetime
    limit_at: datetime
    like: str
    cases: int
    department_id: str | None = None  # whose usual time it is
    breach_in: Status | None = None
    saves: list[Verb] = []
