"""Tracks of units."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
import numpy as np
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.rules import happenings, track_analysis, track_doubts, tracks, tracks_together
from backend.session import Database
from backend.web.arrow import respond, wants_arrow
from backend.web.docs import refusals
from backend.web.roles import HALL, roles
from wire import bulk
from wire.codes import UnitKind
from wire.tracks import DoubtfulTrack, Happening, TrackAnalysis, TrackDay, TrackLikeness, TrackOnStreets

Units = Annotated[list[str] | None, QueryParameter(max_items=1000, description="ids; with `kind` they say nothing")]
Kinds = Annotated[list[UnitKind] | None, QueryParameter(max_items=len(UnitKind))]
ARROW: dict[int, Any] = {200: ResponseSpec(bytes, media_type=bulk.MEDIA_TYPE, generate_examples=False)}


class Track(msgspec.Struct):
    """The columns of `wire.tracks.TRACK` as JSON; `at` in milliseconds since 1970 UTC."""

    at: list[int]
    lon: list[float]
    lat: list[float]
    speed: list[float | None]
    heading: list[float | None]
    accuracy: list[float | None]


@get("/v1/tracks/{unit_id:str}", opt=roles(HALL), tags=["tracks"], sync_to_thread=True, responses=refusals(404))
def track(
    unit_id: FromPath[str], start: FromQuery[datetime], end: FromQuery[datetime], request: Request[Any, Any, Any], database: NamedDependency[Database]
) -> Response[Track]:
    """The fixes from start up to end, as columns: Arrow or JSON by `Accept`."""
    with database.read() as work:
        found = tracks.track(work, unit_id, start, end)
    if wants_arrow(request):
        return respond(bulk.to_bytes(found), arrow=True)  # type: ignore[return-value]
    columns = {name: found.column(name).to_pylist() for name in found.column_names[1:]}
    at = found.column("at").cast("int64").to_numpy().astype(np.int64).tolist()
    return respond(msgspec.json.encode({"at": at} | columns), arrow=False)  # type: ignore[return-value]


@get("/v1/tracks", opt=roles(HALL), tags=["tracks"], sync_to_thread=True, responses=refusals(404) | ARROW)
def together(
    start: FromQuery[datetime],
    end: FromQuery[datetime],
    database: NamedDependency[Database],
    unit: Units = None,
    kind: Kinds = None,
) -> Response[bytes]:
    """The tracks of these units, or of all of some kinds, of a day at most: `wire.tracks.TOGETHER` as Arrow. `flags`: 1, nobody saw the way to this
    fix; 2, it is not believed."""
    with database.read() as work:
        found = tracks_together.together(work, unit or [], kind or [], start, end)
    return respond(bulk.to_bytes(found), arrow=True)


@get("/v1/tracks/{unit_id:str}/days", opt=roles(HALL), tags=["tracks"], sync_to_thread=True, responses=refusals(404))
def days(unit_id: FromPath[str], database: NamedDependency[Database]) -> list[TrackDay]:
    with database.read() as work:
        return tracks.days(work, unit_id)


@get("/v1/tracks/{unit_id:str}/analysis", opt=roles(HALL), tags=["tracks"], sync_to_thread=True, responses=refusals(404))
def analysis(unit_id: FromPath[str], start: FromQuery[datetime], end: FromQuery[datetime], database: NamedDependency[Database]) -> TrackAnalysis:
    """Trips, stops and gaps that fill the period, how far the unit went, and which fixes are not believed."""
    with database.read() as work:
        return track_analysis.analysis(work, unit_id, start, end)


@get("/v1/tracks/{unit_id:str}/likenesses", opt=roles(HALL), tags=["tracks"], sync_to_thread=True, responses=refusals(404))
def likenesses(
    unit_id: FromPath[str], start: FromQuery[datetime], end: FromQuery[datetime], database: NamedDependency[Database]
) -> list[TrackLikeness]:
    """Earlier days and other units of its kind whose track this one is again."""
    with database.read() as work:
        return track_analysis.likenesses(work, unit_id, start, end)


@get("/v1/track-doubts", opt=roles(HALL), tags=["tracks"], sync_to_thread=True, responses=refusals())
def doubts(day: FromQuery[date], database: NamedDependency[Database]) -> list[DoubtfulTrack]:
    """The inspectors whose tracks of a day of the city should be looked at, the most doubtful first."""
    return track_doubts.of_day(database, day)


@get("/v1/tracks/{unit_id:str}/streets", opt=roles(HALL), tags=["tracks"], sync_to_thread=True, responses=refusals(404, 503))
def on_streets(unit_id: FromPath[str], start: FromQuery[datetime], end: FromQuery[datetime], database: NamedDependency[Database]) -> TrackOnStreets:
    """The trips laid on the streets that were driven."""
    with database.read() as work:
        return track_analysis.on_streets(work, unit_id, start, end)


@get("/v1/tracks/{unit_id:str}/happenings", opt=roles(HALL), tags=["tracks"], sync_to_thread=True, responses=refusals(404))
def read_happenings(
    unit_id: FromPath[str], start: FromQuery[datetime], end: FromQuery[datetime], database: NamedDependency[Database]
) -> list[Happening]:
    """What it reported, was sent to and did, when it signed in and out, and what alarms there were about it."""
    with database.read() as work:
        return happenings.happenings(work, unit_id, start, end)


routes = [track, together, days, analysis, likenesses, doubts, on_streets, read_happenings]
