"""A day of fixes of all units, made once and kept in memory, and what brute force over it says of who was there."""

from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backend.fixes import scale
from backend.fixes.scale import DEGREE, Fixes
from geo.tracks import TOO_FAST, metres

UNITS, EVERY_MS = 1045, 5_000
LON, LAT, SIDE_M = 114.0, 22.5, 25_000
METRES_OF_DEGREE = (102_700, 111_200)
BETWEEN = np.linspace(0, 1, 101)  # places on a hop that brute force looks at

Small = NDArray[np.int32]


class Stood(NamedTuple):
    """Of a unit that was there: how many fixes within, and the nearest of them or of the line, in metres."""

    fixes: int
    nearest_m: float


class Day:
    """Units walk (1.2 m/s) and drive (9 m/s) in straight legs, and rest; 4 m of noise that drifts. Columns by step and unit."""

    def __init__(self, steps: int, start: int) -> None:
        self.steps, self.start = steps, start
        self.lon, self.lat, self.speed, self.heading = (np.empty((steps, UNITS), np.int32) for _ in range(4))
        rng = np.random.default_rng(1)
        place, turn = rng.uniform(0, SIDE_M, (2, UNITS)), rng.uniform(0, 360, UNITS)
        pace = np.where(np.arange(UNITS) % 3 == 0, 9.0, 1.2)
        drift = rng.normal(0, 4, (2, UNITS))
        for n in range(steps):
            turn = (turn + (rng.random(UNITS) < 0.03) * rng.choice([90, -90, 180], UNITS)) % 360
            going = (np.sin(np.arange(UNITS) + n / 60) > -0.4) * pace * rng.normal(1, 0.05, UNITS)
            way = np.stack((np.sin(np.radians(turn)), np.cos(np.radians(turn))))
            place = (place + going * EVERY_MS / 1000 * way).clip(0, SIDE_M)
            drift = 0.92 * drift + rng.normal(0, 1.6, (2, UNITS))
            x, y = place + drift
            self.lon[n], self.lat[n] = (LON + x / METRES_OF_DEGREE[0]) * DEGREE, (LAT + y / METRES_OF_DEGREE[1]) * DEGREE
            self.speed[n], self.heading[n] = going.clip(0) * 100, (turn + rng.normal(0, 4, UNITS)) % 360

    @property
    def count(self) -> int:
        return self.steps * UNITS

    @property
    def end(self) -> int:
        return self.start + self.steps * EVERY_MS

    def fixes(self, numbers: NDArray[np.int64], first: int, last: int, shift: int = 0) -> Fixes:
        """Steps first to last, in order of unit and time; `shift` milliseconds later than they were."""
        at = self.start + np.arange(first, last) * EVERY_MS + shift
        columns = (column[first:last].T.astype(np.int64).ravel() for column in (self.lon, self.lat, self.speed, self.heading))
        unit = np.repeat(numbers, last - first)
        return Fixes(unit, np.tile(at, len(numbers)), *columns, np.full(len(unit), scale.UNKNOWN))

    def questions(self, count: int) -> list[tuple[float, float, datetime]]:
        rng = np.random.default_rng(9)
        x, y, share = rng.uniform(0.1, 0.9, (3, count))
        at = [datetime.fromtimestamp(each / 1000, UTC) for each in (self.start + share * self.steps * EVERY_MS).tolist()]
        lon, lat = LON + x * SIDE_M / METRES_OF_DEGREE[0], LAT + y * SIDE_M / METRES_OF_DEGREE[1]
        return list(zip(lon.tolist(), lat.tolist(), at, strict=True))

    def scan(self, lon: float, lat: float, radius: float, first: int, last: int) -> dict[int, Stood]:
        """By the place of the unit in the list of numbers: every fix of the while, and a hundred places on every hop."""
        low = max((first - self.start) // EVERY_MS - 1, 0)
        high = min((last - self.start) // EVERY_MS + 3, self.steps)
        at = self.start + np.arange(low, high) * EVERY_MS
        x, y = self.lon[low:high] / DEGREE, self.lat[low:high] / DEGREE
        far = metres(lon, lat, x, y)
        inside = (far <= radius) & ((at >= first) & (at <= last))[:, None]
        found = {u: Stood(int(inside[:, u].sum()), float(far[inside[:, u], u].min())) for u in np.flatnonzero(inside.any(0)).tolist()}
        hop = metres(x[:-1], y[:-1], x[1:], y[1:])
        near = (np.minimum(far[:-1], far[1:]) <= radius + hop) & (hop <= TOO_FAST * EVERY_MS / 1000)
        for n, u in np.argwhere(near).tolist():
            if u in found and found[u].fixes:
                continue
            away = metres(lon, lat, x[n, u] + BETWEEN * (x[n + 1, u] - x[n, u]), y[n, u] + BETWEEN * (y[n + 1, u] - y[n, u]))
            then = at[n] + BETWEEN * EVERY_MS
            on = away[(away <= radius) & (then >= first) & (then <= last)]
            if len(on):
                found[u] = Stood(0, min(float(on.min()), found[u].nearest_m if u in found else radius))
        return found
