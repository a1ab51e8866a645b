"""A track as it came, and as much of it as is believed."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo import tracks
from wire.codes import TrackFault, TrackSpanKind
from wire.tracks import Happening, TrackAnalysis, TrackOnStreets, TrackSpan

Column = NDArray[np.float64]


class Trace:
    """Fixes in order of time, as columns of length n: `at` in seconds since 1970 UTC, `lon`, `lat` in degrees, `speed` in m/s and `heading` in
    degrees from north, NaN where unknown. `unseen`: nobody saw the way to this fix. `metres`: how far it was to here on the ways that were seen."""

    def __init__(self, at: Column, lon: Column, lat: Column, speed: Column, heading: Column, spans: Sequence[TrackSpan]) -> None:
        self.at, self.lon, self.lat, self.speed, self.heading = at, lon, lat, speed, heading
        self.unseen = np.zeros(len(at), np.bool_)
        for span in spans:
            if span.kind is TrackSpanKind.GAP:
                first, last = np.searchsorted(at, (span.start.timestamp(), span.end.timestamp() - 1e-4), side="right")
                self.unseen[first : last + 1] = True
        steps = tracks.metres(lon[:-1], lat[:-1], lon[1:], lat[1:]) * ~self.unseen[1:]
        self.metres = np.concatenate(([0.0], np.cumsum(steps))) if len(at) else np.zeros(0)

    def __len__(self) -> int:
        return len(self.at)

    @property
    def pace(self) -> Column:
        """The speed in m/s at each fix: what the device said, else the mean since the fix before."""
        return tracks.paces(self.at, self.lon, self.lat, self.speed)

    def row(self, at: float) -> int:
        """The newest fix at a moment; the first before all of them."""
        return max(int(np.searchsorted(self.at, at, side="right")) - 1, 0)

    def seen(self, at: float) -> bool:
        """Whether it is known where the unit was at a moment: in a gap nobody saw it, but for both its ends."""
        after = int(np.searchsorted(self.at, at))
        return after == len(self.at) or float(self.at[after]) == at or not self.unseen[after]

    def place(self, at: float) -> tuple[float, float, float]:
        """Where the unit was at a moment: lon, lat between the fixes before and after, and the heading of the one before."""
        before = min(self.row(at), max(len(self.at) - 2, 0))
        after = min(before + 1, len(self.at) - 1)
        span = self.at[after] - self.at[before]
        share = float(np.clip((at - self.at[before]) / span, 0, 1)) if span > 0 else 0.0
        lon = self.lon[before] + share * (self.lon[after] - self.lon[before])
        lat = self.lat[before] + share * (self.lat[after] - self.lat[before])
        return float(lon), float(lat), float(self.heading[before])


class Track(Trace):
    """The fixes of one unit as they came, with what they say; `believed` is the trace without what was dropped, each stop at its middle.

    `dropped` are the rows that are not believed. Never empty in both: what is believed of nothing is what came. `happenings` is what came to pass.
    """

    def __init__(self, unit_id: str, table: pa.Table, analysis: TrackAnalysis, happenings: Sequence[Happening] = ()) -> None:
        at = table.column("at").cast(pa.int64()).to_numpy()
        lon, lat, speed, heading = (table.column(name).to_numpy().astype(float) for name in ("lon", "lat", "speed", "heading"))
        super().__init__(at / 1000.0, lon, lat, speed, heading, analysis.spans)
        self.unit_id, self.analysis, self.happenings = unit_id, analysis, list(happenings)
        faulty = [moment for fault in TrackFault for moment in analysis.dropped.get(fault, [])]
        self.dropped = np.flatnonzero(np.isin(at, faulty))
        self.believed = self._believed() if len(self.dropped) < len(at) else self

    def stops(self) -> list[TrackSpan]:
        return [span for span in self.analysis.spans if span.kind is TrackSpanKind.STOP]

    def gaps(self) -> list[TrackSpan]:
        return [span for span in self.analysis.spans if span.kind is TrackSpanKind.GAP]

    def _believed(self) -> Trace:
        keep = np.ones(len(self.at), np.bool_)
        keep[self.dropped] = False
        at, lon, lat = self.at[keep], self.lon[keep], self.lat[keep]
        speed, heading = self.speed[keep], self.heading[keep]
        for stop in self.stops():
            rest = slice(*np.searchsorted(at, (stop.start.timestamp() - 1e-4, stop.end.timestamp() + 1e-4)))
            lon[rest], lat[rest], speed[rest] = stop.lon, stop.lat, 0.0
        trace = Trace(at, lon, lat, speed, heading, self.analysis.spans)
        trace.metres = self._covered(trace)
        return trace

    def _covered(self, trace: Trace) -> Column:
        """How far it was to each fix, so that each trip is as long as the analysis says."""
        covered, far = np.zeros(len(trace)), 0.0
        for span in self.analysis.spans:
            first, last = np.searchsorted(trace.at, (span.start.timestamp() - 1e-4, span.end.timestamp() + 1e-4))
            own = trace.metres[first:last] - trace.metres[first] if last > first else np.zeros(0)
            length = span.metres if span.kind is TrackSpanKind.TRIP else 0.0
            covered[first:last] = far + (own * (length / own[-1]) if len(own) and own[-1] > 0 else 0.0)
            far += length
        return covered


class OnStreets(Trace):
    """A track where its fixes lie on the streets that were driven; `told` says how far that was. It may be empty: nothing lay near a street."""

    def __init__(self, told: TrackOnStreets, analysis: TrackAnalysis) -> None:
        lon, lat = np.array(told.lon, np.float64), np.array(told.lat, np.float64)
        unknown = np.full(len(told.at), np.nan)
        super().__init__(np.array(told.at, np.float64) / 1000, lon, lat, unknown, unknown, analysis.spans)
        self.told = told
        if len(self) and self.metres[-1] > 0:
            self.metres *= told.metres / self.metres[-1]  # the streets between two fixes are longer than the line between them
