"""What a report says of a track: whose and when, how far and how sure, stops and gaps, what was dropped; and what its page plays."""

from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from backend.exporters import track_rules, words
from backend.exporters.layer import Layer
from backend.rules import track_analysis, units
from backend.session import Work
from backend.settings import CITY_ZONE
from wire.codes import TrackSpanKind, TravelMode
from wire.exports import ExportOrder
from wire.tracks import DEGREE, FenceVisit, TrackAnalysis

MOST_VISITS = 40  # of one geofence that are listed
PLAY = ("play", "pause", "seek", "speed", "unseen")


def about(work: Work, fixes: Layer, order: ExportOrder) -> dict[str, Any]:
    """Title, facts and replay of a report; the order names unit, start and end."""
    assert order.unit_id is not None
    assert order.start is not None
    assert order.end is not None
    language, unit = order.language, units.one(work, order.unit_id)
    told = track_analysis.analysis(work, order.unit_id, order.start, order.end)
    said = [(words.column("name", language), unit.name), (words.column("team", language), unit.team), (words.column("plate", language), unit.plate)]
    replay = None
    if fixes.table.num_rows:
        said += _facts(fixes, told, language)
        replay = _replay(fixes.table, told, language)
    title = order.title or f"{words.report('track', language)} {unit.name}"
    return {"title": title, "facts": [(name, value) for name, value in said if value], "replay": replay}


def _facts(fixes: Layer, told: TrackAnalysis, language: str) -> list[tuple[str, str]]:
    at = fixes.table.column("at").cast(pa.int64())
    first, last = (f"{datetime.fromtimestamp(at[row].as_py() / 1000, CITY_ZONE):%Y-%m-%d %H:%M}" for row in (0, -1))
    top = np.nanmax(fixes.table.column("speed").to_numpy())
    comma = "；" if language == "zh_CN" else "; "
    counts = {fault: len(gone) for fault, gone in told.dropped.items()}
    dropped = comma.join(f"{each.says}: {each.dropped:,}" for each in track_rules.told(told.rules, counts, language))
    rules = comma.join(words.of("track_rule", name, language).format(x=f"{value:g}") for name, value in told.rules.items())
    return [
        (words.report("duration", language), f"{first} – {last}"),
        (words.report("fixes", language), f"{len(at):,}"),
        (words.report("distance", language), f"{told.metres / 1000:.2f} ± {told.error_m / 1000:.2f} km"),
        (words.report("raw_distance", language), f"{told.raw_m / 1000:.2f} km"),
        (words.report("stops", language), _spans(told, TrackSpanKind.STOP)),
        (words.report("gaps", language), _spans(told, TrackSpanKind.GAP)),
        *_visits(told, language),
        (words.report("travel", language), _travel(told, language)),
        (words.report("dropped", language), dropped),
        (words.report("top_speed", language), f"{top * 3.6:.0f} km/h"),
        (words.report("track_rules", language), rules),
    ]


def _visits(told: TrackAnalysis, language: str) -> list[tuple[str, str]]:
    """By geofence: how often and how long within, and each visit from when to when."""
    comma = "；" if language == "zh_CN" else "; "
    found = []
    for id in dict.fromkeys(visit.fence_id for visit in told.visits):
        mine = [visit for visit in told.visits if visit.fence_id == id]
        time = _hours(sum((visit.end - visit.start).total_seconds() for visit in mine))
        said = [words.report("visits_sum", language).format(count=len(mine), time=time), *(_visit(visit, language) for visit in mine[:MOST_VISITS])]
        if len(mine) > MOST_VISITS:
            said.append(words.report("more", language).format(count=len(mine) - MOST_VISITS))
        found.append((words.report("visits_of", language).format(name=mine[0].name), comma.join(said)))
    return found


def _visit(visit: FenceVisit, language: str) -> str:
    """ "11-20 09:12:05 – 09:40:11 (0:28:06)", and what was not seen of it."""
    start, end = (moment.astimezone(CITY_ZONE) for moment in (visit.start, visit.end))
    lasted = (visit.end - visit.start).total_seconds()
    said = [_hours(lasted)]
    said += [words.report(name, language) for name, seen in (("before", visit.came), ("after", visit.left)) if not seen]
    if visit.unseen_s:
        said.append(words.report("not_seen", language).format(time=_hours(visit.unseen_s)))
    return f"{start:%m-%d %H:%M:%S} – {end:%H:%M:%S} ({', '.join(said)})"


def _hours(seconds: float) -> str:
    """ "0:28:06"."""
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def _travel(told: TrackAnalysis, language: str) -> str:
    """On foot, riding, driving: how long and how far each."""
    said = []
    for mode in TravelMode:
        mine = [leg for leg in told.travel if leg.mode is mode]
        minutes = round(sum((leg.end - leg.start).total_seconds() for leg in mine) / 60)
        if minutes:
            km = sum(leg.metres for leg in mine) / 1000
            said.append(f"{words.of('travel_mode', mode, language)} {minutes // 60}:{minutes % 60:02d} · {km:.1f} km")
    return ", ".join(said)


def _spans(told: TrackAnalysis, kind: TrackSpanKind) -> str:
    """How many, and how long together as hours and minutes."""
    spans = [span.end - span.start for span in told.spans if span.kind is kind]
    minutes = round(sum(span.total_seconds() for span in spans) / 60)
    return f"{len(spans)} · {minutes // 60}:{minutes % 60:02d}" if spans else ""


def _replay(table: pa.Table, told: TrackAnalysis, language: str) -> dict[str, Any]:
    """The believed fixes as columns, all of them: milliseconds since 1970 and ten-millionths of a degree, each as what it is more than the one
    before it, which is short; and whether the way to it was not seen."""
    found = table.filter(pc.is_null(table.column("fault")))
    moments = found.column("at").cast(pa.int64()).to_numpy()
    at = moments / 1000
    unseen = np.zeros(len(at), np.bool_)
    for span in told.spans:
        if span.kind is TrackSpanKind.GAP:
            first, last = np.searchsorted(at, (span.start.timestamp(), span.end.timestamp() - 1e-4), side="right")
            unseen[first : last + 1] = True
    lon, lat = (np.round(found.column(name).to_numpy() * DEGREE).astype(np.int64) for name in ("lon", "lat"))
    offset = told.start.astimezone(CITY_ZONE).utcoffset()
    said = {name: words.report(name, language) for name in PLAY}
    columns = {name: np.diff(values, prepend=0).tolist() for name, values in (("at", moments), ("lon", lon), ("lat", lat))}
    return columns | {"unseen": unseen.astype(int).tolist(), "offset": offset.total_seconds() if offset else 0, "words": said}
