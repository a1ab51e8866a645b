"""The weather over the city: showers that begin, drift over and end, and how deep the water stands where it gathers. Seeded; knows no clock."""

import math
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from geo.tracks import metres

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
SPELL = timedelta(hours=4)  # each has its own showers, or none
MOST_SHOWERS = 3
SPREAD_M = 3500.0
STEP = timedelta(minutes=5)
MEMORY = 24  # steps of rain that still stand in the street
DRAINED = 0.90  # of what stands, after each step
CM_PER_MM = 1.2  # what a millimetre leaves where water gathers
SILT_CM = 0.4


class Shower(NamedTuple):
    """`peak` in mm/h at its middle, halfway through; `lon`, `lat` where its middle is then, `drift` in degrees east an hour."""

    start: datetime
    length: timedelta
    peak: float
    lon: float
    lat: float
    drift: float


class Weather:
    def __init__(self, lon: float, lat: float, seed: int, wet: float = 1.0) -> None:
        """`wet`: how much heavier than usual the showers are; 0 is a dry city."""
        self._lon, self._lat, self._seed, self._wet = lon, lat, seed, wet
        self._showers = lru_cache(maxsize=64)(self._drawn)

    def rain(self, lon: float, lat: float, at: datetime) -> float:
        """Millimetres an hour at a place and time."""
        spell = (at - EPOCH) // SPELL
        return sum(_falls(shower, lon, lat, at) for number in (spell - 1, spell) for shower in self._showers(number))

    def depth(self, lon: float, lat: float, at: datetime) -> float:
        """Centimetres of water at a low place: what fell in the last two hours and has not drained."""
        hours = STEP / timedelta(hours=1)
        fallen = (self.rain(lon, lat, at - step * STEP) * hours * DRAINED**step for step in range(MEMORY))
        return SILT_CM + CM_PER_MM * sum(fallen)

    def _drawn(self, spell: int) -> tuple[Shower, ...]:
        rng = np.random.default_rng([self._seed, spell])
        return tuple(self._shower(spell, rng) for _ in range(int(rng.integers(MOST_SHOWERS + 1))))

    def _shower(self, spell: int, rng: np.random.Generator) -> Shower:
        start = EPOCH + spell * SPELL + SPELL * float(rng.random())
        length = timedelta(minutes=float(rng.uniform(25, 140)))
        peak = float(rng.gamma(1.4, 7.0)) * self._wet
        return Shower(
            start, length, peak, self._lon + float(rng.normal(0, 0.03)), self._lat + float(rng.normal(0, 0.025)), float(rng.uniform(-0.02, 0.06))
        )


def _falls(shower: Shower, lon: float, lat: float, at: datetime) -> float:
    through = (at - shower.start) / shower.length
    if not 0 < through < 1:
        return 0.0
    middle = shower.lon + shower.drift * (through - 0.5) * (shower.length / timedelta(hours=1))
    away = float(metres(middle, shower.lat, lon, lat))
    return shower.peak * math.sin(math.pi * through) ** 2 * math.exp(-((away / SPREAD_M) ** 2))
