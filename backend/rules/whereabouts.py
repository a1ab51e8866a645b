"""Who was there: units within a radius of a place between two times, by their fixes, and by the straight line between two that are close in time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from backend import standards
from backend.fixes import cells, reading
from backend.fixes.scale import SLOT_MS, Fixes, Span, Whole
from backend.refusals import Malformed
from backend.rules import track_analysis
from backend.rules.catalogue import in_force
from backend.rules.positions import millis
from backend.rules.reach import must_reach
from backend.session import Work
from backend.tables.units import UnitRow
from geo.tracks import metres
from geo.tracks.cleaning import Fault, clean
from geo.tracks.rules import TrackRules
from wire.codes import Noun
from wire.whereabouts import LONGEST, Stay, Whereabouts

METRES_OF_DEGREE = cells.METRES_OF_DEGREE

Float = NDArray[np.float64]


def whereabouts(work: Work, lon: float, lat: float, radius: float, start: datetime, end: datetime) -> Whereabouts:
    """Both ends are within. `Malformed`: a time without a zone, or a while that is none, or longer than a week."""
    if start.tzinfo is None or end.tzinfo is None:
        raise Malformed("start and end must be times with a zone.")
    must_reach(start=start, end=end)
    if not timedelta() < end - start <= LONGEST:
        raise Malformed("start must be before end, by 7 days at most.")
    hop_s = standards.in_force().positions.hop_s
    first, last = millis(start), millis(end)
    fixes = reading.read(work, _spans(*cells.near(work, lon, lat, radius, first, last)))
    found = {stay["unit"]: stay for stay in _between(fixes, lon, lat, radius, first, last, hop_s)}
    for stay in _within(fixes, lon, lat, radius, first, last):
        found[stay["unit"]] = stay | {"inside": found.get(stay["unit"], stay)["inside"]}
    units = work.session.execute(sa.select(UnitRow.number, UnitRow.id, UnitRow.kind).where(UnitRow.number.in_(found)))
    rules = in_force(work).tracks
    stays = [_stay(row.id, found[row.number], _unbelieved(fixes, found[row.number], rules.of(row.kind))) for row in units]
    stays.sort(key=lambda stay: (stay.nearest_m, stay.unit_id))
    return Whereabouts(lon=lon, lat=lat, radius=radius, start=start, end=end, hop_s=hop_s, stays=stays)


def fixes_near(work: Work, found: Whereabouts, reach: float) -> dict[str, Fixes]:
    """By id the fixes of those who were there, in the time asked about, from the slots in which they came within `reach` metres; read in one go."""
    first, last = millis(found.start), millis(found.end)
    numbers = dict(work.session.execute(sa.select(UnitRow.number, UnitRow.id).where(UnitRow.id.in_([stay.unit_id for stay in found.stays]))).all())
    unit, slot = cells.near(work, found.lon, found.lat, reach, first, last)
    known = np.isin(unit, list(numbers))
    fixes = reading.read(work, _spans(unit[known], slot[known]))
    fixes = fixes.pick((fixes.at >= first) & (fixes.at <= last))
    return {numbers[int(fixes.unit[mine[0]])]: fixes.pick(mine) for mine in _by_unit(fixes.unit, np.arange(len(fixes.at)))}


def look(work: Work, answer: Whereabouts, act: str = "SEEN") -> None:
    """Who asks where people were, or takes it away as a file (`act` EXPORT), leaves a trace."""
    note(work, answer.lon, answer.lat, answer.radius, answer.start, answer.end, len(answer.stays), act)


def note(work: Work, lon: float, lat: float, radius: float, start: datetime, end: datetime, count: int, act: str) -> None:
    """That trace: what was asked, and how many were there."""
    asked = f"{lat:.6f},{lon:.6f} {radius:g} m {start.isoformat()}/{end.isoformat()}"
    work.audit(f"WHEREABOUTS.{act}", Noun.UNIT, "", f"{asked}: {count}")


def _spans(unit: Whole, slot: Whole) -> list[Span]:
    """The slots in which units may have been near, and one more on either side, so that each hop has both its ends."""
    pairs = np.unique(np.stack((unit, slot)), axis=1)
    breaks = np.flatnonzero((np.diff(pairs[0]) != 0) | (np.diff(pairs[1]) > 2)) + 1
    runs = zip(np.split(pairs[0], breaks), np.split(pairs[1], breaks), strict=True)
    return [Span(int(u[0]), int(s[0] - 1) * SLOT_MS, int(s[-1] + 2) * SLOT_MS) for u, s in runs if len(u)]


def _within(fixes: Fixes, lon: float, lat: float, radius: float, first: int, last: int) -> Iterator[dict[str, Any]]:
    """By fixes."""
    far = metres(lon, lat, *fixes.degrees())
    inside, mocked = np.flatnonzero((far <= radius) & (fixes.at >= first) & (fixes.at <= last)), fixes.mocked()
    for mine in _by_unit(fixes.unit[inside], inside):
        at, nearest = fixes.at[mine], int(far[mine].argmin())
        told = {"mocked": int(mocked[mine].sum()), "places": mine}
        yield _found(fixes.unit[mine[0]], at[0], at[-1], far[mine[nearest]], at[nearest], len(mine), 0.0) | told


def _unbelieved(fixes: Fixes, found: dict[str, Any], rules: TrackRules) -> int:
    """How many of the unit's fixes within are dropped from its track, but for those that its device itself calls mocked."""
    if not found["fixes"]:
        return 0
    begin, end = np.searchsorted(fixes.unit, (found["unit"], found["unit"] + 1))
    fault = clean(track_analysis.to_judge(fixes.pick(slice(begin, end))), rules).fault[found["places"] - begin]
    return int(((fault >= 0) & (fault != tuple(Fault).index(Fault.MOCK))).sum())


def _between(fixes: Fixes, lon: float, lat: float, radius: float, first: int, last: int, hop_s: float) -> Iterator[dict[str, Any]]:
    """By the lines between fixes, on a plane around the place; of those who have fixes within as well. Only these lines say how long."""
    x, y = _plane(fixes, lon, lat)
    hop = np.flatnonzero(cells.hops(fixes, round(hop_s * 1000)) & (fixes.at[1:] >= first) & (fixes.at[:-1] <= last))
    begin, took = fixes.at[hop].astype(float), (fixes.at[hop + 1] - fixes.at[hop]).astype(float)
    sx, sy = x[hop + 1] - x[hop], y[hop + 1] - y[hop]
    soonest, latest = ((np.array((first, last))[:, None] - begin) / took).clip(0, 1)
    square = np.maximum(sx * sx + sy * sy, 1e-12)
    foot = -(x[hop] * sx + y[hop] * sy) / square
    nearest = foot.clip(soonest, latest)
    far = np.hypot(x[hop] + nearest * sx, y[hop] + nearest * sy)
    half = np.sqrt(np.maximum(radius**2 - (x[hop] + foot * sx) ** 2 - (y[hop] + foot * sy) ** 2, 0) / square)
    enters, leaves = (begin + took * share.clip(soonest, latest) for share in (foot - half, foot + half))
    inside = np.flatnonzero(far <= radius)
    for mine in _by_unit(fixes.unit[hop[inside]], inside):
        best = mine[int(far[mine].argmin())]
        at, inside_ms = begin[best] + took[best] * nearest[best], (leaves[mine] - enters[mine]).clip(0).sum()
        yield _found(fixes.unit[hop[best]], enters[mine].min(), leaves[mine].max(), far[best], at, 0, inside_ms)


def _plane(fixes: Fixes, lon: float, lat: float) -> tuple[Float, Float]:
    """Metres east and north of a place; within some kilometres as good as the great circle."""
    lons, lats = fixes.degrees()
    return (lons - lon) * METRES_OF_DEGREE * np.cos(np.radians((lats + lat) / 2)), (lats - lat) * METRES_OF_DEGREE


def _by_unit(unit: Whole, places: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    return np.split(places, np.flatnonzero(np.diff(unit)) + 1) if len(places) else []


def _found(unit: Any, first: Any, last: Any, nearest: Any, at: Any, fixes: int, inside_ms: Any) -> dict[str, Any]:
    when = {"first": float(first), "last": float(last), "at": float(at), "inside": float(inside_ms) / 1000}
    return {"unit": int(unit), "nearest": float(nearest), "fixes": fixes} | when


def _stay(unit_id: str, found: dict[str, Any], unbelieved: int) -> Stay:
    first, last, nearest = (datetime.fromtimestamp(round(found[name]) / 1000, UTC) for name in ("first", "last", "at"))
    metres_, fixes = round(found["nearest"], 2), found["fixes"]
    return Stay(
        unit_id=unit_id,
        first_at=first,
        last_at=last,
        nearest_m=metres_,
        nearest_at=nearest,
        inside_s=round(found["inside"], 1),
        fixes=fixes,
        interpolated=fixes == 0,
        mocked=found.get("mocked", 0),
        unbelieved=unbelieved,
    )
