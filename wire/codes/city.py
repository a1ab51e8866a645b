"""What there is in the city: units, grids, components, registers, sensors, fences."""

from enum import StrEnum


class UnitKind(StrEnum):
    INSPECTOR = "INSPECTOR"
    TRUCK = "TRUCK"
    VEHICLE = "VEHICLE"


class DutyState(StrEnum):
    ON_DUTY = "ON_DUTY"
    OFF_DUTY = "OFF_DUTY"


class TrackSpanKind(StrEnum):
    TRIP = "TRIP"
    STOP = "STOP"
    GAP = "GAP"


class TravelMode(StrEnum):
    WALKING = "WALKING"
    RIDING = "RIDING"
    DRIVING = "DRIVING"


class TrackFault(StrEnum):
    """Why a fix is not believed."""

    ZERO = "ZERO"
    MOCK = "MOCK"
    OUTSIDE = "OUTSIDE"
    DUPLICATE = "DUPLICATE"
    ACCURACY = "ACCURACY"
    TUNNEL = "TUNNEL"
    JUMP = "JUMP"


class TrackDoubt(StrEnum):
    """What a supervisor should look at."""

    SAME_SHAPE = "SAME_SHAPE"  # as on another day
    SAME_WAY = "SAME_WAY"  # as another unit, at the same times


class HappeningKind(StrEnum):
    """What came to pass on somebody's way."""

    REPORT = "REPORT"
    TASK_SENT = "TASK_SENT"
    TASK_DONE = "TASK_DONE"
    SIGNED_IN = "SIGNED_IN"
    SIGNED_OUT = "SIGNED_OUT"
    ALARM = "ALARM"


class PastMarkKind(StrEnum):
    """What is worth looking at in the past."""

    ALARM = "ALARM"  # of a unit, raised
    OVERDUE = "OVERDUE"  # a case passed its deadline
    URGENT = "URGENT"  # a case was reported as urgent


class GridKind(StrEnum):
    DISTRICT = "DISTRICT"
    STREET = "STREET"
    COMMUNITY = "COMMUNITY"
    AREA = "AREA"
    DUTY = "DUTY"
    BASIC = "BASIC"


class ComponentState(StrEnum):
    INTACT = "INTACT"
    DAMAGED = "DAMAGED"
    LOST = "LOST"
    ABANDONED = "ABANDONED"
    MOVED = "MOVED"


class RegisterKind(StrEnum):
    """What the city keeps registers (台账) of: things too many to be messages of their own."""

    STREET_ENTITY = "STREET_ENTITY"  # shops and firms that answer for their frontage (DOMAIN 6.5)
    BICYCLE = "BICYCLE"  # shared ones (DOMAIN 6.4)
    FLOOD_POINT = "FLOOD_POINT"  # where water gathers (DOMAIN 6.9)
    DRAIN = "DRAIN"  # pipes, as lines
    BUILDING = "BUILDING"  # outlines, which also hide what lies behind them
    GATE = "GATE"  # gate numbers: what an address is made of
    POI = "POI"  # places that people name


class SensorKind(StrEnum):
    WATER_LEVEL = "WATER_LEVEL"  # cm
    RAIN = "RAIN"  # mm in the last hour
    COVER = "COVER"  # tilt of a manhole cover, degrees
    AIR = "AIR"  # PM2.5, µg/m³
    FUME = "FUME"  # oil fume, mg/m³


class FenceKind(StrEnum):
    CIRCLE = "CIRCLE"
    POLYGON = "POLYGON"
    CORRIDOR = "CORRIDOR"
