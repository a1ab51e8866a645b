"""Who can see a place, and who can be there first."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from backend.rules import past
from backend.rules.arrivals import Arrival, arrivals
from backend.rules.catalogue import in_force
from backend.rules.outlines import Outline, outlines
from backend.session import Work
from backend.standards.recommending import SightRules
from backend.tables.cameras import CameraRow
from geo.sight import Eye, Look, Obstacles, looks, quality
from geo.tracks import Box, metres
from wire.cameras import Camera
from wire.codes import DutyState, Noun, UnitKind
from wire.sight import CameraSight, Pace, Sight, UnitArrival, View

FULL = 1 - 1e-9  # hidden by so much, nothing is left to be seen
FIRST_SEEN = (View.SEES, View.DIRECTION_UNKNOWN, View.HIDDEN)


class Seer(NamedTuple):
    """A camera as the table has it."""

    id: str
    lon: float
    lat: float
    azimuth: float | None
    view_angle: float | None
    reach: float | None


def sight(work: Work, lon: float, lat: float, then: datetime | None = None) -> Sight:
    """`then`: as of an earlier moment; buildings, streets and rules are those of now."""
    seers = _seers(work) if then is None else _seers_then(work, then)
    found, around = _cameras(work, lon, lat, seers)
    when = arrivals(work, lon, lat, then=then)
    fresh_s = in_force(work).recommending.fresh_min * 60
    units = sorted((_unit(unit, fresh_s) for unit in when.units), key=_first_there)
    return Sight(lon=lon, lat=lat, at=then or work.at, outlines=len(around), by_streets=when.by_streets, cameras=found, units=units)


def watching(work: Work, places: Sequence[tuple[float, float]], most: int) -> set[str]:
    """Ids of the cameras in whose cones these places (lon, lat) lie, of each place the `most` best; where nobody has measured where one looks, it
    comes last. What stands in between is left out: this is asked every few seconds."""
    seers, rules, found = _seers(work) if places and most else [], in_force(work).recommending.sight, set[str]()
    for lon, lat in places:
        near, eyes = _near(lon, lat, seers, rules)
        seen = looks(lon, lat, eyes, Obstacles(lon, lat, []))
        best = [
            (eye.azimuth is None, -quality(look, eye, rules.of_distance, rules.of_axis), row.id)
            for row, eye, look in zip(near, eyes, seen, strict=True)
            if look is not None
        ]
        found |= {id for _, _, id in sorted(best)[:most]}
    return found


def _seers(work: Work) -> list[Seer]:
    columns = (CameraRow.id, CameraRow.lon, CameraRow.lat, CameraRow.azimuth, CameraRow.view_angle, CameraRow.reach)
    return [Seer(*row) for row in work.session.execute(sa.select(*columns).order_by(CameraRow.id))]


def _seers_then(work: Work, at: datetime) -> list[Seer]:
    changed = past.things(work, Noun.CAMERA, Camera, at)
    then = [Seer(each.id, each.lon, each.lat, each.azimuth, each.view_angle, each.reach) for each in changed.values() if each is not None]
    return sorted([*(seer for seer in _seers(work) if seer.id not in changed), *then], key=lambda seer: seer.id)


def _cameras(work: Work, lon: float, lat: float, rows: Sequence[Seer]) -> tuple[list[CameraSight], list[Outline]]:
    rules = in_force(work).recommending.sight
    near, eyes = _near(lon, lat, rows, rules)
    if not near:
        return [], []
    around = outlines(work, _box(lon, lat, near))
    seen = looks(lon, lat, eyes, Obstacles(lon, lat, [each.shape for each in around]))
    found = [_camera(row, eye, look, around, rules) for row, eye, look in zip(near, eyes, seen, strict=True) if look is not None]
    return sorted((each for each in found if each is not None), key=_best_view), around


def _near(lon: float, lat: float, rows: Sequence[Seer], rules: SightRules) -> tuple[list[Seer], list[Eye]]:
    """Those that the place is not too far from, and how they look."""
    far = metres(lon, lat, [row.lon for row in rows], [row.lat for row in rows])
    near = [row for row, metres_ in zip(rows, far, strict=True) if metres_ <= (row.reach or rules.reach_m) * 1.01]
    return near, [Eye(row.lon, row.lat, row.azimuth, row.view_angle or rules.view_angle, row.reach or rules.reach_m) for row in near]


def _camera(row: Seer, eye: Eye, look: Look, around: Sequence[Outline], rules: SightRules) -> CameraSight | None:
    unknown, hidden = eye.azimuth is None, look.hidden >= FULL
    if unknown and hidden:
        return None  # it may look here, and would see nothing
    return CameraSight(
        camera_id=row.id,
        view=View.DIRECTION_UNKNOWN if unknown else View.HIDDEN if hidden else View.SEES,
        metres=round(look.metres, 1),
        off_axis=None if look.off_axis is None else round(look.off_axis, 1),
        hidden=round(look.hidden, 3),
        behind="" if look.behind is None else around[look.behind].name,
        quality=round(quality(look, eye, rules.of_distance, rules.of_axis), 3),
        assumed=row.reach is None or (row.view_angle is None and not unknown),
    )


def _best_view(camera: CameraSight) -> tuple[int, float, float, str]:
    return FIRST_SEEN.index(camera.view), -camera.quality, camera.metres, camera.camera_id


def _unit(unit: Arrival, fresh_s: float) -> UnitArrival:
    return UnitArrival(
        unit_id=unit.unit_id,
        duty=unit.duty,
        pace=Pace.WALKS if unit.kind is UnitKind.INSPECTOR else Pace.DRIVES,
        metres=unit.metres,
        seconds=unit.seconds,
        fix_at=unit.fix_at,
        fix_age_s=unit.fix_age_s,
        stale=unit.fix_age_s is None or unit.fix_age_s > fresh_s,
    )


def _first_there(unit: UnitArrival) -> tuple[bool, bool, bool, float, str]:
    """On duty with a fresh fix by time; then those of whom less is known."""
    return unit.duty is not DutyState.ON_DUTY, unit.stale, unit.seconds is None, unit.seconds or 0, unit.unit_id


def _box(lon: float, lat: float, rows: Sequence[Seer]) -> Box:
    """Around the place and those who look at it."""
    lons, lats = [lon, *(row.lon for row in rows)], [lat, *(row.lat for row in rows)]
    return min(lons), min(lats), max(lons), max(lats)
