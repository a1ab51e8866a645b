"""What cameras are watched for by a program."""

from enum import StrEnum


class CaptureKind(StrEnum):
    """A zone is drawn as a polygon, or for the last two as a line."""

    VEHICLE_STOPPED = "VEHICLE_STOPPED"  # in a polygon where none may stop
    OBJECT_LEFT = "OBJECT_LEFT"  # in a polygon
    GOODS_OUT = "GOODS_OUT"  # beyond a line, to the right of whoever walks along it
    FLOOD = "FLOOD"  # water has reached a line


class CaptureState(StrEnum):
    """How a watched camera is doing."""

    LEARNING = "LEARNING"  # what its picture looks like when nothing happens: nothing is reported meanwhile
    WATCHING = "WATCHING"
    ELSEWHERE = "ELSEWHERE"  # it was turned: what was drawn on its still does not fit
    NO_PICTURE = "NO_PICTURE"
