"""Footage that the police ask for (公安调取监控): who asked, for what, what was copied, and to whom it went."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from wire.codes import Role
from wire.message import Message, Order, Versioned
from wire.places import Id, NewId

MOST_CAMERAS = 50  # of one request
MOST_COPIES = 500
MOST_REQUESTS = 1000  # of one answer
WRITERS = frozenset({Role.VIDEO_PATROLLER, Role.SHIFT_LEADER, Role.DUTY_LEADER, Role.ADMIN})  # who enter requests and copy
DECIDERS = frozenset({Role.SHIFT_LEADER, Role.DUTY_LEADER, Role.ADMIN})  # who hand over, and refuse
READERS = WRITERS | {Role.AUDITOR, Role.EVALUATOR}


class FootageState(StrEnum):
    ASKED = "ASKED"
    COPIED = "COPIED"
    HANDED_OVER = "HANDED_OVER"
    REFUSED = "REFUSED"


OPEN = frozenset({FootageState.ASKED, FootageState.COPIED})
Text = Annotated[str, Meta(min_length=1, max_length=500)]
Short = Annotated[str, Meta(min_length=1, max_length=120)]


class FootageCopy(Message, frozen=True, kw_only=True):
    """A file that was copied; `size` in bytes, `sha256` in small hexadecimal digits."""

    at: datetime
    by: str
    by_name: str
    camera_id: str
    name: str
    size: int
    sha256: str


class FootageRequest(Versioned, frozen=True, kw_only=True):
    """`number` stands on the letter of the police. `since` and `until` are what the footage shows. `reason` of a refusal.

    `settled_at` and `settled_by` are those of the hand-over or refusal; `handed_to` is who took the files.
    """

    number: str
    officer: str
    badge: str
    unit: str
    cameras: list[str]
    since: datetime
    until: datetime
    purpose: str
    basis: str
    case_id: str | None
    state: FootageState
    asked_at: datetime
    entered_by: str
    entered_name: str
    copies: list[FootageCopy] = []
    reason: str = ""
    handed_to: str = ""
    settled_at: datetime | None = None
    settled_by: str = ""
    settled_name: str = ""


class FootageFigures(Message, frozen=True, kw_only=True):
    """Of a period: how many were asked for, handed over (so often the police were served) and refused, and how many files were copied in it;
    `waiting` is how many are neither handed over nor refused now.
    """

    asked: int
    served: int
    refused: int
    copies: int
    waiting: int


class FootageOrder(Order, frozen=True, kw_only=True):
    """A new request, or what is corrected in one of which nothing has been copied yet. `basis` is the letter or law that it rests on."""

    id: NewId
    number: Annotated[str, Meta(min_length=1, max_length=60)]
    officer: Annotated[str, Meta(min_length=1, max_length=80)]
    unit: Short
    cameras: Annotated[list[Id], Meta(min_length=1, max_length=MOST_CAMERAS)]
    since: datetime
    until: datetime
    purpose: Text
    basis: Short
    badge: Annotated[str, Meta(max_length=40)] = ""
    case_id: Id | None = None


class FootageStep(Order, frozen=True, kw_only=True, tag_field="verb"):
    """Something that is done with a request."""


class CopyStep(FootageStep, frozen=True, kw_only=True, tag="COPY"):
    camera_id: Id
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    size: Annotated[int, Meta(ge=0, le=1 << 50)]
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]


class HandOverStep(FootageStep, frozen=True, kw_only=True, tag="HAND_OVER"):
    to: Short


class RefuseStep(FootageStep, frozen=True, kw_only=True, tag="REFUSE"):
    reason: Text


AnyFootageStep = CopyStep | HandOverStep | RefuseStep
