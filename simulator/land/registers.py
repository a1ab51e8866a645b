"""What the city keeps registers of: gate numbers, shops that answer for their frontage, bicycles, places with names, drains, buildings."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from simulator.land.components import Components
from simulator.land.gates import Gates
from simulator.land.geometry import Points, Shapes
from simulator.land.ground import Ground
from simulator.land.roads import HALF_WIDTH

Row = dict[str, Any]
PARKING = "0225"  # class of the places for bicycles
DIAMETER_MM = {"arterial": 1500, "secondary": 1000, "residential": 600}
LABELS = np.array(["红", "黄", "绿"])  # of a shop, by its score
NEXT_DOOR_M, BACK_M = 6.5, 4.0
STOREY_M = 3.0
FLOODED = 48


@dataclass(frozen=True)
class Sheet:
    """One file of entries: shapes in metres of the frame, and a row of properties for each."""

    name: str
    shapes: Shapes
    rows: list[Row]


def sheets_of(
    stock: dict[str, Any], ground: Ground, gates: Gates, components: Components, counts: tuple[int, int, float], rng: np.random.Generator
) -> list[Sheet]:
    """`counts`: of shops, of bicycles, and of metres of drains."""
    entities, bicycles, drains_m = counts
    return [
        Sheet("gates", shapely.points(gates.points), [{"id": f"G{number:05d}", "name": name} for number, name in enumerate(gates.names, 1)]),
        _entities(stock, ground, gates, entities, rng),
        _bicycles(stock, gates, components, bicycles, rng),
        _pois(stock, ground),
        _drains(ground, drains_m),
        _flood_points(ground),
        _buildings(stock, ground, rng),
    ]


def _entities(stock: dict[str, Any], ground: Ground, gates: Gates, count: int, rng: np.random.Generator) -> Sheet:
    """Shops beside gates: many where people shop, few elsewhere. Of several at one gate each has a number of its own."""
    uses = [ground.blocks[number].use for number in gates.blocks]
    weights = np.array([stock["frontage"].get(use, 0.02) for use in uses])
    gate = np.sort(rng.choice(len(uses), size=count, p=weights / weights.sum()))
    turn = np.arange(count) - np.searchsorted(gate, gate, side="left")
    across = np.column_stack([-gates.along[:, 1], gates.along[:, 0]])[gate]
    shift = np.where(turn % 2 == 0, 1, -1)[:, None] * ((turn + 1) // 2)[:, None] * NEXT_DOOR_M
    points = gates.points[gate] + gates.along[gate] * shift + across * (BACK_M * _side(gates, gate)[:, None])
    trades = rng.choice(list(stock["shares"]), size=count, p=np.array(list(stock["shares"].values())) / sum(stock["shares"].values()))
    scores = np.round(np.clip(rng.normal(88, 7, count), 40, 100), 1)
    first, second = rng.choice(stock["first"], count), rng.choice(stock["second"], count)
    words = [stock["trades"][str(trade)][int(luck * len(stock["trades"][str(trade)]))] for trade, luck in zip(trades, rng.random(count), strict=True)]
    phones = rng.integers(0, 10**8, count)
    rows = [
        {
            "id": f"E{number + 1:05d}",
            "code": f"E{number + 1:05d}",
            "name": f"{first[number]}{second[number]}{words[number]}",
            "category": str(trades[number]),
            "state": str(LABELS[int(scores[number] >= 75) + int(scores[number] >= 85)]),
            "address": gates.names[gate[number]] + (f"-{turn[number]}" if turn[number] else ""),
            "phone": f"100{phones[number]:08d}",  # nobody's: no mobile number begins so
            "value": float(scores[number]),
        }
        for number in range(count)
    ]
    return Sheet("street_entities", shapely.points(points), rows)


def _side(gates: Gates, gate: NDArray[np.int64]) -> NDArray[np.float64]:
    """1 for gates on the left of their road, -1 for those on its right: odd and even numbers."""
    odd = np.array([int(name[-2]) % 2 for name in gates.names])[gate]
    return np.where(odd == 1, 1.0, -1.0)


def _bicycles(stock: dict[str, Any], gates: Gates, components: Components, count: int, rng: np.random.Generator) -> Sheet:
    """Three of five at the places made for them, the others along the streets."""
    parking = components.points[components.class_codes == PARKING]
    parked = rng.random(count) < (0.6 if len(parking) else 0.0)
    points = gates.points[rng.integers(len(gates.points), size=count)] + rng.normal(0, 3.0, (count, 2))
    if len(parking):
        points[parked] = parking[rng.integers(len(parking), size=int(parked.sum()))] + rng.normal(0, 2.5, (int(parked.sum()), 2))
    shares = np.array([each["share"] for each in stock["operators"]])
    owners = rng.choice(len(shares), size=count, p=shares / shares.sum())
    states = rng.choice(["停放", "骑行", "故障"], size=count, p=[0.9, 0.07, 0.03])
    operators = [stock["operators"][owner] for owner in owners]
    rows = [
        {"id": f"{each['code']}{number:06d}", "code": f"{each['code']}-{number:06d}", "operator": each["name"], "state": str(state)}
        for number, (each, state) in enumerate(zip(operators, states, strict=True), 1)
    ]
    return Sheet("bicycles", shapely.points(points), rows)


def _pois(stock: dict[str, Any], ground: Ground) -> Sheet:
    named = [block for block in ground.blocks if block.name.zh and block.use in stock["pois"]]
    shapes = np.array([block.land.point_on_surface() for block in named], dtype=object)
    rows = [{"id": f"P{number:04d}", "name": block.name.zh, "category": stock["pois"][block.use]} for number, block in enumerate(named, 1)]
    return Sheet("pois", shapes, rows)


def _drains(ground: Ground, length_m: float) -> Sheet:
    """Rain drains under the greatest streets, until there are enough of them."""
    streets = [street for kind in DIAMETER_MM for street in ground.streets if street.kind == kind and not street.bridge]
    inside = shapely.contains(ground.outline, np.array([street.line for street in streets], dtype=object))
    streets = [street for street, is_inside in zip(streets, inside, strict=True) if is_inside]
    far = np.searchsorted(np.cumsum([street.line.length for street in streets]), length_m) + 1
    chosen = streets[: int(far)]
    shapes = shapely.offset_curve(np.array([street.line for street in chosen], dtype=object), [HALF_WIDTH[street.kind] * 0.3 for street in chosen])
    rows = [
        {"id": f"D{number:05d}", "code": f"YS{number:05d}", "name": f"{street.name.zh}雨水管", "category": "雨水", "value": DIAMETER_MM[street.kind]}
        for number, street in enumerate(chosen, 1)
    ]
    kept = [number for number, shape in enumerate(shapes) if not shape.is_empty]
    return Sheet("drains", shapes[kept], [rows[number] for number in kept])


def _flood_points(ground: Ground) -> Sheet:
    """Where streets dive under the railway, and where greater streets come near water; `value` is the depth that closes the road, cm."""
    streets = np.array([street.line for street in ground.streets], dtype=object)
    places = [(*each, "下穿立交") for each in _dips(ground, streets)] + [(*each, "低洼路段") for each in _low(ground, streets)]
    found: list[tuple[Points, str, str]] = []
    for point, number, category in places:
        if all(np.hypot(*(point - other)) > 250 for other, _, _ in found):
            found.append((point, ground.streets[number].name.zh, category))
    found = found[:FLOODED]
    ending = {"下穿立交": "铁路下穿", "低洼路段": "低洼段"}
    names = [f"{road}{ending[category]}" for _, road, category in found]
    rows = [
        {"id": f"F{number:03d}", "code": f"JS{number:03d}", "name": name, "category": category, "value": 25}
        for number, (name, (_, _, category)) in enumerate(zip(_told_apart(names), found, strict=True), 1)
    ]
    return Sheet("flood_points", shapely.points(np.array([point for point, _, _ in found])), rows)


def _dips(ground: Ground, streets: Shapes) -> list[tuple[Points, int]]:
    where = shapely.intersection(streets, shapely.MultiLineString(ground.rails))
    wanted = [number for number, point in enumerate(where) if not point.is_empty and ground.streets[number].kind in DIAMETER_MM]
    points = [(shapely.get_coordinates(where[number])[0], number) for number in wanted]
    return [(point, number) for point, number in points if shapely.contains_xy(ground.outline, *point)]


def _low(ground: Ground, streets: Shapes) -> list[tuple[Points, int]]:
    shore = shapely.union_all([water.shape.buffer(90) for water in ground.waters])
    middles = shapely.line_interpolate_point(streets, 0.5, normalized=True)
    near = shapely.contains(shore, middles) & shapely.contains(ground.outline, middles)
    greater = [street.kind in ("arterial", "secondary") and not street.bridge for street in ground.streets]
    return [(shapely.get_coordinates(middles[number])[0], int(number)) for number in np.flatnonzero(near & np.array(greater))]


def _told_apart(names: list[str]) -> list[str]:
    return [name if names.count(name) == 1 else f"{name}{names[: number + 1].count(name)}" for number, name in enumerate(names)]


def _buildings(stock: dict[str, Any], ground: Ground, rng: np.random.Generator) -> Sheet:
    uses = [ground.blocks[number].use for number in ground.building_block]
    least, most = (np.array([stock["storeys"].get(use, [1, 2])[end] for use in uses]) for end in (0, 1))
    heights = rng.integers(least, most + 1) * STOREY_M
    rows = [
        {"id": f"B{number:05d}", "category": use, "value": float(height)} for number, (use, height) in enumerate(zip(uses, heights, strict=True), 1)
    ]
    return Sheet("buildings", ground.buildings, rows)
