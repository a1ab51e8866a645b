"""What supervision raises an alarm for (DOMAIN 6.7 and 6.10), and how far who was called out for one is."""

from enum import StrEnum


class AlarmKind(StrEnum):
    """The first four are of people, SHIFTED of a gateway, the others of vehicles; OFFLINE is of both."""

    OFF_GRID = "OFF_GRID"  # outside of the duty grid
    STAYING = "STAYING"  # too long at one place
    OFFLINE = "OFFLINE"  # says nothing any more
    ABSENT = "ABSENT"  # the shift has begun, and nobody has signed in
    DEVIATION = "DEVIATION"  # off the approved route
    WINDOW = "WINDOW"  # outside of the hours of the permit
    UNCOVERED = "UNCOVERED"  # a load that is not covered
    NO_PERMIT = "NO_PERMIT"
    SPEED = "SPEED"
    FORBIDDEN_AREA = "FORBIDDEN_AREA"
    DUMPING = "DUMPING"  # unloads where it may not
    LONG_STOP = "LONG_STOP"  # stands too long where there is nothing to do
    SHIFTED = "SHIFTED"  # what its gateway says of places lies off the streets, as if another datum had been meant


class AlarmMeasure(StrEnum):
    """What the value of an alarm and its threshold are."""

    NONE = "NONE"
    METRES = "METRES"
    SECONDS = "SECONDS"
    SPEED = "SPEED"  # m/s


class CalloutState(StrEnum):
    """The first three are under way, the others are over."""

    SENT = "SENT"
    SEEN = "SEEN"  # the squad's terminal has fetched it
    ACCEPTED = "ACCEPTED"  # the squad goes
    DONE = "DONE"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"  # by the hall
