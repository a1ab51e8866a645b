"""People on shift: what they do at a moment, and how they have signed in (DOMAIN 6.10)."""

from enum import StrEnum


class WorkState(StrEnum):
    """Of a unit on foot, one at a time; `DutyState` says only whether it has signed in."""

    OFF_DUTY = "OFF_DUTY"
    ABSENT = "ABSENT"  # the shift has begun, and nobody has signed in
    BREAK = "BREAK"
    OFFLINE = "OFFLINE"
    STAYING = "STAYING"
    ON_TASK = "ON_TASK"
    OFF_GRID = "OFF_GRID"
    ON_DUTY = "ON_DUTY"


class SignResult(StrEnum):
    NORMAL = "NORMAL"
    LATE = "LATE"
    LEFT_EARLY = "LEFT_EARLY"
    ELSEWHERE = "ELSEWHERE"  # not within the radius of where the shift begins
    UNPLACED = "UNPLACED"  # nobody knows where
    EXTRA = "EXTRA"  # without a shift
