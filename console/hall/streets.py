"""Which street (街道) a place lies in, for what is listed by streets. No Qt."""

from collections.abc import Iterable, Sequence

import shapely

from geo.sight import outline
from wire.codes import GridKind
from wire.grids import Grid


class Streets:
    def __init__(self, grids: Iterable[Grid]) -> None:
        outlines = [(grid.name, outline(ring for rings in grid.rings for ring in rings)) for grid in grids if grid.kind is GridKind.STREET]
        known = [(name, shape) for name, shape in outlines if shape is not None]
        self._names, self._tree = [name for name, _ in known], shapely.STRtree([shape for _, shape in known])

    def of(self, places: Sequence[tuple[float, float]]) -> list[str]:
        """The name for each place (lon, lat); empty where there is none."""
        names = [""] * len(places)
        for place, street in self._tree.query(shapely.points(places), predicate="intersects").T if places else ():
            names[place] = self._names[street]
        return names
