"""What the feed carries."""

from enum import StrEnum


class Noun(StrEnum):
    """The kinds of thing that the feed carries."""

    CASE = "CASE"
    TASK = "TASK"
    UNIT = "UNIT"
    CAMERA = "CAMERA"
    DEPARTMENT = "DEPARTMENT"
    GRID = "GRID"
    COMPONENT = "COMPONENT"
    REGISTER = "REGISTER"
    SENSOR = "SENSOR"
    GEOFENCE = "GEOFENCE"
    CALL = "CALL"
    SEAT = "SEAT"
    TRANSFER = "TRANSFER"
    SEEN = "SEEN"  # a step of a case, by its next holder
    STANDARD = "STANDARD"
    FILTER = "FILTER"
    TOUR = "TOUR"  # of cameras
    ALARM = "ALARM"  # of supervision
