"""Basic grids: the squares of about 100 m into which a city is cut, their 15-digit codes, and rings as they travel (DOMAIN 3.1)."""

import math
import re

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LinearRing, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

BASIC_CODE = re.compile(r"^\d{15}$")  # 6 division, 3 street, 3 community, 3 sequence
COMMUNITY_CODE = re.compile(r"^\d{12}$")
MOST_IN_A_COMMUNITY = 999
METRES_PER_DEGREE = 111_320.0  # of latitude; of longitude times cos(latitude)
SLIVER = 0.2  # a cell with less than this share of a full one joins its neighbour

Rings = list[list[list[tuple[float, float]]]]


def basic_codes(community: str, count: int) -> list[str]:
    """The codes of a community's grids in order; `ValueError` when there are more than three digits can number."""
    if not COMMUNITY_CODE.match(community):
        raise ValueError(f"a community has a code of 12 digits, not {community!r}")
    if count > MOST_IN_A_COMMUNITY:
        raise ValueError(f"community {community} has {count} grids, more than its codes can number ({MOST_IN_A_COMMUNITY})")
    return [f"{community}{number:03d}" for number in range(1, count + 1)]


def cut(area: BaseGeometry, size_m: float = 100.0) -> list[BaseGeometry]:
    """`area` (lon/lat) as cells of `size_m`, rows from north to south, each row from west to east.

    Cells at the border are clipped; what is left smaller than a fifth of a cell joins the neighbour with the longest common edge,
    so that the cells cover the area, do not overlap and leave no slivers.
    """
    squares = _squares(area, size_m)
    cells = shapely.intersection(squares, area)
    inside = shapely.area(cells) > 0
    whole = float(shapely.area(squares[0]))
    return _joined([cell for cell in cells[inside] if cell.area > 0], whole * SLIVER)


def area_m2(shape: BaseGeometry) -> float:
    """The area of a lon/lat shape of a city's size, in m² (flat at its middle: 0.1 % off over 50 km)."""
    if shape.is_empty:
        return 0.0
    return float(shape.area) * METRES_PER_DEGREE**2 * math.cos(math.radians(shape.centroid.y))


def rings_of(shape: BaseGeometry) -> Rings:
    """A polygon or multipolygon as `wire.grids.Grid.rings`; whatever else is in a collection is left out."""
    return [[_points(ring) for ring in (polygon.exterior, *polygon.interiors)] for polygon in _polygons(shape)]


def shape_of(rings: Rings) -> BaseGeometry:
    """The polygon or multipolygon of such rings, made valid when they cross themselves."""
    polygons = [Polygon(parts[0], parts[1:]) for parts in rings if parts]
    shape: BaseGeometry = polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
    return shape if shape.is_valid else shapely.make_valid(shape)


def _squares(area: BaseGeometry, size_m: float) -> NDArray[np.object_]:
    west, south, east, north = area.bounds
    high = size_m / METRES_PER_DEGREE
    wide = high / math.cos(math.radians((south + north) / 2))
    columns, rows = math.ceil((east - west) / wide), math.ceil((north - south) / high)
    lefts = np.tile(west + np.arange(columns) * wide, rows)
    tops = np.repeat(north - np.arange(rows) * high, columns)
    boxes: NDArray[np.object_] = shapely.box(lefts, tops - high, lefts + wide, tops)
    touched: NDArray[np.object_] = boxes[shapely.intersects(boxes, area)]
    return touched


def _joined(cells: list[BaseGeometry], smallest: float) -> list[BaseGeometry]:
    for number in sorted(range(len(cells)), key=lambda each: float(cells[each].area)):
        if cells[number].area >= smallest:
            break
        neighbour = _neighbour(cells, number)
        if neighbour is not None:
            cells[neighbour] = shapely.union(cells[neighbour], cells[number])
            cells[number] = Polygon()
    return [cell for cell in cells if not cell.is_empty]


def _neighbour(cells: list[BaseGeometry], number: int) -> int | None:
    """The cell that shares the longest edge with this one; none when it stands alone."""
    edges = shapely.length(shapely.intersection(shapely.boundary(cells[number]), np.array(cells, dtype=object)))
    edges[number] = 0
    best = int(np.argmax(edges))
    return best if edges[best] > 0 else None


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    parts = [part for piece in shapely.get_parts(shape) for part in shapely.get_parts(piece)]
    return [part for part in parts if isinstance(part, Polygon)]


def _points(ring: LinearRing) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in shapely.get_coordinates(ring)]
