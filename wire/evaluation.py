"""Evaluation: 0/1 counters of every case, what they add up to, indicators, scores, and the time that each lap took (DOMAIN 5)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta

from wire.codes import Source
from wire.figures import HotlineFigure
from wire.message import Message, Order
from wire.places import NewId


class Counter(StrEnum):
    """What is counted of a case: 1 when it is so, 0 when not. MULTI_… and …_HOURS count more than once. DOMAIN 5.2 says when."""

    REPORT = "REPORT"
    PATROL_REPORT = "PATROL_REPORT"
    PUBLIC_REPORT = "PUBLIC_REPORT"
    VALID_REPORT = "VALID_REPORT"
    VALID_PATROL_REPORT = "VALID_PATROL_REPORT"
    VALID_PUBLIC_REPORT = "VALID_PUBLIC_REPORT"
    OPERATE = "OPERATE"
    INTIME_OPERATE = "INTIME_OPERATE"
    ACCURATE_OPERATE = "ACCURATE_OPERATE"
    NEED_SEND_VERIFY = "NEED_SEND_VERIFY"
    SEND_VERIFY = "SEND_VERIFY"
    NEED_VERIFY = "NEED_VERIFY"
    VERIFY = "VERIFY"
    INTIME_VERIFY = "INTIME_VERIFY"
    INST = "INST"  # filed
    INTIME_INST = "INTIME_INST"
    ACCURATE_INST = "ACCURATE_INST"
    NEED_DISPATCH = "NEED_DISPATCH"
    DISPATCH = "DISPATCH"
    INTIME_DISPATCH = "INTIME_DISPATCH"
    ACCUR_DISPATCH = "ACCUR_DISPATCH"
    SUGGEST_DISPATCH = "SUGGEST_DISPATCH"  # a department was recommended when it was dispatched
    FOLLOW_DISPATCH = "FOLLOW_DISPATCH"  # and each time the first of them was taken
    PASS_DISPATCH = "PASS_DISPATCH"  # or another one
    SUGGEST_UNIT = "SUGGEST_UNIT"  # likewise of inspectors, where somebody chose one
    FOLLOW_UNIT = "FOLLOW_UNIT"
    PASS_UNIT = "PASS_UNIT"
    NEED_DISPOSE = "NEED_DISPOSE"
    DISPOSE = "DISPOSE"
    INTIME_DISPOSE = "INTIME_DISPOSE"
    OVERTIME_DISPOSE = "OVERTIME_DISPOSE"
    TO_DISPOSE = "TO_DISPOSE"
    INTIME_TO_DISPOSE = "INTIME_TO_DISPOSE"
    OVERTIME_TO_DISPOSE = "OVERTIME_TO_DISPOSE"
    NEED_ARCHIVE = "NEED_ARCHIVE"
    ARCHIVE = "ARCHIVE"  # closed
    INTIME_ARCHIVE = "INTIME_ARCHIVE"
    OVERTIME_ARCHIVE = "OVERTIME_ARCHIVE"
    URGENT_NEED_ARCHIVE = "URGENT_NEED_ARCHIVE"
    URGENT_ARCHIVE = "URGENT_ARCHIVE"
    REWORK = "REWORK"
    MULTI_REWORK = "MULTI_REWORK"
    RETURN = "RETURN"
    SHUFFLE = "SHUFFLE"  # passed around
    POSTPONE = "POSTPONE"
    MULTI_POSTPONE = "MULTI_POSTPONE"
    POSTPONE_HOURS = "POSTPONE_HOURS"
    HANG = "HANG"
    HIS_HANG = "HIS_HANG"
    MULTI_HANG = "MULTI_HANG"
    NEED_CHECK = "NEED_CHECK"
    CHECK = "CHECK"
    INTIME_CHECK = "INTIME_CHECK"
    INVALID_CHECK = "INVALID_CHECK"
    SUPERVISE = "SUPERVISE"  # the review of the feedback was passed
    INTIME_SUPERVISE = "INTIME_SUPERVISE"
    URGE = "URGE"  # pressed for, by a supervision order
    NOT_OPERATE = "NOT_OPERATE"
    NOT_INST = "NOT_INST"
    CANCEL = "CANCEL"
    PATROL_DEAL_REPORT = "PATROL_DEAL_REPORT"
    PATROL_DEAL_ARCHIVE = "PATROL_DEAL_ARCHIVE"
    PATROL_DEAL_CANCEL = "PATROL_DEAL_CANCEL"
    DIRECT = "DIRECT"
    NEED_CALLBACK = "NEED_CALLBACK"
    CALLBACK = "CALLBACK"
    VERY_SATISFIED = "VERY_SATISFIED"
    SATISFIED = "SATISFIED"
    NEUTRAL = "NEUTRAL"
    NOT_SATISFIED = "NOT_SATISFIED"
    HOTLINE_INST = "HOTLINE_INST"
    MEDIA_INST = "MEDIA_INST"
    INTERNET_INST = "INTERNET_INST"
    VIDEO_INST = "VIDEO_INST"
    INSPECTION_INST = "INSPECTION_INST"
    ASSESS_INST = "ASSESS_INST"
    PATROL_INST = "PATROL_INST"
    TIMEOUT_EXEMPT = "TIMEOUT_EXEMPT"
    OPEN = "OPEN"  # neither closed nor voided


class Lap(StrEnum):
    """A leg of the loop whose working time is measured."""

    ACCEPT = "ACCEPT"
    VERIFY = "VERIFY"
    FILE = "FILE"
    DISPATCH = "DISPATCH"
    DISPOSE = "DISPOSE"
    REVIEW = "REVIEW"
    CHECK = "CHECK"
    CLOSE = "CLOSE"


class Period(StrEnum):
    DAY = "DAY"
    WEEK = "WEEK"  # Monday to Sunday
    MONTH = "MONTH"
    QUARTER = "QUARTER"
    YEAR = "YEAR"


class Basis(StrEnum):
    """By which of its days a case belongs to a period; days are the city's."""

    REPORTED = "REPORTED"
    FILED = "FILED"
    DISPATCHED = "DISPATCHED"
    DISPOSED = "DISPOSED"
    CLOSED = "CLOSED"


class Dimension(StrEnum):
    """By what counters are summed, and what they may be narrowed to. A case belongs to the last department that it was dispatched to."""

    CITY = "CITY"
    DISTRICT = "DISTRICT"
    STREET = "STREET"
    COMMUNITY = "COMMUNITY"
    AREA = "AREA"
    DUTY_GRID = "DUTY_GRID"
    BASIC_GRID = "BASIC_GRID"
    ROAD = "ROAD"
    DEPARTMENT = "DEPARTMENT"
    MAJOR = "MAJOR"
    CLASS = "CLASS"
    SOURCE = "SOURCE"
    REPORTER = "REPORTER"  # the inspector who reported
    VERIFIER = "VERIFIER"  # the inspector of the last verify task
    CHECKER = "CHECKER"
    ACCEPTOR = "ACCEPTOR"
    FILER = "FILER"  # the shift leader who filed
    DISPATCHER = "DISPATCHER"
    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"


REGIONS = (Dimension.DISTRICT, Dimension.STREET, Dimension.COMMUNITY, Dimension.AREA, Dimension.DUTY_GRID, Dimension.BASIC_GRID)
# Whether a recommendation was followed. Several people may have chosen for one case, and its line is that of the first: nobody is judged by it.
CHOICES = frozenset(
    {Counter.SUGGEST_DISPATCH, Counter.FOLLOW_DISPATCH, Counter.PASS_DISPATCH, Counter.SUGGEST_UNIT, Counter.FOLLOW_UNIT, Counter.PASS_UNIT}
)
POSTS = (Dimension.REPORTER, Dimension.VERIFIER, Dimension.CHECKER, Dimension.ACCEPTOR, Dimension.FILER, Dimension.DISPATCHER)


class Grade(Message, frozen=True, kw_only=True):
    """From how many points on; `colour` is a token of the look."""

    least: float
    colour: str
    name: str
    name_en: str


class Indicator(Message, frozen=True, kw_only=True):
    """The sum of `over` through the sum of `under` less that of `minus`; or the mean working minutes of `laps`. `good` is the better direction.

    `levels` are where it is usually asked for.
    """

    id: str
    name: str
    name_en: str
    good: Literal["UP", "DOWN", "NONE"]
    levels: list[Dimension]
    over: list[Counter] = []
    under: list[Counter] = []
    minus: list[Counter] = []
    laps: list[Lap] = []
    note: str = ""
    note_en: str = ""


class Term(Message, frozen=True, kw_only=True):
    """`weight` × f(x), x being the indicator, the counter (in upper case), the figure by hand or the score of another formula that `of` names.

    f is x itself; REST 1 − x; BAND the points of the first of `bands` (up to, points) that x is not above, else `beyond`; LOSS 100 − `each` × x.
    `empty` is what f counts where x has no value and the formula says that nothing is held against anybody (FULL).
    """

    weight: float
    of: str
    f: Literal["ITSELF", "REST", "BAND", "LOSS"] = "ITSELF"
    bands: list[tuple[float, float]] = []
    beyond: float = 0.0
    each: float = 0.0
    empty: float = 1.0


class Formula(Message, frozen=True, kw_only=True):
    """Σ of its terms, with the points that were given and taken when it is `adjusted`.

    `missing`, where a term has no value: it counts its `empty` (FULL), the others are scaled up to its weight (SKIP), or there is no score (NONE).
    """

    id: str
    version: str
    name: str
    name_en: str
    terms: list[Term]
    missing: Literal["FULL", "SKIP", "NONE"] = "NONE"
    adjusted: bool = False
    note: str = ""
    note_en: str = ""


class HandKind(Message, frozen=True, kw_only=True):
    """A figure that no case tells: somebody enters it. Several of a period are added where it `adds`, else the newest counts."""

    id: str
    name: str
    name_en: str
    adds: bool = False


class Named(Message, frozen=True, kw_only=True):
    """What a counter, a lap or a dimension is called."""

    id: str
    name: str
    name_en: str
    note: str = ""
    note_en: str = ""


class FigureOf(Message, frozen=True, kw_only=True):
    """A figure of a bulletin: the counters of the cases of some sources, an indicator of them, a figure of the hotline, or one by hand."""

    id: str
    set: str
    name: str
    name_en: str
    note: str
    note_en: str
    basis: Basis = Basis.REPORTED
    sources: list[Source] = []
    counters: list[Counter] = []
    indicator: str = ""
    hand: str = ""
    call: HotlineFigure | None = None


class Scheme(Message, frozen=True, kw_only=True):
    """What figures are made of them, in one version of `resources/standards/evaluation.toml`."""

    version: str
    grades: list[Grade]
    counters: list[Named]
    laps: list[Named]
    dimensions: list[Named]
    indicators: list[Indicator]
    formulas: list[Formula]
    hand: list[HandKind]
    sets: list[Named]  # of figures of a bulletin
    figures: list[FigureOf]


def written(indicator: Indicator, scheme: Scheme, english: bool) -> str:
    """The formula in words: "按期处置 ÷ 应处置"."""
    of_laps, names = ({each.id: each.name_en if english else each.name for each in named} for named in (scheme.laps, scheme.counters))
    if indicator.laps:
        legs = " + ".join(of_laps[lap] for lap in indicator.laps)
        return f"mean working minutes of {legs}" if english else f"平均工作分钟：{legs}"
    over, under = (" + ".join(names[counter] for counter in side) for side in (indicator.over, indicator.under))
    under += "".join(f" − {names[counter]}" for counter in indicator.minus)
    return " ÷ ".join(f"({side})" if " + " in side or " − " in side else side for side in (over, under))


class LapTime(Message, frozen=True, kw_only=True):
    """Working minutes of the cases that have left the lap."""

    cases: int
    mean: float
    median: float
    p90: float


class Question(Order, frozen=True, kw_only=True):
    """`day` is any day of the period; `first` and `last` ask for other days than those of the period.

    `where` narrows to cases with these keys, any of those of one dimension: "DEPARTMENT:d1".
    """

    period: Period
    day: date
    basis: Basis = Basis.REPORTED
    where: list[str] = []
    first: date | None = None
    last: date | None = None
    frozen: bool = False  # the period as it was frozen


class Standing(Message, frozen=True, kw_only=True):
    """One line of an evaluation. Counters that are 0 are left out; an indicator without a denominator and a score without its figures are none.

    Lines of single people, and all lines of a question that is narrowed to some, have nothing of `CHOICES`.
    """

    key: str
    name: str
    counts: dict[Counter, float]
    rates: dict[str, float | None]
    scores: dict[str, float | None]
    laps: dict[Lap, LapTime] = {}


class Evaluation(Message, frozen=True, kw_only=True):
    """`total` is of all cases of the period that the filter leaves. `waiting`: changes that are not counted yet."""

    period: Period
    first: date
    last: date
    basis: Basis
    by: Dimension
    at: datetime
    version: str
    rows: list[Standing]
    total: Standing
    waiting: int = 0
    frozen: bool = False


Text = Annotated[str, Meta(min_length=1, max_length=500)]


class HandFigure(Message, frozen=True, kw_only=True):
    """What somebody entered for a unit (its department, or "" for the city) and a period. Never changed: a later one counts, or is added."""

    id: str
    kind: str
    key: str
    period: Period
    first: date
    last: date
    value: float
    reason: str
    user: str
    at: datetime


class HandOrder(Order, frozen=True, kw_only=True):
    """`id` is made by the sender, so that a retry is harmless. `day` is any day of the period."""

    id: NewId
    kind: Annotated[str, Meta(min_length=1, max_length=40)]
    key: Annotated[str, Meta(max_length=80)] = ""
    period: Period
    day: date
    value: Annotated[float, Meta(ge=-1_000_000, le=1_000_000)]
    reason: Text
