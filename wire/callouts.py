"""A squad is called out to what a unit does that it should not (DOMAIN 6.7): sent, seen, accepted, done."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from wire.codes import AlarmKind, CalloutState
from wire.message import Order, Versioned
from wire.places import Id

UNDER_WAY = (CalloutState.SENT, CalloutState.SEEN, CalloutState.ACCEPTED)
MOST_CALLOUTS = 1000  # of one answer


class Callout(Versioned, frozen=True, kw_only=True):
    """`unit_id` is to go to the unit `about`, which the alarm is of; `lon` and `lat` are where that was when it was sent. `sent_by` is a full name.

    `seen_at` is when the squad's terminal fetched it, `accepted_at` when the squad said that it goes; none while nobody has. It is under way until
    `ended_at`: when it was done, declined or withdrawn. `department_id` is that of the squad, `case_id` that of the case made of the alarm.

    `now_lon`, `now_lat`: where `about` was at `now_at`, its newest fix, for whoever asks for callouts that are under way; the feed carries none, for
    whoever follows it knows where everybody is.
    """

    alarm_id: str
    alarm: AlarmKind
    about: str
    unit_id: str
    state: CalloutState
    lon: float
    lat: float
    sent_at: datetime
    sent_by: str
    department_id: str | None = None
    case_id: str | None = None
    seen_at: datetime | None = None
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    note: str = ""
    now_lon: float | None = None
    now_lat: float | None = None
    now_at: datetime | None = None


class CalloutOrder(Order, frozen=True, kw_only=True):
    """Who is to go."""

    unit_id: Id


class CalloutAnswer(Order, frozen=True, kw_only=True):
    """What the squad says: ACCEPTED or DECLINED when it has seen it, DONE when it has been there."""

    state: CalloutState
    note: Annotated[str, Meta(max_length=500)] = ""
