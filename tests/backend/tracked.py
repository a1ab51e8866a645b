"""Units that walk and drive about a city in a seeded way, and what brute force says of them."""

from datetime import UTC, datetime, timedelta

import numpy as np

from backend.fixes import scale
from backend.fixes.scale import DEGREE, Fixes
from backend.rules import units
from backend.session import SYSTEM, Database, Work
from backend.tables.units import UnitRow
from geo.tracks import TOO_FAST, metres
from wire.codes import UnitKind
from wire.units import UnitOrder

LON, LAT = 114.0, 22.5
KINDS = list(UnitKind)


def add_units(database: Database, count: int) -> list[int]:
    """Numbers of u0, u1, …; their kinds take turns."""
    with database.write(SYSTEM) as work:
        for n in range(count):
            units.put(work, UnitOrder(id=f"u{n}", code=f"c{n}", kind=KINDS[n % 3], name=f"u{n}"))
        return [units.row_of(work, f"u{n}").number for n in range(count)]


def trips(numbers: list[int], start: int, minutes: int, seed: int) -> Fixes:
    """Fixes each 2 to 90 s, with gaps, jumps that nobody drives, and unknown speeds, within some kilometres."""
    rng, found = np.random.default_rng(seed), []
    for number in numbers:
        steps = rng.choice([2000, 5000, 30_000, 90_000, 400_000], minutes * 2, p=[0.2, 0.5, 0.2, 0.08, 0.02])
        at = start + np.cumsum(steps)
        at = at[at < start + minutes * 60_000]
        pace = rng.choice([0.0, 1.2, 9.0, 25.0], len(at), p=[0.2, 0.3, 0.3, 0.2]) * steps[: len(at)] / 1000
        turn = np.cumsum(rng.normal(0, 0.5, len(at)))
        jump = (rng.random(len(at)) < 0.01) * rng.normal(0, 20_000, len(at))
        x, y = (np.cumsum(pace * way(turn)) + rng.normal(0, 900) for way in (np.sin, np.cos))
        lon, lat = LON + (x + jump) / 102_700, LAT + y / 111_200
        speed, heading = np.where(rng.random(len(at)) < 0.1, np.nan, pace / 5), np.degrees(turn) % 360
        found.append(scale.of_values(number, at, lon, lat, speed, heading, rng.exponential(6, len(at))))
    return scale.joined(found)


def by_brute_force(
    fixes: Fixes, lon: float, lat: float, radius: float, first: int, last: int, hop_s: float
) -> dict[int, tuple[int, float, float, float]]:
    """By unit: fixes within, nearest metres, first and last time. Each hop is walked in a thousand steps of the great circle's metres."""
    found = {}
    for unit in np.unique(fixes.unit).tolist():
        mine = fixes.pick(fixes.unit == unit)
        x, y = mine.degrees()
        away = metres(lon, lat, x, y)
        inside = (away <= radius) & (mine.at >= first) & (mine.at <= last)
        if inside.any():
            found[unit] = (int(inside.sum()), float(away[inside].min()), float(mine.at[inside][0]), float(mine.at[inside][-1]))
            continue
        times, near, steps = [], [], metres(x[:-1], y[:-1], x[1:], y[1:])
        for one in range(len(mine.at) - 1):
            took = int(mine.at[one + 1] - mine.at[one])
            far = steps[one]
            if took > hop_s * 1000 or far > TOO_FAST * took / 1000 or away[one] > radius + far:  # too far off, whichever way it went
                continue
            share = np.linspace(0, 1, 1001)
            at = mine.at[one] + share * took
            off = metres(lon, lat, x[one] + share * (x[one + 1] - x[one]), y[one] + share * (y[one + 1] - y[one]))
            on = (off <= radius) & (at >= first) & (at <= last)
            times += at[on].tolist()
            near += off[on].tolist()
        if near:
            found[unit] = (0, min(near), min(times), max(times))
    return found


def unit_ids(work: Work) -> dict[str, int]:
    return {row.id: row.number for row in work.session.query(UnitRow)}


def moment(at: float) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)


def midnight(days_ago: int) -> int:
    """In China, in milliseconds."""
    day = int(scale.day_of(round((datetime.now(UTC) - timedelta(days=days_ago)).timestamp() * 1000)))
    return scale.pages_of(day)[0] * scale.PAGE_MS


__all__ = ["DEGREE", "LAT", "LON", "add_units", "by_brute_force", "midnight", "moment", "trips", "unit_ids"]
