"""The areas of circles, corridors and polygons that people draw. Metres on the plane at their middle: 0.1 % off over 50 km."""

import math
from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.grids import METRES_PER_DEGREE

QUARTER = 16  # corners to a quarter of a circle

Places = Sequence[Sequence[float]]  # lon/lat


def around(places: Places, radius_m: float) -> BaseGeometry:
    """Everything within `radius_m` of a place, or of the line through several."""
    points = np.asarray(places, np.float64)
    middle = points.mean(axis=0)
    scale = np.array([METRES_PER_DEGREE * math.cos(math.radians(middle[1])), METRES_PER_DEGREE])
    flat = (points - middle) * scale
    line = shapely.Point(flat[0]) if len(flat) == 1 else shapely.LineString(flat)
    return shapely.transform(shapely.buffer(line, radius_m, quad_segs=QUARTER), lambda corners: corners / scale + middle)


def ring(places: Places) -> BaseGeometry:
    """The polygon with these corners; not valid when it crosses itself."""
    return shapely.Polygon(np.asarray(places, np.float64))
