"""What a track says of a period: cleaned, and cut without a remainder into trips, stops and gaps."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise

import numpy as np

from geo.tracks.cleaning import Cleaned, clean
from geo.tracks.fixes import Fixes, Flags, Indices
from geo.tracks.lengths import Length, length
from geo.tracks.measures import Box, length_m, metres
from geo.tracks.rules import TrackRules
from geo.tracks.stops import Stop, stops


class SpanKind(StrEnum):
    TRIP = "TRIP"
    STOP = "STOP"
    GAP = "GAP"


@dataclass(frozen=True)
class Span:
    """From `start` to before `end`, milliseconds since 1970. `length`: of a trip, of a gap the straight way over it, which nobody saw."""

    kind: SpanKind
    start: int
    end: int
    length: Length = field(default_factory=Length)
    stop: Stop | None = None
    teleport: bool = False  # a gap because the step over it cannot have been


@dataclass(frozen=True)
class Analysis:
    """`spans` follow each other and fill the period; `raw_m` is the length through all fixes as they came, in order of time."""

    cleaned: Cleaned
    spans: list[Span]
    raw_m: float
    rules: TrackRules

    @property
    def length(self) -> Length:
        """Of the trips."""
        return sum((span.length for span in self.spans if span.kind is SpanKind.TRIP), Length())


def analyse(given: Fixes, start: int, end: int, rules: TrackRules, box: Box | None = None) -> Analysis:
    """The fixes with start <= at < end, milliseconds since 1970."""
    cleaned = clean(given.take((given.at >= start) & (given.at < end)), rules, box)
    fixes = cleaned.kept
    raw_m = length_m(cleaned.fixes.lon, cleaned.fixes.lat)
    if len(fixes) < 2:
        return Analysis(cleaned, [Span(SpanKind.GAP, start, end)], raw_m, rules)
    at, ends = _moments(fixes.at, start, end, rules), _gap_ends(fixes.at, cleaned.teleports, rules)
    inner = [span for piece in _pieces(cleaned, at, ends, rules) for span in piece]
    spans = [Span(SpanKind.GAP, start, int(at[0])), *inner, Span(SpanKind.GAP, int(at[-1]), end)]
    return Analysis(cleaned, [span for span in spans if span.end > span.start], raw_m, rules)


def silence_ms(at: Indices, rules: TrackRules) -> float:
    """The longest silence of a track that is no gap."""
    usual = float(np.median(np.diff(at))) if len(at) > 1 else 0.0
    return max(rules.gap_s * 1000, rules.gap_times * usual)


def unseen(cleaned: Cleaned, start: int, end: int, rules: TrackRules) -> Flags:
    """Of each of `cleaned.fixes`, whether nobody saw the way to it: it lies in a gap of the analysis from `start` to `end`, or is the first after."""
    at, gaps = cleaned.fixes.at, [(start, end)]
    kept = at[cleaned.fault < 0]
    if len(kept) > 1:
        moments, ends = _moments(kept, start, end, rules), _gap_ends(kept, cleaned.teleports, rules)
        gaps = [(start, moments[0]), *zip(moments[ends - 1], moments[ends], strict=True), (moments[-1], end)]
    found = np.zeros(len(at), np.bool_)
    for since, until in gaps:
        if until > since:
            found[np.searchsorted(at, since, side="right") : np.searchsorted(at, until) + 1] = True
    return found


def _gap_ends(at: Indices, teleports: Indices, rules: TrackRules) -> Indices:
    """The kept fixes, by their place among these, that follow a gap: a silence, or a step that cannot have been."""
    return np.union1d(np.flatnonzero(np.diff(at) > silence_ms(at, rules)) + 1, teleports)


def _moments(at: Indices, start: int, end: int, rules: TrackRules) -> Indices:
    """When the kept fixes were, but that a silence at an end of the period that is too short for a gap belongs to what is next to it."""
    silence, at = silence_ms(at, rules), at.copy()
    at[0] = start if at[0] - start <= silence else at[0]
    at[-1] = end if end - at[-1] <= silence else at[-1]
    return at


def _pieces(cleaned: Cleaned, at: Indices, ends: Indices, rules: TrackRules) -> Iterator[list[Span]]:
    """Between gaps: trips and stops in turn, some of no duration, and the gap behind."""
    fixes, teleports = cleaned.kept, set(cleaned.teleports.tolist())
    rests = stops(fixes, ends, rules)
    for first, last in zip([0, *ends.tolist()], [*(ends - 1).tolist(), len(fixes) - 1], strict=True):
        spans, place, left = list[Span](), first, None
        for rest in rests:
            if first <= rest.first <= last:
                spans += [
                    _trip(fixes, cleaned.torn, at, (place, rest.first), (left, rest), rules),
                    Span(SpanKind.STOP, int(at[rest.first]), int(at[rest.last]), stop=rest),
                ]
                place, left = rest.last, rest
        spans.append(_trip(fixes, cleaned.torn, at, (place, last), (left, None), rules))
        if (after := last + 1) < len(fixes):
            straight = float(metres(fixes.lon[last], fixes.lat[last], fixes.lon[after], fixes.lat[after]))
            spans.append(Span(SpanKind.GAP, int(at[last]), int(at[after]), Length(straight), teleport=after in teleports))
        yield spans


def _trip(fixes: Fixes, torn: Indices, at: Indices, ends: tuple[int, int], rests: tuple[Stop | None, Stop | None], rules: TrackRules) -> Span:
    """It leads from the middle of the stop before to that of the stop after, each of which is a place: what was walked within its circle counts."""
    first, last = ends
    lon, lat = fixes.lon.copy(), fixes.lat.copy()
    for end, rest in zip(ends, rests, strict=True):
        if rest is not None:
            lon[end], lat[end] = rest.lon, rest.lat
    fixes = replace(fixes, lon=lon, lat=lat)
    cuts = [first, *torn[(torn > first) & (torn <= last)].tolist(), last + 1]
    parts = [length(fixes.take(slice(low, high)), rules) for low, high in pairwise(cuts)]
    return Span(SpanKind.TRIP, int(at[first]), int(at[last]), sum(parts, Length()))
