"""Whether places lie where their datum says: a wrong or double conversion moves all of them by 100 m to a kilometre, off the ground they belong to.

What is in a city stands in some relation to its lines (streets, boundaries): lamps beside them, houses away from them. Moved as a whole, the
same places meet the lines by chance. How far a relation is from chance is measured against the same places moved at random; so nothing has to
be known of what they are, how many, or how crowded.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import scipy  # whose parts are loaded when they are used
import shapely
from numpy.typing import NDArray

from geo.datum import Datum, Degrees, Places, convert
from geo.grids import METRES_PER_DEGREE

Metres = NDArray[np.float64]

CELL_M = 5.0
WINDOW_M = 5_000.0  # looked at: where most of the places are
MARGIN_M = 2_000.0  # more than any shift that is tried
BANDS_M = np.array([3.0, 6.0, 9.0, 13.0, 20.0, 32.0, 60.0])  # of the distance to the nearest line; farther says nothing
CHANCES = 160  # random shifts that say what chance makes of these places
CHANCE_M = (120.0, 1800.0)
FEWEST, MOST = 25, 1500
SURE, NAMED, UNNAMED = 5.0, 5.4, 11.0  # standard deviations from chance: of a right file; of an accusation with a name; of one without
RATIO = 1.6  # an accused shift explains the file so many times better than its declaration
OFFSETS_M = np.arange(-800.0, 801.0, 16.0)
SEED = 20120101

Shift = Callable[[Degrees, Degrees], Places]


class Slip(StrEnum):
    """What has been done wrongly to a file whose places now lie off."""

    GCJ02_TAKEN_FOR_WGS84 = "GCJ02_TAKEN_FOR_WGS84"
    BD09_TAKEN_FOR_WGS84 = "BD09_TAKEN_FOR_WGS84"
    WGS84_TAKEN_FOR_GCJ02 = "WGS84_TAKEN_FOR_GCJ02"  # or converted twice
    WGS84_TAKEN_FOR_BD09 = "WGS84_TAKEN_FOR_BD09"
    BD09_TAKEN_FOR_GCJ02 = "BD09_TAKEN_FOR_GCJ02"
    GCJ02_TAKEN_FOR_BD09 = "GCJ02_TAKEN_FOR_BD09"
    MOVED = "MOVED"  # by one distance, the same for all: a local grid, say
    ANOTHER_ZONE = "ANOTHER_ZONE"  # by a multiple of three degrees: metres of another Gauss-Krüger zone (geo.astray)
    AXES_SWAPPED = "AXES_SWAPPED"  # northings taken for eastings, or latitudes for longitudes (likewise)


def _chain(*steps: tuple[Datum, Datum]) -> Shift:
    def back(lon: Degrees, lat: Degrees) -> Places:
        for source, target in steps:
            lon, lat = convert(lon, lat, source, target)
        return lon, lat

    return back


W, G, B = Datum.WGS84, Datum.GCJ02, Datum.BD09
BACK: dict[Slip, Shift] = {  # from where a slip put a place to where it is
    Slip.GCJ02_TAKEN_FOR_WGS84: _chain((G, W)),
    Slip.BD09_TAKEN_FOR_WGS84: _chain((B, W)),
    Slip.WGS84_TAKEN_FOR_GCJ02: _chain((W, G)),
    Slip.WGS84_TAKEN_FOR_BD09: _chain((W, B)),
    Slip.BD09_TAKEN_FOR_GCJ02: _chain((W, G), (B, W)),
    Slip.GCJ02_TAKEN_FOR_BD09: _chain((W, B), (G, W)),
}


@dataclass(frozen=True)
class Verdict:
    """`slip` is none where nothing is wrong or nothing can be told (`certain` says which). `east_m`, `north_m`: how far the places lie off.

    `declared` and `best` are how many standard deviations the places as declared, and moved back, are from chance; `count` were looked at.
    `system` names the zone that the places speak for (`gk117`), where that can be told.
    """

    slip: Slip | None
    certain: bool
    count: int = 0
    declared: float = 0.0
    best: float = 0.0
    east_m: float = 0.0
    north_m: float = 0.0
    system: str = ""


UNTOLD = Verdict(None, False)


def judge(lon: Degrees, lat: Degrees, lines: Sequence[shapely.Geometry] | NDArray[np.object_]) -> Verdict:
    """Places as they would be loaded (WGS-84, degrees) against lines that are known to be right (WGS-84)."""
    ground = _ground(np.asarray(lon, np.float64), np.asarray(lat, np.float64), np.asarray(lines, dtype=object))
    if ground is None:
        return UNTOLD
    scores = {slip: ground.score(*back(ground.lon, ground.lat)) for slip, back in BACK.items()}
    declared = ground.score(ground.lon, ground.lat)
    slip = max(scores, key=lambda each: scores[each])
    if _convicts(scores[slip], declared, NAMED):
        east, north = ground.offset(*BACK[slip](ground.lon, ground.lat))
        return Verdict(slip, True, len(ground.lon), declared, scores[slip], -east, -north)
    if declared >= SURE:
        return Verdict(None, True, len(ground.lon), declared, max(declared, scores[slip]))
    east, north, best = ground.search()
    if _convicts(best, declared, UNNAMED) and np.hypot(east, north) >= 60:
        return Verdict(Slip.MOVED, True, len(ground.lon), declared, best, -east, -north)
    return Verdict(None, False, len(ground.lon), declared, best)


def _convicts(best: float, declared: float, sure: float) -> bool:
    return best >= sure and best >= RATIO * declared and declared < 2 * SURE


@dataclass(frozen=True)
class _Ground:
    """Distances to the nearest line on a raster, and what chance makes of the places on it."""

    lon: Degrees
    lat: Degrees
    east: Metres  # of the places, from the raster's corner
    north: Metres
    scale: Metres  # metres per degree, east and north
    corner: Metres  # degrees
    band: NDArray[np.uint8]  # of each cell
    mean: Metres  # of the shares by band, over random shifts
    whitening: Metres  # turns what chance makes of them into unit noise

    def shares(self, east: Metres, north: Metres) -> Metres:
        """Of the places by band, without those beyond the last; one row per shift when `east` has one."""
        high, wide = self.band.shape
        column = np.clip((east / CELL_M).astype(np.int64), 0, wide - 1)
        row = np.clip((north / CELL_M).astype(np.int64), 0, high - 1)
        found = self.band[row, column]
        shares: Metres = np.stack([(found == band).mean(axis=-1) for band in range(len(BANDS_M))], axis=-1)
        return shares

    def score(self, lon: Degrees, lat: Degrees) -> float:
        east, north = (lon - self.corner[0]) * self.scale[0], (lat - self.corner[1]) * self.scale[1]
        return float(self.far(self.shares(east, north)))

    def far(self, shares: Metres) -> Metres:
        """Mahalanobis' distance of shares from those of chance."""
        far: Metres = np.linalg.norm((shares - self.mean) @ self.whitening, axis=-1)
        return far

    def offset(self, lon: Degrees, lat: Degrees) -> tuple[float, float]:
        return float(np.median((lon - self.lon) * self.scale[0])), float(np.median((lat - self.lat) * self.scale[1]))

    def search(self) -> tuple[float, float, float]:
        """The shift that is farthest from chance: east, north in metres, and how far."""
        best = (0.0, 0.0, 0.0)
        for north in OFFSETS_M:
            far = self.far(
                self.shares(self.east[None, :] + OFFSETS_M[:, None], np.broadcast_to(self.north + north, (len(OFFSETS_M), len(self.north))))
            )
            at = int(far.argmax())
            if far[at] > best[2]:
                best = (float(OFFSETS_M[at]), float(north), float(far[at]))
        return best


def _ground(lon: Degrees, lat: Degrees, lines: NDArray[np.object_]) -> _Ground | None:
    chance = np.random.default_rng(SEED)
    right = np.isfinite(lon) & np.isfinite(lat)
    lon, lat = lon[right], lat[right]
    if not len(lon) or not len(lines):
        return None
    scale = METRES_PER_DEGREE * np.array([np.cos(np.radians(np.median(lat))), 1.0])
    here = _window(np.column_stack([lon, lat]) * scale)
    if here.sum() > MOST:
        here &= np.isin(np.arange(len(lon)), chance.choice(np.flatnonzero(here), MOST, replace=False))
    if here.sum() < FEWEST:
        return None
    lon, lat = lon[here], lat[here]
    places = np.column_stack([lon, lat]) * scale
    low, high = places.min(axis=0) - MARGIN_M, places.max(axis=0) + MARGIN_M
    away = _raster(shapely.transform(lines, lambda points: points * scale), low, high)
    if away is None:
        return None
    band = np.digitize(away, BANDS_M).astype(np.uint8)
    bare = _Ground(lon, lat, places[:, 0] - low[0], places[:, 1] - low[1], scale, low / scale, band, np.zeros(1), np.eye(1))
    return _calibrated(bare, chance)


def _window(places: Metres) -> NDArray[np.bool_]:
    """The places in the densest square of WINDOW_M."""
    square = np.floor(places / (WINDOW_M / 2)).astype(np.int64)
    corners, counts = np.unique(square, axis=0, return_counts=True)
    known = {(int(x), int(y)): int(count) for (x, y), count in zip(corners, counts, strict=True)}
    blocks = {(x + i, y + j) for x, y in known for i in (-1, 0) for j in (-1, 0)}
    x, y = max(sorted(blocks), key=lambda at: sum(known.get((at[0] + i, at[1] + j), 0) for i in (0, 1) for j in (0, 1)))
    inside: NDArray[np.bool_] = np.all((square >= (x, y)) & (square <= (x + 1, y + 1)), axis=1)
    return inside


def _raster(lines: NDArray[np.object_], low: Metres, high: Metres) -> Metres | None:
    """Metres to the nearest line, in cells of CELL_M; none where no line is."""
    near = lines[shapely.intersects(lines, shapely.box(*low, *high))]
    points = shapely.get_coordinates(shapely.segmentize(near, CELL_M))
    cells = ((points - low) / CELL_M).astype(np.int64)
    wide, tall = np.ceil((high - low) / CELL_M).astype(np.int64)
    inside = ((cells >= 0) & (cells < (wide, tall))).all(axis=1)
    if not inside.any():
        return None
    free = np.ones((tall, wide), dtype=bool)
    free[cells[inside, 1], cells[inside, 0]] = False
    away: Metres = scipy.ndimage.distance_transform_edt(free) * CELL_M
    return away


def _calibrated(bare: _Ground, chance: np.random.Generator) -> _Ground | None:
    """What random shifts of the same places make of the shares."""
    turn, far = chance.uniform(0, 2 * np.pi, CHANCES), chance.uniform(*CHANCE_M, CHANCES)
    east, north = bare.east + (far * np.cos(turn))[:, None], bare.north + (far * np.sin(turn))[:, None]
    shares = bare.shares(east, north)
    if (shares.sum(axis=1) * len(bare.lon)).mean() < FEWEST / 2:  # hardly any line near: nothing can be told
        return None
    # A share cannot be known better than to one place in all.
    noise = np.cov(shares, rowvar=False) + np.eye(shares.shape[1]) / len(bare.lon) ** 2
    values, axes = np.linalg.eigh(noise)
    return replace(bare, mean=shares.mean(axis=0), whitening=axes / np.sqrt(values))
