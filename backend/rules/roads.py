"""The street that a place lies on, for many places at once: by the nearest street with a name."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np
import shapely
import sqlalchemy as sa
from numpy.typing import ArrayLike

from backend.session import Work
from backend.tables.places import StreetHead, StreetRow
from geo.grids import METRES_PER_DEGREE

KEPT = 4  # indexes in memory: one per database, and tests open several
ON_ROAD_M = 60.0  # a house stands back from its street


class RoadIndex:
    """All named streets of a city, in metres of a plane that is true in its middle."""

    def __init__(self, names: Sequence[str], lines: Sequence[shapely.Geometry], lat: float) -> None:
        self._names = names
        self._scale = np.array([METRES_PER_DEGREE * np.cos(np.radians(lat)), METRES_PER_DEGREE])
        self._tree = shapely.STRtree([shapely.transform(line, lambda places: places * self._scale) for line in lines])

    def names(self, lon: ArrayLike, lat: ArrayLike) -> list[str | None]:
        places = np.column_stack([np.asarray(lon, np.float64), np.asarray(lat, np.float64)]) * self._scale
        found: list[str | None] = [None] * len(places)
        if self._names and len(places):
            for place, line in zip(*self._tree.query_nearest(shapely.points(places), max_distance=ON_ROAD_M, all_matches=False), strict=True):
                found[place] = self._names[line]
        return found


_indexes: OrderedDict[tuple[str, str], RoadIndex] = OrderedDict()
_indexing = Lock()


def mark(work: Work) -> str:
    """Another one after every change of any street."""
    return work.session.scalar(sa.select(StreetHead.mark)) or ""


def index(work: Work) -> RoadIndex:
    """The streets as this transaction sees them; made anew only after they have changed."""
    key = work.session.get_bind().engine.url.render_as_string(hide_password=True), mark(work)
    with _indexing:
        if key not in _indexes:
            _indexes[key] = _build(work)
            while len(_indexes) > KEPT:
                _indexes.popitem(last=False)
        return _indexes[key]


def _build(work: Work) -> RoadIndex:
    rows = work.session.execute(sa.select(StreetRow.name, StreetRow.line, StreetRow.lat).where(StreetRow.name != "").order_by(StreetRow.id)).all()
    lines = [shapely.MultiLineString([np.asarray(part, np.float64)[:, :2] for part in row.line if len(part) > 1]) for row in rows]
    return RoadIndex([row.name for row in rows], lines, float(np.median([row.lat for row in rows])) if rows else 0.0)
