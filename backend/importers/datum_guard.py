"""The datum guard: places of a file against the lines that the hall knows already, before anything of it is loaded (`geo.misfit`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import sqlalchemy as sa
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from backend.importers.records import Record
from backend.session import Work
from backend.tables.places import GridRow, StreetRow
from backend.tables.registers import EntryRow
from geo.astray import astray, box_of
from geo.datum import Datum
from geo.misfit import UNTOLD, Slip, Verdict, judge
from geo.tracks import Box
from wire.codes import GridKind, RegisterKind

STEP_DEG = 0.0004  # along lines and outlines: some 40 m
FAR_M = 10_000  # from where on kilometres are said
BOUNDARIES = (GridKind.DUTY, GridKind.COMMUNITY, GridKind.STREET, GridKind.DISTRICT)
SAID = {
    Slip.GCJ02_TAKEN_FOR_WGS84: "as if GCJ-02 had been taken for WGS-84",
    Slip.BD09_TAKEN_FOR_WGS84: "as if BD-09 had been taken for WGS-84",
    Slip.WGS84_TAKEN_FOR_GCJ02: "as if WGS-84 had been taken for GCJ-02, or converted twice",
    Slip.WGS84_TAKEN_FOR_BD09: "as if WGS-84 had been taken for BD-09, or converted twice",
    Slip.BD09_TAKEN_FOR_GCJ02: "as if BD-09 had been taken for GCJ-02",
    Slip.GCJ02_TAKEN_FOR_BD09: "as if GCJ-02 had been taken for BD-09",
    Slip.MOVED: "all by the same distance, as a local grid would put them",
    Slip.ANOTHER_ZONE: "as if its metres had been taken for those of another 3-degree zone",
    Slip.AXES_SWAPPED: "as if its axes had been swapped",
}
MEANT = {
    Slip.GCJ02_TAKEN_FOR_WGS84: Datum.GCJ02,
    Slip.BD09_TAKEN_FOR_WGS84: Datum.BD09,
    Slip.WGS84_TAKEN_FOR_GCJ02: Datum.WGS84,
    Slip.WGS84_TAKEN_FOR_BD09: Datum.WGS84,
    Slip.BD09_TAKEN_FOR_GCJ02: Datum.BD09,
    Slip.GCJ02_TAKEN_FOR_BD09: Datum.GCJ02,
}


@dataclass(frozen=True)
class Finding:
    """What was found against which lines; against none where the hall knows none there."""

    verdict: Verdict
    against: str = ""

    def sentence(self, path: Path) -> str:
        verdict = self.verdict
        if verdict.slip is not None:
            off = float(np.hypot(verdict.east_m, verdict.north_m))
            times = f"{verdict.best / max(verdict.declared, 1.0):.0f} times better"
            back = f"moved back they fit {times}" if verdict.best else "moved back they lie among them"
            way = f"{_far(off)} off the {self.against} that are known here ({_way(verdict)})"
            return f"The places of {path.name} lie {way}, {SAID[verdict.slip]}: {back}."
        if verdict.certain:
            return (
                f"The places of {path.name} fit the {self.against} that are known here: {verdict.count} looked at, nothing is wrong with their datum."
            )
        return f"Whether the datum of {path.name} is right cannot be told: {self._why()}."

    def _why(self) -> str:
        if not self.against:
            return "no streets, boundaries or buildings are known where its places are, or it has too few places"
        return f"its {self.verdict.count} places stand in no relation to the {self.against} that are known here"

    def advice(self) -> str:
        """What to say instead; empty where that cannot be known."""
        meant = MEANT.get(self.verdict.slip) if self.verdict.slip else None
        if self.verdict.slip is Slip.AXES_SWAPPED:
            return "Let the mapping name the columns the other way round, or say --trust-datum to load it as it is."
        if self.verdict.system:
            return f"Say --crs {self.verdict.system} if the file is in that zone, or --trust-datum to load it as it is."
        return (
            f"Say --datum {meant} if the file is in {meant}, or --trust-datum to load it as it is."
            if meant
            else "Say --trust-datum to load it as it is."
        )


def places_of(found: Iterable[Record[Any]]) -> NDArray[np.float64]:
    """(n, 2) places of records that have been brought to WGS-84: their points, and points along their lines and outlines."""
    points: list[tuple[float, float]] = []
    shapes: list[BaseGeometry] = []
    for record in found:
        if record.shape is not None and record.shape.geom_type not in ("Point", "MultiPoint"):
            shapes.append(record.shape)
        else:
            points.append((record.value.lon, record.value.lat))
    return np.vstack([np.array(points, np.float64).reshape(-1, 2), along(shapes)])


def along(shapes: list[BaseGeometry]) -> NDArray[np.float64]:
    """Points along lines and outlines."""
    if not shapes:
        return np.empty((0, 2))
    coordinates: NDArray[np.float64] = shapely.get_coordinates(shapely.segmentize(np.array(shapes, dtype=object), STEP_DEG))
    return coordinates


def examine(work: Work, places: NDArray[np.float64], crs: str = "") -> Finding:
    """Against each kind of line in turn, until one of them is certain. `crs` are the metres that the places were taken for, if they were."""
    right = np.isfinite(places).all(axis=1)
    places = places[right]
    finding = Finding(UNTOLD)
    if not len(places):
        return finding
    lon, lat = places.T
    box = box_of(lon, lat)
    for name, lines in KNOWN.items():
        verdict = judge(lon, lat, lines(work, box))
        if verdict.certain:
            return Finding(verdict, name)
        if verdict.count:
            finding = Finding(verdict, name)
    if not finding.against and (verdict := astray(lon, lat, lambda there: _first(work, there), crs)).slip is not None:
        return Finding(verdict, "streets, buildings and boundaries")
    return finding


def streets(work: Work, box: Box) -> NDArray[np.object_]:
    """The lines of the streets that a box meets."""
    rows = work.session.scalars(sa.select(StreetRow.line).where(*_meets(StreetRow, box)))
    return _shapes(shapely.LineString(part) for line in rows for part in line if len(part) > 1)


def _buildings(work: Work, box: Box) -> NDArray[np.object_]:
    chosen = sa.select(EntryRow.lines).where(EntryRow.kind == RegisterKind.BUILDING, *_meets(EntryRow, box))
    return _shapes(shapely.LineString(part) for lines in work.session.scalars(chosen) for part in lines if len(part) > 1)


def _boundaries(work: Work, box: Box) -> NDArray[np.object_]:
    chosen = sa.select(GridRow.rings).where(GridRow.kind.in_(BOUNDARIES), *_meets(GridRow, box))
    return _shapes(shapely.LineString(ring) for rings in work.session.scalars(chosen) for polygon in rings for ring in polygon)


KNOWN = {"streets": streets, "buildings": _buildings, "boundaries": _boundaries}


def _first(work: Work, box: Box) -> NDArray[np.object_]:
    """Lines of the first kind that is known there."""
    return next((found for lines in KNOWN.values() if len(found := lines(work, box))), _shapes(()))


def _meets(table: Any, box: Box) -> tuple[Any, ...]:
    west, south, east, north = (float(edge) for edge in box)
    return table.east >= west, table.west <= east, table.north >= south, table.south <= north


def _shapes(lines: Iterable[BaseGeometry]) -> NDArray[np.object_]:
    found: NDArray[np.object_] = np.array(list(lines), dtype=object)
    return found


def _way(verdict: Verdict) -> str:
    east, north = round(verdict.east_m), round(verdict.north_m)
    return f"{_far(east)} {'east' if east >= 0 else 'west'}, {_far(north)} {'north' if north >= 0 else 'south'}"


def _far(metres: float) -> str:
    return f"{abs(metres) / 1000:,.0f} km" if abs(metres) > FAR_M else f"{abs(metres):.0f} m"
