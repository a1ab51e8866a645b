"""Calls, seats, call-backs, other hotlines, and what the public is told (DOMAIN 2.7 and 6.11)."""

from enum import StrEnum


class Direction(StrEnum):
    IN = "IN"
    OUT = "OUT"


class CallState(StrEnum):
    RINGING = "RINGING"
    TALKING = "TALKING"
    ENDED = "ENDED"
    MISSED = "MISSED"


class CallKind(StrEnum):
    """What somebody calls for (DOMAIN 6.11)."""

    CONSULTATION = "CONSULTATION"  # answered at once
    COMPLAINT = "COMPLAINT"
    SUGGESTION = "SUGGESTION"


class Urgency(StrEnum):
    GENERAL = "GENERAL"
    URGENT = "URGENT"
    MOST_URGENT = "MOST_URGENT"


class SeatState(StrEnum):
    EMPTY = "EMPTY"  # nobody has signed on
    FREE = "FREE"
    RINGING = "RINGING"
    TALKING = "TALKING"
    AFTER_CALL = "AFTER_CALL"  # what was said is being written down
    AWAY = "AWAY"


class CallbackState(StrEnum):
    """What has become of the call that a citizen is owed after disposal (DOMAIN 2.7)."""

    PENDING = "PENDING"
    DONE = "DONE"
    UNREACHABLE = "UNREACHABLE"
    WAIVED = "WAIVED"


class Satisfaction(StrEnum):
    VERY_SATISFIED = "VERY_SATISFIED"
    SATISFIED = "SATISFIED"
    NEUTRAL = "NEUTRAL"
    NOT_SATISFIED = "NOT_SATISFIED"


class Publicity(StrEnum):
    """How far the result of a case is on its way to the public."""

    PROPOSED = "PROPOSED"
    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"


class TransferState(StrEnum):
    """Where a matter stands that another hotline has passed on to us."""

    WAITING = "WAITING"  # for a case, or for an answer
    REGISTERED = "REGISTERED"  # there is a case
    REPLIED = "REPLIED"
    RETURNED = "RETURNED"  # not ours
    FETCHED = "FETCHED"  # the other hotline has our answer
