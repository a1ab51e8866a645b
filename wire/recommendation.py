"""Which unit should go to a case, and for every other one why not and what would change it."""

from datetime import datetime
from enum import StrEnum

from wire.message import Message


class Purpose(StrEnum):
    """What somebody has to go there for."""

    VERIFY = "VERIFY"
    CHECK = "CHECK"
    DISPOSE = "DISPOSE"


class Criterion(StrEnum):
    """What counts; in brackets what its value is."""

    ETA = "ETA"  # seconds to the place
    LOAD = "LOAD"  # open tasks; open cases of its department for each of the department's units
    FIX_AGE = "FIX_AGE"  # seconds
    SKILL = "SKILL"  # 1: it answers for this duty grid, or its department for this case; else 0
    DUTY = "DUTY"  # 1: on duty
    STATE = "STATE"  # 0: at work; 1: off its duty grids; 2: on a break. A reason only where it is not 0


class Barrier(StrEnum):
    """Why a unit is not recommended at all."""

    WRONG_KIND = "WRONG_KIND"
    OFF_DUTY = "OFF_DUTY"
    NO_FIX = "NO_FIX"
    STALE_FIX = "STALE_FIX"
    NO_WAY = "NO_WAY"
    BUSY = "BUSY"
    UNSUITED = "UNSUITED"


class Reason(Message, frozen=True, kw_only=True):
    """`minutes` is what it counts for; what counts least goes first."""

    criterion: Criterion
    value: float
    minutes: float


class Change(Message, frozen=True, kw_only=True):
    """If `criterion` were `to` or better."""

    criterion: Criterion
    to: float


class Candidate(Message, frozen=True, kw_only=True):
    """`minutes` is the sum of the reasons; none where not all of them are known.

    With a rank, each of `changes` alone would bring it to the first place. Without one, `barriers` say why not, and all of `changes`
    together would bring it to `rank_then` or better; none where nothing would, or where it cannot be told.
    """

    unit_id: str
    rank: int | None = None
    minutes: float | None = None
    metres: int | None = None
    reasons: list[Reason]
    barriers: list[Barrier] = []
    changes: list[Change] = []
    rank_then: int | None = None


class Recommendation(Message, frozen=True, kw_only=True):
    """Every unit once: the ranked ones by rank, then the others, the one that is nearest to being ranked first."""

    case_id: str
    purpose: Purpose
    at: datetime
    by_streets: bool
    candidates: list[Candidate]
