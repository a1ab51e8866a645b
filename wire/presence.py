"""Who is at which thing, what they are writing there, and who has taken which case in hand."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from wire.codes import Noun, Role
from wire.message import Message, Order
from wire.places import IN_ADDRESS
from wire.ptz import PtzControl, PtzRound

DeskId = Annotated[str, Meta(min_length=8, max_length=40, pattern=IN_ADDRESS)]


class PresenceReport(Order, frozen=True, kw_only=True):
    """What the user of a console looks at, and the field in which they are writing; nothing when they look at nothing. Also the heartbeat."""

    noun: Noun | None = None
    id: Annotated[str, Meta(max_length=80)] = ""
    field: Annotated[str, Meta(max_length=40)] = ""


class Presence(Message, frozen=True, kw_only=True):
    """Somebody at a thing since `at`. `desk` is their console: one person may sit at two."""

    desk: str
    user: str
    full_name: str
    noun: Noun
    id: str
    field: str
    at: datetime


class Claim(Message, frozen=True, kw_only=True):
    """Who has taken a case in hand. `live`: a console of theirs is there. `asked_by` wants to take it over and may, `grace_s` after `asked_at`."""

    case_id: str
    user: str
    full_name: str
    at: datetime
    live: bool = True
    asked_by: str = ""
    asked_by_name: str = ""
    asked_at: datetime | None = None
    reason: str = ""


class ClaimOrder(Order, frozen=True, kw_only=True):
    """Take a case in hand, keep it when another asks for it, or ask for one that another has: then with a reason."""

    reason: Annotated[str, Meta(max_length=500)] = ""


class PresenceRules(Message, frozen=True, kw_only=True):
    """`resources/standards/presence.toml`: what consoles and the backend go by, in seconds."""

    heartbeat_s: float
    stale_s: float
    grace_s: float
    typing_s: float
    supervisors: list[Role]


class Attendance(Message, frozen=True, kw_only=True):
    """Everybody who is at something, every claim that holds, who has which camera in hand, and which goes round by a patrol.

    `seen` names this picture: who gives it back is answered when there is another.
    """

    seen: str
    at: datetime
    rules: PresenceRules
    presences: list[Presence]
    claims: list[Claim]
    controls: list[PtzControl] = []
    rounds: list[PtzRound] = []
