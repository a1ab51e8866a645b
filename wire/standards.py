"""The city's filing standard: classes, filing conditions and limits. Versioned data; see `resources/standards`."""

from wire.codes import Kind, LimitType
from wire.message import Message


class Limit(Message, frozen=True, kw_only=True):
    """So many hours or days of one of the four clocks of DOMAIN 4.1."""

    amount: float
    type: LimitType


class MajorClass(Message, frozen=True, kw_only=True):
    kind: Kind
    code: str  # two digits
    name: str
    name_en: str


class SmallClass(Message, frozen=True, kw_only=True):
    """`code` is major and small, four digits; unique only together with `kind` and the catalogue's version."""

    kind: Kind
    code: str
    name: str
    name_en: str
    trade: str  # who answers for it: a key of responsibility.toml


class Condition(Message, frozen=True, kw_only=True):
    """A filing condition: when a case is filed under it, how long disposal may take, and when it may be closed."""

    id: str  # "EVENT-0493-2": kind, class, number in the city's order
    kind: Kind
    class_code: str
    text: str
    text_en: str
    limit: Limit
    closing: str
    closing_en: str
    remark: str = ""  # "planting season"


class Catalogue(Message, frozen=True, kw_only=True):
    """One version of the standard, whole."""

    version: str
    majors: list[MajorClass]
    classes: list[SmallClass]
    conditions: list[Condition]
