"""The city divided: areas, subdistricts, duty grids, communities and basic grids, each lying whole in the one above (DOMAIN 3.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from geo.grids import basic_codes
from simulator.land.blocks import faces
from simulator.land.geometry import Bend, Points, Shapes, polygons
from simulator.land.names import Names
from simulator.land.roads import Street

CELL_M = 100.0
SLIVER_M2 = 2_500.0
COMMUNITIES_PER_DUTY = 2
DIVIDING = ("expressway", "arterial", "secondary")  # the roads along which borders run
Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Division:
    """One grid of some kind. `parent` is the id of the one it lies in."""

    kind: str
    code: str
    name: str
    shape: BaseGeometry
    parent: str | None
    name_en: str = ""

    @property
    def id(self) -> str:
        return f"{self.kind}-{self.code}"


def divisions_of(plan: dict[str, Any], bend: Bend, streets: Sequence[Street], outline: Polygon, names: Names) -> list[Division]:
    """All divisions, those above before those in them."""
    land = np.array(faces([street for street in streets if street.kind in DIVIDING], outline), dtype=object)
    offices = plan["offices"]
    office_of = _nearest(
        land, bend(np.array([office["at"] for office in offices], np.float64)), np.array([office.get("pull", 0) for office in offices])
    )
    district = Division("DISTRICT", plan["division"], plan["name"], shapely.union_all(land), None)
    result = [district, *_areas(offices, land, office_of, district)]
    areas = {division.name: division for division in result}
    for number, office in enumerate(offices):
        result += _office(number, office, land[office_of == number], areas[office["area"]], names)
    return result


def _areas(offices: Sequence[dict[str, Any]], land: Shapes, office_of: Labels, district: Division) -> list[Division]:
    names = list(dict.fromkeys(office["area"] for office in offices))
    area_of = np.array([names.index(office["area"]) for office in offices])[office_of]
    return [
        Division("AREA", f"{district.code}A{number + 1}", name, shapely.union_all(land[area_of == number]), district.id)
        for number, name in enumerate(names)
    ]


def _office(number: int, office: dict[str, Any], land: Shapes, area: Division, names: Names) -> list[Division]:
    street = Division("STREET", f"{area.code[:6]}{number + 1:03d}", office["name"], shapely.union_all(land), area.parent, office["name_en"])
    duty_of = _shared_out(land, office["duties"])
    result, communities = [street], 0
    for duty in range(office["duties"]):
        ground = land[duty_of == duty]
        code = f"{street.code}{duty + 1:02d}"
        grid = Division("DUTY", code, f"{office['name'][:-2]}{duty + 1:02d}网格", shapely.union_all(ground), area.id)
        result.append(grid)
        halves = _shared_out(ground, COMMUNITIES_PER_DUTY)
        for half in np.unique(halves):
            communities += 1
            result += _community(communities, shapely.union_all(ground[halves == half]), street, names)
    return result


def _community(number: int, shape: BaseGeometry, street: Division, names: Names) -> list[Division]:
    code = f"{street.code}{number:03d}"
    community = Division("COMMUNITY", code, names.street("社区").zh, shape, street.id)
    cells = cut(shape)
    return [community, *(Division("BASIC", each, each, cell, community.id) for each, cell in zip(basic_codes(code, len(cells)), cells, strict=True))]


def _nearest(land: Shapes, seats: Points, pulls: NDArray[np.float64]) -> Labels:
    middles = shapely.get_coordinates(shapely.point_on_surface(land))
    distances = np.hypot(*(middles[:, None, :] - seats[None, :, :]).transpose(2, 0, 1)) - pulls
    return _connected(land, np.argmin(distances, axis=1))


def _shared_out(land: Shapes, count: int) -> Labels:
    """Labels 0 … count - 1 for parts of about the same area, by halving across the longer side again and again."""
    labels = np.zeros(len(land), np.int64)
    middles = shapely.get_coordinates(shapely.point_on_surface(land))
    areas = shapely.area(land)
    waiting = [(np.arange(len(land)), 0, count)]
    while waiting:
        members, first, parts = waiting.pop()
        labels[members] = first
        if parts == 1 or len(members) < 2:
            continue
        order = members[np.argsort(middles[members, int(np.argmax(np.ptp(middles[members], axis=0)))], kind="stable")]
        cut_at = int(np.searchsorted(np.cumsum(areas[order]), areas[order].sum() * (parts // 2) / parts)) + 1
        cut_at = min(max(cut_at, 1), len(order) - 1)
        waiting += [(order[:cut_at], first, parts // 2), (order[cut_at:], first + parts // 2, parts - parts // 2)]
    return _connected(land, labels)


def _connected(land: Shapes, labels: Labels) -> Labels:
    """Moves stray pieces to the label that they border on most, so that every label is one piece of land."""
    labels, tree = labels.copy(), STRtree(land)
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        parts = sorted(polygons(shapely.union_all(land[members])), key=lambda part: part.area)
        for stray in parts[:-1]:
            inside = members[shapely.contains(stray, shapely.point_on_surface(land[members]))]
            others = [int(each) for each in tree.query(stray, predicate="intersects") if labels[each] != label]
            if others:
                edges = [shapely.intersection(land[each].boundary, stray.boundary).length for each in others]
                labels[inside] = labels[others[int(np.argmax(edges))]]
    return labels


def cut(shape: BaseGeometry) -> list[BaseGeometry]:
    """The shape as cells of the city's own lattice, north to south and west to east; slivers join a neighbour."""
    west, south, east, north = (np.floor(value / CELL_M) * CELL_M for value in shape.bounds)
    tops, lefts = np.meshgrid(np.arange(north + CELL_M, south, -CELL_M), np.arange(west, east + CELL_M, CELL_M), indexing="ij")
    squares = shapely.box(lefts.ravel(), tops.ravel() - CELL_M, lefts.ravel() + CELL_M, tops.ravel())
    cells = shapely.intersection(squares[shapely.intersects(squares, shape)], shape)
    parts = [part for cell in cells for part in polygons(cell)]
    return _joined(np.array(parts, dtype=object))


def _joined(cells: Shapes) -> list[BaseGeometry]:
    for number in np.argsort(shapely.area(cells), kind="stable"):
        if cells[number].area >= SLIVER_M2:
            break
        near = np.flatnonzero(shapely.intersects(cells[number], cells))
        near = near[near != number]
        if len(near):
            edges = shapely.length(shapely.intersection(shapely.boundary(cells[near]), shapely.boundary(cells[number])))
            home = near[int(np.argmax(edges))]
            cells[home] = shapely.union(cells[home], cells[number])
            cells[number] = Polygon()
    return [cell for cell in cells if not cell.is_empty]
