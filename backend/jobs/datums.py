"""Whether the positions of each gateway lie on the streets: a key that declares a wrong datum puts all its units a street off, and nobody sees it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import numpy as np
import sqlalchemy as sa

from backend.importers import datum_guard
from backend.rules import alarms, keys, track_analysis
from backend.rules.catalogue import in_force
from backend.session import SYSTEM, Database, Work
from backend.tables.people import TokenRow
from backend.tables.positions import LatestRow
from backend.tables.units import UnitRow
from geo.astray import box_of
from geo.grids import METRES_PER_DEGREE
from geo.misfit import UNTOLD, Slip, Verdict, judge
from geo.tracks.fixes import Fixes
from wire.alarms import Displaced
from wire.codes import AlarmKind, UnitKind

DAY = timedelta(hours=24)
AGAIN = timedelta(hours=6)
AT_ONCE = 20  # keys in one round, those that nobody has looked at for the longest
UNITS = 4  # of a gateway: those that were heard last
DATUMS = {str(slip): slip.lower().split("_taken_for_") for slip in Slip if "_TAKEN_FOR_" in slip}  # what was meant, and what it was taken for
ALONE = 12.0  # standard deviations from chance: of the one track of a gateway that convicts it
APART_M = 15.0  # of a track one place is taken in so many metres: where somebody stands says no more for being said often


class Source(NamedTuple):
    """A key that sends positions."""

    digest: str
    key: str
    gateway: str
    datum: str
    declared_at: datetime | None


class Sight(NamedTuple):
    """A unit's day, and what the streets say of it."""

    unit_id: str
    place: tuple[float, float]
    verdict: Verdict


def watch(database: Database) -> int:
    """Answers how many keys were looked at."""
    with database.read() as work:
        due = _due(work)
        seen = {source: list(_sights(work, source)) for source in due}
    with database.write(SYSTEM) as work:
        _end_stale(work)
        for source, sights in seen.items():
            _say(work, source, sights)
        if due:
            work.session.execute(sa.update(TokenRow).where(TokenRow.digest.in_([each.digest for each in due])).values(looked_at=work.at))
    return len(due)


def _due(work: Work) -> list[Source]:
    heard = _heard(work)
    columns = (TokenRow.digest, TokenRow.user, TokenRow.datum, TokenRow.declared_at)
    old = sa.or_(TokenRow.looked_at.is_(None), TokenRow.looked_at < work.at - AGAIN)
    rows = work.session.execute(sa.select(*columns).where(TokenRow.expires_at.is_(None), old).order_by(TokenRow.looked_at.nulls_first()))
    found = [Source(digest, keys.id_of(digest), user, datum, at) for digest, user, datum, at in rows if keys.id_of(digest) in heard]
    return found[:AT_ONCE]


def _heard(work: Work) -> set[str]:
    """The keys by which units came last."""
    return set(work.session.scalars(sa.select(LatestRow.source).distinct().where(LatestRow.source != "")))


def _sights(work: Work, source: Source) -> Iterable[Sight]:
    """Of units of this gateway as far as they have come with nobody else and since its datum was declared, within a day."""
    first = max(work.at - DAY, source.declared_at or work.at - DAY)
    columns = (LatestRow.unit_id, UnitRow.kind, LatestRow.since, LatestRow.lon, LatestRow.lat)
    chosen = sa.select(*columns).join(UnitRow, UnitRow.number == LatestRow.unit).where(LatestRow.source == source.key)
    for unit_id, kind, since, lon, lat in work.session.execute(chosen.order_by(LatestRow.at.desc()).limit(UNITS)).all():
        start = max(first, datetime.fromtimestamp(since / 1000, UTC))
        if start < work.at:
            yield Sight(unit_id, (lon, lat), _verdict(work, unit_id, kind, start))


def _verdict(work: Work, unit_id: str, kind: UnitKind, start: datetime) -> Verdict:
    lon, lat = _apart(track_analysis.believed(work, unit_id, start, work.at + timedelta(minutes=10), in_force(work).tracks.of(kind)))
    return judge(lon, lat, datum_guard.streets(work, box_of(lon, lat))) if len(lon) else UNTOLD


def _apart(track: Fixes) -> tuple[np.ndarray, np.ndarray]:
    """One fix of each square that the track touches."""
    if not len(track):
        return track.lon, track.lat
    step = APART_M / METRES_PER_DEGREE
    wide = step / np.cos(np.radians(np.median(track.lat)))
    squares = np.column_stack([np.floor(track.lon / wide), np.floor(track.lat / step)])
    one = np.sort(np.unique(squares, axis=0, return_index=True)[1])
    return track.lon[one], track.lat[one]


def _say(work: Work, source: Source, sights: list[Sight]) -> None:
    """Raised where a track is off and none is right; over once one is right, and none is off."""
    off = _agreeing([each for each in sights if str(each.verdict.slip) in DATUMS])
    right = [each for each in sights if each.verdict.certain and each.verdict.slip is None]
    known = [alarm for alarm in alarms.open_alarms(work, [AlarmKind.SHIFTED]) if (shift := Displaced.of(alarm.cause)) and shift.key == source.key]
    if off and not right:
        worst = max(off, key=lambda each: each.verdict.best)
        meant, taken = DATUMS[str(worst.verdict.slip)]
        shift = Displaced(source.gateway, source.key, source.datum, meant, taken)
        unit_id = next((alarm.unit_id for alarm in known if alarm.cause == shift.cause), worst.unit_id)
        far = float(np.hypot(worst.verdict.east_m, worst.verdict.north_m))
        alarms.raise_(work, AlarmKind.SHIFTED, unit_id, shift.cause, level=2, value=round(far), place=worst.place)
        known = [alarm for alarm in known if alarm.cause != shift.cause]
    elif not right:
        known = []
    for alarm in known:
        alarms.clear(work, AlarmKind.SHIFTED, alarm.unit_id, alarm.cause)


def _agreeing(off: list[Sight]) -> list[Sight]:
    """Those that are off in the same way, if they are two, or one is so beyond doubt; else none."""
    found = [each for each in off if sum(each.verdict.slip is other.verdict.slip for other in off) > 1 or each.verdict.best >= ALONE]
    return found if len({each.verdict.slip for each in found}) == 1 else []


def _end_stale(work: Work) -> None:
    """Of keys that are no more, by which no unit is heard any more, or which declare another datum since."""
    heard = _heard(work)
    declared = {key.id: key.datum for key in keys.all_keys(work) if key.id in heard}
    for alarm in alarms.open_alarms(work, [AlarmKind.SHIFTED]):
        shift = Displaced.of(alarm.cause)
        if shift is None or declared.get(shift.key) != shift.declared:
            alarms.clear(work, AlarmKind.SHIFTED, alarm.unit_id, alarm.cause)
