"""Rivers, canals, the moat and the lakes, from the control points of the plan."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from simulator.land.geometry import Bend, Points, curve, dense, strip


@dataclass(frozen=True)
class Water:
    name: str
    name_en: str
    kind: str  # river, stream, canal, moat, lake
    shape: BaseGeometry
    line: LineString | None  # the middle, where water flows
    width: float
    banks: str  # the stem of the roads along it, empty where there are none


def waters_of(plan: dict[str, Any], bend: Bend, rng: np.random.Generator) -> list[Water]:
    return [_water(each, bend, rng) for each in plan["waters"]]


def bank_roads(water: Water, away: float) -> list[Points]:
    """The two lines that run `away` metres from the water's edges, west to east, without the kinks of a narrow bend."""
    assert water.line is not None
    offsets = [water.line.offset_curve(side * (water.width / 2 + away), quad_segs=8) for side in (1, -1)]
    return [shapely.get_coordinates(offset.simplify(15)) for offset in offsets]


def _water(spec: dict[str, Any], bend: Bend, rng: np.random.Generator) -> Water:
    line, shape = None, None
    if "shore" in spec:
        shape = _lake(spec, bend)
    elif "ring" in spec:
        corners = np.asarray([*spec["ring"], spec["ring"][0]], np.float64)
        shape = LineString(bend(dense(corners, 40))).buffer(spec["width"] / 2)
    else:
        middle = bend(curve(spec["points"]))
        line = LineString(middle)
        shape = strip(middle, spec["width"] * _swell(len(middle), rng))
    return Water(spec["name"], spec["name_en"], spec["kind"], shape, line, spec.get("width", 0.0), spec.get("banks", ""))


def _swell(count: int, rng: np.random.Generator) -> Points:
    """Factors around 1 that change slowly along a river."""
    steps = np.arange(count) * 0.11
    return np.asarray(1 + 0.16 * np.sin(steps + rng.uniform(0, 6)) + 0.09 * np.sin(steps * 2.7 + rng.uniform(0, 6)), np.float64)


def _lake(spec: dict[str, Any], bend: Bend) -> Polygon:
    shore = Polygon(bend(curve(spec["shore"], closed=True, step=40)))
    if "island" in spec:
        return shore.difference(Polygon(bend(curve(spec["island"], closed=True, step=25))))
    return shore
