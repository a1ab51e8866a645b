"""Whether a case will be late, before it is."""

from datetime import datetime

from wire.codes import Clock, Status, Verb
from wire.message import Message


class Forecast(Message, frozen=True, kw_only=True):
    """What will become of the limit that is broken next: of the stage (DOMAIN 2.9), the disposal, what was promised, or the other hotline's.

    By the median of past cases like this one that took at least as long as this one has taken already, and of all stages that are ahead until what
    is limited is done. Where none of them took so long, nobody knows more than that it is done `later` than `expected_at`. With `breach_in` the
    limit will be broken, in that status, or has been: then `limit_at` is past, no other limit will be broken, and what is foretold is the end alone.
    `saves` are the verbs that could still help, the strongest first, and `mine` those of them that whoever asks may use now. `like` says which
    cases the median of its present stage is of: DEPARTMENT_CLASS, CLASS, DEPARTMENT or ALL; `cases` how many.
    """

    case_id: str
    expected_at: datetime
    later: bool = False
    limit_at: datetime
    like: str
    cases: int
    department_id: str | None = None  # whose usual time it is
    breach_in: Status | None = None
    saves: list[Verb] = []
    clock: Clock = Clock.STAGE  # which limit it is
    mine: list[Verb] = []  # only where many are asked for: a card has its offers
