"""The ground of a city: what lies there before anybody has divided or furnished it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from simulator.land.blocks import Block, Layout, Quarter, faces, is_thin, landmarks_of, pavements, quarters_of, used, without
from simulator.land.buildings import buildings_on
from simulator.land.geometry import Bend, Frame, Shapes, curve, polygons
from simulator.land.names import Name, Names
from simulator.land.roads import Street, cut_at_crossings, main_roads, railways, with_bridges
from simulator.land.water import Water, waters_of

GREEN_USES = ("park", "green")
BELT_M = 58.0  # trees beside the ring road
SHORE_M = 75.0  # green around lakes


@dataclass(frozen=True)
class Green:
    shape: BaseGeometry
    name: Name


@dataclass(frozen=True)
class Ground:
    """All shapes in metres of `frame`."""

    frame: Frame
    outline: Polygon
    waters: list[Water]
    streets: list[Street]
    rails: list[LineString]
    blocks: list[Block]
    greens: list[Green]
    buildings: Shapes
    building_block: NDArray[np.int64]


def ground_of(plan: dict[str, Any], bend: Bend, names: Names, rng: np.random.Generator) -> Ground:
    outline = _outline(plan, bend)
    waters = waters_of(plan, bend, rng)
    main = main_roads(plan, waters, bend, names)
    rails = railways(plan, bend)
    net = cut_at_crossings(main, plan["extent"])
    layout = Layout(quarters_of(plan, bend), landmarks_of(plan, bend), names, rng)
    pieces = _pieces(net, outline, waters, layout)
    streets = with_bridges(cut_at_crossings([*main, *layout.roads], plan["extent"]), waters)
    covers = [*pavements(streets), *(rail.buffer(14) for rail in rails)]
    blocks = used(pieces, without([piece for piece, _ in pieces], covers), layout.landmarks, names)
    buildings, owners = buildings_on(blocks, rng)
    return Ground(Frame(*plan["centre"]), outline, waters, streets, rails, blocks, _greens(blocks, waters, streets, covers), buildings, owners)


def _outline(plan: dict[str, Any], bend: Bend) -> Polygon:
    """The city's boundary, scaled about its middle to the area it should have."""
    drawn = Polygon(bend(curve(plan["boundary"], closed=True, step=150)))
    factor = float(np.sqrt(plan["area_km2"] * 1e6 / drawn.area))
    middle = shapely.get_coordinates(drawn.centroid)[0]
    return shapely.transform(drawn, lambda points: middle + (points - middle) * factor)


def _pieces(net: Sequence[Street], outline: Polygon, waters: Sequence[Water], layout: Layout) -> list[tuple[Polygon, Quarter]]:
    """The dry land between main streets, cut into blocks."""
    between = faces(net, outline)
    parents = _neighbours(between, net)
    pieces = []
    for land, parent in zip(without(between, [water.shape for water in waters]), parents, strict=True):
        for part in polygons(land):
            pieces += layout.cut(part, parent)
    return pieces


def _neighbours(lands: Sequence[Polygon], net: Sequence[Street]) -> list[Name]:
    """The name of a street beside each piece of land: its lanes are named after it."""
    smaller = [street for street in net if street.kind != "expressway"]
    tree = STRtree([street.line for street in smaller])
    return [smaller[int(number)].name for number in tree.nearest([land.representative_point() for land in lands])]


def _greens(blocks: Sequence[Block], waters: Sequence[Water], streets: Sequence[Street], covers: Sequence[BaseGeometry]) -> list[Green]:
    wet = [water.shape for water in waters]
    ring = shapely.union_all([street.line for street in streets if street.kind == "expressway"]).buffer(BELT_M, quad_segs=3)
    shores = [water.shape.buffer(SHORE_M, quad_segs=6) for water in waters if water.kind == "lake"]
    belts = without(polygons(ring) + shores, [*wet, *covers])
    parks = [Green(block.plot, block.name) for block in blocks if block.use in GREEN_USES and not block.plot.is_empty]
    return parks + [Green(part, Name("", "")) for belt in belts for part in polygons(belt) if not is_thin(part) or part.area > 3_000]
