"""What a track says: trips, stops and gaps of a period, how far, what was dropped, and whether it is somebody else's."""

from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import numpy as np
import sqlalchemy as sa

from backend.fixes import cells
from backend.fixes.scale import STEPS, UNKNOWN
from backend.fixes.scale import Fixes as Stored
from backend.refusals import NotNow
from backend.rules import geofences, street_graph, tracks, units
from backend.rules.catalogue import in_force
from backend.rules.positions import millis
from backend.session import Work
from backend.settings import CITY_ZONE
from backend.tables.units import UnitRow
from geo.tracks.analysis import Analysis, Span, SpanKind, analyse, unseen
from geo.tracks.cleaning import Cleaned, Fault, clean
from geo.tracks.fixes import Fixes, Flags, fixes
from geo.tracks.flags import moving, same_shape, same_way, suspicious
from geo.tracks.matching import match
from geo.tracks.modes import legs
from geo.tracks.rules import TrackRules
from geo.tracks.visits import Visit, visits, ways
from wire.codes import TrackDoubt, TrackFault, TrackSpanKind, TravelMode
from wire.geofences import Geofence
from wire.tracks import FenceVisit, TrackAnalysis, TrackLikeness, TrackOnStreets, TrackSpan, TravelLeg

MATCHED_BY = ("reach_m", "detour_m", "usual_accuracy_m")  # thresholds by which fixes are put on streets
DAYS_BACK = 7  # a shape is sought in so many days before
ASKED = 16  # places of a way at which it is asked who else was there


def analysis(work: Work, unit_id: str, start: datetime, end: datetime) -> TrackAnalysis:
    """Of start <= at < end; refused as `tracks.track` is."""
    found = analysed(work, unit_id, start, end)
    kind, rules, cleaned, length = units.row_of(work, unit_id).kind, found.rules, found.cleaned, found.length
    kept = cleaned.kept
    return TrackAnalysis(
        unit_id=unit_id,
        kind=kind,
        start=start,
        end=end,
        fixes=len(cleaned.fixes),
        dropped={TrackFault(fault): at.tolist() for fault in Fault if len(at := cleaned.dropped(fault))},
        corrections=len(cleaned.torn) - len(cleaned.teleports),
        spans=spans(found),
        metres=length.metres,
        error_m=length.error_m,
        raw_m=found.raw_m,
        rules=asdict(rules),
        travel=[leg for span in found.spans if span.kind is SpanKind.TRIP for leg in _travelled(kept, span, rules)],
        visits=visited(work, found),
    )


def analysed(work: Work, unit_id: str, start: datetime, end: datetime) -> Analysis:
    """By the rules of the unit's kind."""
    rules = in_force(work).tracks.of(units.row_of(work, unit_id).kind)
    return analyse(_fixes(work, unit_id, start, end), millis(start), millis(end), rules)


def spans(found: Analysis) -> list[TrackSpan]:
    return [_span(span) for span in found.spans]


def visited(work: Work, found: Analysis) -> list[FenceVisit]:
    """When the unit was within geofences, as they are drawn now, in order of time."""
    fences = geofences.all_geofences(work)
    areas = [geofences.area(fence.kind, fence.places, fence.radius_m) for fence in fences]
    return [_visit(visit, fences[visit.area]) for visit in visits(ways(found), areas, found.rules.edge_m)]


def on_streets(work: Work, unit_id: str, start: datetime, end: datetime) -> TrackOnStreets:
    """`NotNow` in a city without streets."""
    told = analysed(work, unit_id, start, end)
    rules, streets = told.rules, street_graph.graph(work)
    if streets is None:
        raise NotNow("There are no streets yet: import some.")
    kept = told.cleaned.kept
    trips = [kept.take((kept.at >= span.start) & (kept.at <= span.end)) for span in told.spans if span.kind is SpanKind.TRIP]
    matched = [(trip, match(trip, streets, rules)) for trip in trips]
    spots = [(int(trip.at[row]), streets.place(spot), spot.away) for trip, on in matched for row, spot in zip(on.rows, on.spots, strict=True)]
    return TrackOnStreets(
        unit_id=unit_id,
        metres=sum(on.metres for _, on in matched),
        error_m=sum(on.error_m for _, on in matched),
        rules={name: getattr(rules, name) for name in MATCHED_BY},
        away_m=float(np.median([away for *_, away in spots])) if spots else 0.0,
        breaks=sum(on.breaks for _, on in matched),
        at=[at for at, *_ in spots],
        lon=[place[0] for _, place, _ in spots],
        lat=[place[1] for _, place, _ in spots],
    )


def judged(work: Work, unit_id: str, start: datetime, end: datetime) -> tuple[Analysis, Flags]:
    """Which fixes are believed by the rules of the unit's kind, and of each of all whether nobody saw the way to it."""
    found = analysed(work, unit_id, start, end)
    return found, unseen(found.cleaned, millis(start), millis(end), found.rules)


def likenesses(work: Work, unit_id: str, start: datetime, end: datetime) -> list[TrackLikeness]:
    """Days of the week before over whose fixes the track runs again, and units of its kind that went the same way at the same times."""
    return alike(work, unit_id, start, end, cleaned(work, unit_id, start, end).kept)


def alike(work: Work, unit_id: str, start: datetime, end: datetime, mine: Fixes) -> list[TrackLikeness]:
    """The same of the fixes of a period that are believed."""
    row = units.row_of(work, unit_id)
    rules = in_force(work).tracks.of(row.kind)
    found = []
    for back in range(1, DAYS_BACK + 1):
        since = start - timedelta(days=back)
        earlier = _fixes(work, unit_id, since, min(end - timedelta(days=back), start))
        if not suspicious(same_shape(mine, earlier, rules), rules):  # nor like those of them that are believed: to find out which takes longer
            continue
        like = same_shape(mine, clean(earlier, rules).kept, rules)
        if suspicious(like, rules):
            found.append(_likeness(TrackDoubt.SAME_SHAPE, unit_id, since, like.share, like.seconds))
    for other in _companions(work, row, mine, rules):
        like = same_way(mine, believed(work, other, start, end, rules), rules)
        if suspicious(like, rules):
            found.append(_likeness(TrackDoubt.SAME_WAY, other, start, like.share, like.seconds))
    return found


def _companions(work: Work, row: UnitRow, mine: Fixes, rules: TrackRules) -> list[str]:
    """Units of its kind, of whatever team, that may have been beside it on most of its way: never too few."""
    way, met = np.flatnonzero(moving(mine, rules)), Counter[int]()
    places = way[np.linspace(0, len(way) - 1, min(ASKED, len(way))).astype(int)].tolist()
    for place in places:
        at = int(mine.at[place])
        near, _ = cells.near(work, float(mine.lon[place]), float(mine.lat[place]), rules.pair_m, at, at)
        met.update(set(near.tolist()))
    often = [number for number, times in met.items() if times >= len(places) / 2]
    same = sa.select(UnitRow.id).where(UnitRow.number.in_(often), UnitRow.kind == row.kind, UnitRow.id != row.id)
    return list(work.session.scalars(same.order_by(UnitRow.id)))


def cleaned(work: Work, unit_id: str, start: datetime, end: datetime) -> Cleaned:
    """By the rules of the unit's kind."""
    return clean(_fixes(work, unit_id, start, end), in_force(work).tracks.of(units.row_of(work, unit_id).kind))


def believed(work: Work, unit_id: str, start: datetime, end: datetime, rules: TrackRules) -> Fixes:
    return clean(_fixes(work, unit_id, start, end), rules).kept


def _fixes(work: Work, unit_id: str, start: datetime, end: datetime) -> Fixes:
    return to_judge(tracks.fixes(work, unit_id, start, end))


def to_judge(found: Stored) -> Fixes:
    """Fixes of one unit as the rules of `geo.tracks` take them."""
    return fixes(found.at, *found.degrees(), np.where(found.accuracy == UNKNOWN, np.nan, found.accuracy / STEPS["accuracy"]), found.mocked())


def _span(span: Span) -> TrackSpan:
    stop, length = span.stop, span.length
    place = {"lon": stop.lon, "lat": stop.lat, "spread_m": stop.spread_m} if stop else {}
    return TrackSpan(
        kind=TrackSpanKind(span.kind),
        start=_moment(span.start),
        end=_moment(span.end),
        metres=length.metres,
        error_m=length.error_m,
        teleport=span.teleport,
        **place,
    )


def _visit(visit: Visit, fence: Geofence) -> FenceVisit:
    (lon, lat), (last_lon, last_lat) = visit.first, visit.last
    return FenceVisit(
        fence_id=fence.id,
        name=fence.name,
        start=_moment(visit.start),
        end=_moment(visit.end),
        came=visit.came,
        left=visit.left,
        lon=lon,
        lat=lat,
        last_lon=last_lon,
        last_lat=last_lat,
        unseen_s=visit.unseen_ms / 1000,
    )


def _travelled(kept: Fixes, span: Span, rules: TrackRules) -> list[TravelLeg]:
    trip = kept.take(slice(*np.searchsorted(kept.at, (span.start, span.end + 1)).tolist()))
    return [
        TravelLeg(mode=TravelMode(leg.mode), start=_moment(int(trip.at[leg.first])), end=_moment(int(trip.at[leg.last])), metres=leg.metres)
        for leg in legs(trip, rules)
    ]


def _likeness(doubt: TrackDoubt, unit_id: str, at: datetime, share: float, seconds: float) -> TrackLikeness:
    return TrackLikeness(doubt=doubt, unit_id=unit_id, day=at.astimezone(CITY_ZONE).date(), share=share, seconds=seconds)


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)
