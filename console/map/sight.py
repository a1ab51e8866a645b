"""Who can see a place, as the page draws it."""

from typing import Any

from console.hall.hall import Hall
from wire.codes import DutyState
from wire.sight import CameraSight, Sight, UnitArrival

FIRST = 3  # units that are pointed at
ANGLE, REACH = 60.0, 100.0  # degrees, metres: what is drawn of a camera that nobody measured


def drawn(hall: Hall, sight: Sight | None) -> dict[str, Any] | None:
    """The place, the cameras with their cones, and the first units; none when nothing is to be drawn."""
    if sight is None:
        return None
    first = [unit for unit in sight.units if unit.duty is DutyState.ON_DUTY and not unit.stale and unit.seconds is not None][:FIRST]
    cameras, units = [_camera(hall, camera) for camera in sight.cameras], [_unit(hall, unit) for unit in first]
    return {"place": (sight.lon, sight.lat), "cameras": [each for each in cameras if each], "units": [each for each in units if each]}


def _camera(hall: Hall, seen: CameraSight) -> dict[str, Any] | None:
    camera = hall.cameras.get(seen.camera_id)
    if camera is None:
        return None
    lens = {"azimuth": camera.azimuth, "angle": camera.view_angle or ANGLE, "reach": camera.reach or REACH}
    return {"at": (camera.lon, camera.lat), "view": seen.view} | lens


def _unit(hall: Hall, unit: UnitArrival) -> dict[str, Any] | None:
    place = hall.fixes.get(unit.unit_id)
    return {"at": (place.lon, place.lat)} if place else None
