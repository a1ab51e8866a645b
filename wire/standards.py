"""The city's filing standards: classes, filing conditions and limits, and the working calendar. Versioned data; see `resources/standards`."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from wire.codes import DayMeaning, Kind, LimitType, Role, Source, StandardKind, StandardState
from wire.message import Message, Order, Versioned
from wire.places import IN_ADDRESS

Cell = Annotated[str, Meta(max_length=4000)]
StandardId = Annotated[str, Meta(min_length=1, max_length=60, pattern=IN_ADDRESS)]
MOST_LINES = 10_000


class Limit(Message, frozen=True, kw_only=True):
    """So many hours or days of one of the four clocks of DOMAIN 4.1."""

    amount: float
    type: LimitType


class MajorClass(Message, frozen=True, kw_only=True):
    kind: Kind
    code: str  # two digits
    name: str
    name_en: str


class Question(Message, frozen=True, kw_only=True):
    """What whoever takes down a report of a class asks besides. `choices` are its answers, Chinese and English; without any, words answer it."""

    text: str
    text_en: str
    choices: list[tuple[str, str]] = []


class SmallClass(Message, frozen=True, kw_only=True):
    """`code` is major and small, four digits; unique only together with `kind` and the catalogue's version."""

    kind: Kind
    code: str
    name: str
    name_en: str
    trade: str  # who answers for it: a key of responsibility.toml
    ask: list[Question] = []  # in the order in which they are read out
    urgent: bool = False  # what the form proposes; whoever reports decides


class Condition(Message, frozen=True, kw_only=True):
    """A filing condition: when a case is filed under it, how long disposal may take, and when it may be closed."""

    id: str  # "EVENT-0493-2": kind, class, number; never given to another condition of a later version
    kind: Kind
    class_code: str
    text: str
    text_en: str
    limit: Limit
    closing: str
    closing_en: str
    remark: str = ""  # "planting season"
    trade: str = ""  # who answers for it, where that is another than for the class
    unit: str = ""  # who disposes of it, in the city's words
    basis: str = ""  # the law or rule that it rests on


class Repeats(Message, frozen=True, kw_only=True):
    """How near and how lately a case of the same class must have been reported to be a likely duplicate (DOMAIN 3.3)."""

    metres: float
    hours: float


class Catalogue(Message, frozen=True, kw_only=True):
    """One version of the standard, whole, and what else of the rules a form has to know."""

    version: str
    majors: list[MajorClass]
    classes: list[SmallClass]
    conditions: list[Condition]
    photo_sources: list[Source] = []  # whose reports carry a photo
    assessors: list[Role] = []  # who may report a direct assessment (T03)
    repeats: Repeats | None = None


# The library: every version that there was, is and will be.


class Standard(Versioned, frozen=True, kw_only=True):
    """One version in the library; `id` is its name, `version` counts its own changes.

    Of each kind the published one with the newest `valid_from` that is not after today is in force; none is the version that came with the program.
    """

    kind: StandardKind
    state: StandardState
    title: str
    basis: str = ""  # by what it was decided: "运城市政府令 2027 年第 3 号"
    valid_from: date | None = None
    changed_by: str = ""
    changed_at: datetime | None = None


class ConditionLine(Order, frozen=True, kw_only=True):
    """A filing condition as a line of a table, as it was typed. `limit` is "4 WORK_HOUR"; without text, limit and closing it is a class alone.

    A line without an id is a new condition: it gets the next number of its class when the version is published. `ask` has a question in each of its
    lines, with its answers behind it: "在车行道上吗？ [是/否]"; `ask_en` the same questions in English. `urgent` is empty, or URGENT for the whole
    class.
    """

    id: Cell = ""
    kind: Cell = ""
    major_code: Cell = ""
    major_name: Cell = ""
    major_name_en: Cell = ""
    code: Cell = ""
    name: Cell = ""
    name_en: Cell = ""
    trade: Cell = ""
    ask: Cell = ""
    ask_en: Cell = ""
    urgent: Cell = ""
    text: Cell = ""
    text_en: Cell = ""
    limit: Cell = ""
    closing: Cell = ""
    closing_en: Cell = ""
    unit: Cell = ""
    basis: Cell = ""
    remark: Cell = ""


class DayLine(Order, frozen=True, kw_only=True):
    """A line of a calendar, as it was typed: dates as 2027-01-31, periods as "08:00-12:00 14:00-18:00".

    HOLIDAY from `first` to `last`; WORKDAY on `first`; HOURS from `first` until the next such line.
    """

    meaning: Cell = ""
    first: Cell = ""
    last: Cell = ""
    name: Cell = ""
    periods: Cell = ""


class Lines(Order, frozen=True, kw_only=True):
    """What a version says, line by line: of a catalogue `conditions`, of a calendar `days`."""

    conditions: Annotated[list[ConditionLine], Meta(max_length=MOST_LINES)] = []
    days: Annotated[list[DayLine], Meta(max_length=MOST_LINES)] = []


class Fault(Message, frozen=True, kw_only=True):
    """What keeps a draft from being published: `row` counts its lines from 1, 0 is the whole; `field` is that of the line."""

    row: int
    field: str
    code: str
    value: str = ""  # what stands there, shortened


class WholeStandard(Versioned, frozen=True, kw_only=True):
    """A version with all that it says. `id` and `version` are those of the standard."""

    standard: Standard
    lines: Lines
    faults: list[Fault] = []


class DraftOrder(Order, frozen=True, kw_only=True):
    """Makes or replaces a draft; what is wrong in it is kept and named."""

    kind: StandardKind
    title: Annotated[str, Meta(min_length=1, max_length=120)]
    lines: Lines
    basis: Annotated[str, Meta(max_length=2000)] = ""


class PublicationOrder(Order, frozen=True, kw_only=True):
    valid_from: date


class ConditionChange(Message, frozen=True, kw_only=True):
    """A filing condition before and after: none before is a new one, none after one that goes. `fields` say what differs.

    `open_cases` and `month_cases` count the cases of its class: those that are not done, and those reported in the calendar month before this one.
    """

    id: str
    kind: Kind
    class_code: str
    class_name: str
    class_name_en: str
    fields: list[str] = []
    before: Condition | None = None
    after: Condition | None = None
    open_cases: int = 0
    month_cases: int = 0


class ClassChange(Message, frozen=True, kw_only=True):
    """A class before and after."""

    kind: Kind
    code: str
    before: SmallClass | None = None
    after: SmallClass | None = None


class DayChange(Message, frozen=True, kw_only=True):
    """A line of a calendar that is new, or gone."""

    meaning: DayMeaning
    before: DayLine | None = None
    after: DayLine | None = None


class WorkingDays(Message, frozen=True, kw_only=True):
    year: int
    before: int
    after: int


class StandardChanges(Message, frozen=True, kw_only=True):
    """What a version changes of another. The counts are of all classes that are changed, each case once."""

    id: str
    against: str
    conditions: list[ConditionChange] = []
    classes: list[ClassChange] = []
    days: list[DayChange] = []
    years: list[WorkingDays] = []
    open_cases: int = 0
    month_cases: int = 0


class ConditionVersion(Message, frozen=True, kw_only=True):
    """What one version says of a condition; nothing when it does not have it."""

    standard: Standard
    condition: Condition | None = None
