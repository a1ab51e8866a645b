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
    VIDEO_LAYOUT = "VIDEO_LAYOUT"  # of the video wall, with its cameras
    ALARM = "ALARM"  # of supervision
    CALLOUT = "CALLOUT"  # of a squad, to an alarm
    HAUL_COMPANY = "HAUL_COMPANY"  # of muck trucks, as are the four below
    HAUL_PLACE = "HAUL_PLACE"
    HAUL_TRUCK = "HAUL_TRUCK"
    HAUL_PERMIT = "HAUL_PERMIT"
    HAUL_TRIP = "HAUL_TRIP"
