"""Users, their sessions, and departments."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from wire.codes import HALL, OFFICE, Role
from wire.message import Message, Order, Versioned
from wire.places import IN_ADDRESS

Name = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[\w.@-]+$")]
Password = Annotated[str, Meta(min_length=8, max_length=200)]


class LoginOrder(Order, frozen=True, kw_only=True):
    name: Name
    password: Annotated[str, Meta(min_length=1, max_length=200)]


class User(Versioned, frozen=True, kw_only=True):
    name: str
    full_name: str
    roles: list[Role]
    department_id: str | None = None
    unit_id: str | None = None  # the unit that this person walks or drives as
    lent: dict[Role, str] = {}  # of the roles, those that are somebody else's now, with his full name

    @property
    def office(self) -> str | None:
        """None: he is of the hall, and sees everything. Else the department whose cases are all that he sees, empty where there is none."""
        if not HALL.isdisjoint(self.roles):
            return None
        return (self.department_id or "") if not OFFICE.isdisjoint(self.roles) else ""


class Login(Message, frozen=True, kw_only=True):
    """`token` goes into `Authorization: Bearer`; it is revocable and ends at `expires_at`."""

    token: str
    user: User
    at: datetime
    expires_at: datetime


class UserOrder(Order, frozen=True, kw_only=True):
    """Makes or replaces a user; without a password an existing one keeps theirs."""

    name: Name
    full_name: Annotated[str, Meta(min_length=1, max_length=80)]
    roles: Annotated[list[Role], Meta(min_length=1)]
    password: Password | None = None
    department_id: str | None = None
    unit_id: str | None = None


class Department(Versioned, frozen=True, kw_only=True):
    """A body that disposes of cases. `trades` are the responsibilities of `standards/responsibility.toml` that it answers for.

    `hands` are those who work for it and are no users: a contractor, a crew. `under` is the district's centre that commands it, none: the city's.
    """

    code: str
    name: str
    trades: list[str]
    phone: str = ""
    lon: float | None = None
    lat: float | None = None
    hands: list[str] = []
    under: str | None = None


class DepartmentOrder(Order, frozen=True, kw_only=True):
    id: Annotated[str, Meta(min_length=1, max_length=40, pattern=IN_ADDRESS)]
    code: Annotated[str, Meta(min_length=1, max_length=40)]
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    trades: list[str] = []
    phone: str = ""
    lon: Annotated[float, Meta(ge=-180, le=180)] | None = None
    lat: Annotated[float, Meta(ge=-90, le=90)] | None = None
    hands: Annotated[list[Annotated[str, Meta(min_length=1, max_length=80)]], Meta(max_length=200)] = []
    under: Annotated[str, Meta(min_length=1, max_length=40)] | None = None


def commanded(centre: str | None, departments: Iterable[Department]) -> set[str]:
    """The ids of all that are below a centre, at any depth; below none, the city, are all."""
    everybody = {each.id: each.under for each in departments}
    found = {id for id, under in everybody.items() if centre is None or under == centre}
    fresh = found
    while fresh := {id for id, under in everybody.items() if under in fresh} - found:
        found = found | fresh
    return found


def districts(own: str | None, departments: Sequence[Department]) -> set[str]:
    """The district's centres to which a dispatcher may pass a case: those that command somebody, and where his own department does, below it."""
    centres = {each.under for each in departments if each.under is not None}
    return centres & commanded(own if own in centres else None, departments)
