"""What machines of the city say every five minutes: instruments their readings, operators where their bicycles have been left."""

import csv
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from simulator.ways import NoCity
from simulator.weather import Weather

PERIOD_S = 300.0
RIDDEN = 90  # bicycles that were ridden somewhere else in five minutes
DEVICES, OPERATORS = "sim.devices", "sim.citizens"


class Call(NamedTuple):
    """What is posted, by whom and where."""

    user: str
    path: str
    order: dict[str, Any]


class Pulse:
    """`start` is the time of the city when it begins; a folder of a city without instruments is silent."""

    def __init__(self, folder: Path, weather: Weather, start: datetime, seed: int) -> None:
        self._weather, self._now, self._rng = weather, start, np.random.default_rng([seed, 2])
        self._left = 0.0  # the first readings come at once
        instruments, bicycles = folder / "sensors.csv", folder / "registers" / "bicycles.geojson"
        try:
            self._instruments = list(_table(instruments)) if instruments.is_file() else []
            self._bicycles = list(_points(bicycles)) if bicycles.is_file() else []
        except (OSError, KeyError, ValueError) as error:
            raise NoCity(f"{folder} has no instruments that can be read: {error}") from error

    def step(self, seconds: float, at: datetime) -> list[Call]:
        """What is due after so many seconds of the city; `at` is what the clocks of the machines say."""
        self._now += timedelta(seconds=seconds)
        self._left -= seconds
        if self._left > 0:
            return []
        self._left = max(self._left + PERIOD_S, 0.0)
        return [*self._readings(at), *self._rides(at)]

    def _readings(self, at: datetime) -> Iterator[Call]:
        readings = [{"code": each["code"], "at": at, "value": self._value(each)} for each in self._instruments]
        if readings:
            yield Call(DEVICES, "/v1/readings", {"readings": readings})

    def _value(self, instrument: dict[str, Any]) -> float:
        told = self._weather.depth if instrument["kind"] == "WATER_LEVEL" else self._weather.rain
        noise = 0.1 if instrument["kind"] == "WATER_LEVEL" else 0.0
        return round(max(told(instrument["lon"], instrument["lat"], self._now) + float(self._rng.normal(0, noise)), 0.0), 1)

    def _rides(self, at: datetime) -> Iterator[Call]:
        """Some bicycles are left where others stand."""
        if len(self._bicycles) < 2:
            return
        ridden = self._rng.choice(len(self._bicycles), size=min(RIDDEN, len(self._bicycles) // 2), replace=False)
        for number, beside in zip(ridden, self._rng.integers(len(self._bicycles), size=len(ridden)), strict=True):
            east, north = self._rng.normal(0, 2e-5, 2).tolist()
            goal = self._bicycles[beside]
            self._bicycles[number] |= {"lon": round(goal["lon"] + east, 7), "lat": round(goal["lat"] + north, 7), "at": at}
        yield Call(OPERATORS, "/v1/registers/BICYCLE/entries", {"put": [self._bicycles[number] for number in ridden]})


def _table(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {"code": row["code"], "kind": row["kind"], "lon": float(row["lon"]), "lat": float(row["lat"])}


def _points(path: Path) -> Iterator[dict[str, Any]]:
    for each in json.loads(path.read_text(encoding="utf-8"))["features"]:
        lon, lat = each["geometry"]["coordinates"]
        yield each["properties"] | {"lon": lon, "lat": lat}
