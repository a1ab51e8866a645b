"""The standards library."""

from enum import StrEnum


class StandardKind(StrEnum):
    """What the standards library keeps versions of."""

    CATALOGUE = "CATALOGUE"  # classes, filing conditions, limits
    CALENDAR = "CALENDAR"  # holidays, adjusted working days, working hours


class StandardState(StrEnum):
    DRAFT = "DRAFT"  # may be edited and withdrawn
    PUBLISHED = "PUBLISHED"  # is never changed any more, only followed by another


class DayMeaning(StrEnum):
    """What a line of a calendar says of its days."""

    HOLIDAY = "HOLIDAY"
    WORKDAY = "WORKDAY"  # a day of a weekend that was made a working day
    HOURS = "HOURS"  # the working periods from a day on
