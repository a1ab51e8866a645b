"""Users, their sessions, and departments."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from wire.codes import Role
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

    `hands` are those who work for it and are no users: a contractor, a crew.
    """

    code: str
    name: str
    trades: list[str]
    phone: str = ""
    lon: float | None = None
    lat: float | None = None
    hands: list[str] = []


class DepartmentOrder(Order, frozen=True, kw_only=True):
    id: Annotated[str, Meta(min_length=1, max_length=40, pattern=IN_ADDRESS)]
    code: Annotated[str, Meta(min_length=1, max_length=40)]
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    trades: list[str] = []
    phone: str = ""
    lon: Annotated[float, Meta(ge=-180, le=180)] | None = None
    lat: Annotated[float, Meta(ge=-90, le=90)] | None = None
    hands: Annotated[list[Annotated[str, Meta(min_length=1, max_length=80)]], Meta(max_length=200)] = []
