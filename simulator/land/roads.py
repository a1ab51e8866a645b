"""Roads: the main ones as the plan draws them, bent onto the ground; and cutting all roads at their crossings into streets."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely import LineString, STRtree, box

from simulator.land.geometry import Bend, Points, curve, dense
from simulator.land.names import Name, Names
from simulator.land.water import Water, bank_roads

# Half the width of the carriageway with its pavements, metres; classes from the greatest to the smallest.
HALF_WIDTH = {"expressway": 24.0, "arterial": 19.0, "secondary": 13.0, "residential": 7.5, "lane": 4.0}
SPEED_KMH = {"expressway": 70, "arterial": 45, "secondary": 36, "residential": 25, "lane": 12}
CLASSES = list(HALF_WIDTH)
OVERSHOOT_M = 110.0  # so that a drawn end reaches the road it was meant to reach
STUB_M = 240.0  # a dead end shorter than this is an overshoot
AXIS = {"x": (0, -600.0, "西", "东"), "y": (1, -150.0, "南", "北")}  # where directions change: the Drum Tower


@dataclass(frozen=True)
class Road:
    """One road as it was drawn or cut, not yet divided at crossings."""

    line: LineString
    kind: str
    name: Name


@dataclass(frozen=True)
class Street:
    """A piece of road between two crossings."""

    line: LineString
    kind: str
    name: Name
    bridge: bool = False


def main_roads(plan: dict[str, Any], waters: Sequence[Water], bend: Bend, names: Names) -> list[Road]:
    """The drawn roads and those along the river; railways are not roads, see `railways`."""
    drawn = [road for spec in plan["roads"] if spec["class"] != "rail" for road in _drawn(spec, bend, names)]
    return drawn + [road for water in waters if water.banks for road in _banks(water, names)]


def railways(plan: dict[str, Any], bend: Bend) -> list[LineString]:
    return [LineString(bend(curve(spec["points"]))) for spec in plan["roads"] if spec["class"] == "rail"]


def cut_at_crossings(roads: Sequence[Road], extent: Sequence[float]) -> list[Street]:
    """All roads as streets that meet at their ends only, rounded to 10 cm so that ends are equal numbers."""
    pieces = _trimmed(_noded([road.line for road in roads], extent))
    owners = _owners(pieces, roads)
    return [Street(piece, roads[owner].kind, roads[owner].name) for piece, owner in zip(pieces, owners, strict=True)]


def with_bridges(streets: Sequence[Street], waters: Sequence[Water]) -> list[Street]:
    wet = STRtree([water.shape for water in waters])
    crossing = {int(street) for street in wet.query([street.line for street in streets], predicate="intersects")[0]}
    return [Street(s.line, s.kind, s.name, number in crossing) for number, s in enumerate(streets)]


def _drawn(spec: dict[str, Any], bend: Bend, names: Names) -> list[Road]:
    points = dense(curve(spec.get("ring") or spec["points"], closed="ring" in spec), 50)
    suffix = spec.get("suffix") or ("街" if spec.get("axis") == "y" else "路")
    parts = [("", points)] if len(suffix) > 1 or "axis" not in spec else _by_direction(points, *AXIS[spec["axis"]])
    over, last, ring = spec.get("over", OVERSHOOT_M), len(parts) - 1, "ring" in spec
    roads = []
    for number, (direction, part) in enumerate(parts):
        line = _longer(bend(part), over if number == 0 and not ring else 0.0, over if number == last and not ring else 0.0)
        roads.append(Road(LineString(line), spec["class"], names.main(spec["stem"], suffix, direction)))
    return roads


def _by_direction(points: Points, column: int, middle: float, low: str, high: str) -> list[tuple[str, Points]]:
    """人民路 is 人民西路 west of the middle and 人民东路 east of it, when it runs far enough on both sides."""
    turn = int(np.argmin(np.abs(points[:, column] - middle)))
    if min(turn, len(points) - turn) * 50 < 400:
        return [("", points)]
    first, second = (low, high) if points[0, column] < points[-1, column] else (high, low)
    return [(first, points[: turn + 1]), (second, points[turn:])]


def _longer(points: Points, before: float, after: float) -> Points:
    """Goes on straight ahead, so many metres before its start and after its end."""
    head = [points[0] + _unit(points[0] - points[1]) * before] if before else []
    tail = [points[-1] + _unit(points[-1] - points[-2]) * after] if after else []
    return np.vstack([*head, points, *tail])


def _unit(vector: Points) -> Points:
    return vector / max(float(np.hypot(*vector)), 1e-9)


def _banks(water: Water, names: Names) -> list[Road]:
    north, south = (points[(points[:, 0] > -4950) & (points[:, 0] < 5050)] for points in bank_roads(water, 46))
    return [Road(LineString(line), "secondary", names.main(water.banks, side + "路")) for line, side in ((north, "北"), (south, "南"))]


def _noded(lines: Sequence[LineString], extent: Sequence[float]) -> list[LineString]:
    whole = shapely.union_all(shapely.intersection(np.array(lines, dtype=object), box(*extent)), grid_size=0.1)
    return list(shapely.get_parts(shapely.line_merge(whole)))


def _trimmed(pieces: list[LineString]) -> list[LineString]:
    """Without short dead ends."""
    for _ in range(3):
        meets = Counter(end for piece in pieces for end in _ends(piece))
        kept = [piece for piece in pieces if piece.length >= STUB_M or min(meets[end] for end in _ends(piece)) > 1]
        if len(kept) == len(pieces):
            break
        pieces = _noded_again(kept)
    return pieces


def _noded_again(pieces: Iterable[LineString]) -> list[LineString]:
    return list(shapely.get_parts(shapely.line_merge(shapely.union_all(list(pieces), grid_size=0.1))))


def _ends(piece: LineString) -> tuple[tuple[float, float], tuple[float, float]]:
    return piece.coords[0], piece.coords[-1]


def _owners(pieces: Sequence[LineString], roads: Sequence[Road]) -> list[int]:
    """For each piece the greatest road that it lies on."""
    middles = shapely.line_interpolate_point(np.array(pieces, dtype=object), 0.5, normalized=True)
    tree = STRtree([road.line for road in roads])
    best = list(tree.nearest(middles))
    for piece, road in tree.query(middles, predicate="dwithin", distance=1.0).T:
        if CLASSES.index(roads[road].kind) < CLASSES.index(roads[best[piece]].kind):
            best[piece] = road
    return [int(each) for each in best]
