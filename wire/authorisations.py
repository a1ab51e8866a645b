"""A post delegates its powers for a while (授权, DOMAIN 2.5)."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from wire.codes import Role
from wire.message import Message, Order, Versioned
from wire.people import Name
from wire.places import NewId


class Authorisation(Versioned, frozen=True, kw_only=True):
    """From `from_at` until before `to_at`, `substitute` may do what `roles` of `holder` may; both by user name."""

    holder: str
    holder_name: str
    substitute: str
    substitute_name: str
    roles: list[Role]
    from_at: datetime
    to_at: datetime
    note: str = ""
    revoked_at: datetime | None = None


class AuthorisationOrder(Order, frozen=True, kw_only=True):
    """`holder` is for an administrator, who may give what others hold; nobody else names it."""

    id: NewId
    substitute: Name
    roles: Annotated[list[Role], Meta(min_length=1)]
    from_at: datetime
    to_at: datetime
    note: Annotated[str, Meta(max_length=300)] = ""
    holder: Name | None = None


class Colleague(Message, frozen=True, kw_only=True):
    """Somebody whom powers can be given to."""

    name: str
    full_name: str


class Authorisations(Message, frozen=True, kw_only=True):
    """Those that concern who asks, the newest first, and to whom he could give his own; an administrator sees all."""

    given: list[Authorisation]
    colleagues: list[Colleague]
