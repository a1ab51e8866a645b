"""Grids: the city cut into areas that somebody answers for."""

from wire.codes import GridKind
from wire.message import Versioned


class Grid(Versioned, frozen=True, kw_only=True):
    """`rings` are the polygons' rings in lon/lat, WGS-84: outer ring first, then holes, one list per polygon. `id` is kind and code."""

    kind: GridKind
    code: str
    name: str
    area_m2: float
    lon: float  # a point inside
    lat: float
    rings: list[list[list[tuple[float, float]]]]
    parent: str | None = None  # id of the grid that this one lies in
