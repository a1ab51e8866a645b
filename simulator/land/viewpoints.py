"""Cameras of the city: at the greatest crossings and before the places that everybody knows, each looking along a street."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from simulator.land.geometry import Points, turn_to_north
from simulator.land.ground import Ground
from simulator.land.roads import CLASSES, HALF_WIDTH, Street

CORNERS = ("东北角", "东南角", "西南角", "西北角")
# GB/T 28181: 8 digits of centre, 2 of trade, 3 of type (132: network camera), 7 of sequence with the network in front.
CODE = "{division}00001320{number:06d}"
WATCHED = ("square", "school", "hospital", "transport", "market", "park", "commercial", "government", "sports")


@dataclass(frozen=True)
class Viewpoint:
    code: str
    name: str
    point: Points
    azimuth: float
    view_angle: float
    reach: float


def viewpoints_of(ground: Ground, division: str, count: int, rng: np.random.Generator) -> list[Viewpoint]:
    """Exactly `count`, the greatest crossings first; a fifth of them watch places."""
    at_places = _at_places(ground, rng)[: count // 5]
    found = (at_places + _at_crossings(ground, rng))[:count]
    return [Viewpoint(CODE.format(division=division, number=number + 1), *view) for number, view in enumerate(found)]


View = tuple[str, Points, float, float, float]


def _at_crossings(ground: Ground, rng: np.random.Generator) -> list[View]:
    meeting: dict[tuple[float, float], list[Street]] = defaultdict(list)
    for street in ground.streets:
        for end in (street.line.coords[0], street.line.coords[-1]):
            meeting[end].append(street)
    inside = [end for end in meeting if len(meeting[end]) > 2 and shapely.contains_xy(ground.outline, *end)]
    inside.sort(key=lambda end: (-_rank(meeting[end]), end))
    views = []
    for turn in range(4):
        views += [_view(np.array(end), meeting[end], turn, rng) for end in inside if _rank(meeting[end]) >= 8 + 3 * turn]
    return views + [_view(np.array(end), meeting[end], 0, rng) for end in inside if _rank(meeting[end]) < 8]


def _rank(streets: Sequence[Street]) -> int:
    return sum(len(CLASSES) - 1 - CLASSES.index(street.kind) for street in streets)


def _view(end: Points, streets: Sequence[Street], turn: int, rng: np.random.Generator) -> View:
    street = sorted(streets, key=lambda each: (CLASSES.index(each.kind), each.line.length, each.line.bounds))[turn % len(streets)]
    from_end = street.line if street.line.coords[0] == tuple(end) else street.line.reverse()
    ahead = shapely.get_coordinates(from_end.interpolate(min(60.0, from_end.length)))[0] - end
    azimuth = turn_to_north(ahead)
    corner = int((azimuth + 45) // 90) % 4
    names = list(dict.fromkeys(each.name.zh for each in sorted(streets, key=lambda each: (CLASSES.index(each.kind), each.line.bounds))))
    place = f"{names[0]}与{names[1]}路口" if len(names) > 1 else names[0]
    aside = np.array([np.cos(np.radians(azimuth)), -np.sin(np.radians(azimuth))]) * HALF_WIDTH[street.kind] * 0.8
    return (
        f"{place}{CORNERS[corner]}",
        end + aside,
        round(azimuth + rng.normal(0, 3), 1) % 360,
        float(rng.choice([52, 60, 72])),
        float(rng.choice([80, 100, 120])),
    )


def _at_places(ground: Ground, rng: np.random.Generator) -> list[View]:
    places = [block for block in ground.blocks if block.use in WATCHED and block.name.zh and not block.plot.is_empty]
    places.sort(key=lambda block: (WATCHED.index(block.use) // 3, -block.plot.area))
    return [
        _gate(block.name.zh, shapely.get_coordinates(block.plot.exterior if block.plot.geom_type == "Polygon" else block.plot.convex_hull), rng)
        for block in places
    ]


def _gate(name: str, corners: Points, rng: np.random.Generator) -> View:
    corner = corners[int(rng.integers(len(corners) - 1))]
    azimuth = turn_to_north(corners[:-1].mean(axis=0) - corner)
    side = ("北", "东", "南", "西")[int((azimuth + 225) // 90) % 4]
    return f"{name}{side}门", corner, round(azimuth, 1), float(rng.choice([72, 90])), float(rng.choice([60, 80]))
