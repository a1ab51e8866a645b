"""What lies around a place: how many of each kind, and the nearest of them."""

from datetime import datetime
from enum import StrEnum

from wire.message import Message


class Nearby(Message, frozen=True, kw_only=True):
    """`code` is a case's status, a unit's kind, a component's class, an entry's category; `at` the time of a unit's fix."""

    id: str
    name: str
    code: str
    lon: float
    lat: float
    away_m: float
    at: datetime | None = None


class Group(Message, frozen=True, kw_only=True):
    """`count` of all within the radius; `nearest` the first of them."""

    count: int
    nearest: list[Nearby]


class ContactKind(StrEnum):
    DEPARTMENT = "DEPARTMENT"
    INSPECTOR = "INSPECTOR"
    OPERATOR = "OPERATOR"  # of the bicycles that stand here


class Contact(Message, frozen=True, kw_only=True):
    """`phone` is masked where it is a person's. `count`: how many things here are theirs; 0 where that means nothing."""

    kind: ContactKind
    id: str
    name: str
    phone: str = ""
    count: int = 0


class Around(Message, frozen=True, kw_only=True):
    """Cases are the open ones; units by their newest fix. `classes`: components by class; `categories`: street entities by trade."""

    lon: float
    lat: float
    radius_m: float
    cases: Group
    units: Group
    cameras: Group
    sensors: Group
    components: Group
    classes: dict[str, int]
    entities: Group
    categories: dict[str, int]
    bicycles: Group
    contacts: list[Contact]
