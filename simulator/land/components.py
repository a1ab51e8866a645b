"""Components: lamps, covers, trees, bins, signs, each where such a thing stands, with its 16-digit code (DOMAIN 3.2)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from simulator.land.divisions import Division
from simulator.land.geometry import Points, Shapes
from simulator.land.ground import Ground
from simulator.land.roads import HALF_WIDTH

Texts = NDArray[np.str_]


@dataclass(frozen=True)
class Components:
    """One entry per component in each column; `points` in metres."""

    codes: Texts
    class_codes: Texts
    names: Texts
    states: Texts
    grid_codes: Texts
    trades: Texts  # of who maintains it: keys of standards/responsibility.toml
    points: Points


def components_of(stock: dict[str, Any], ground: Ground, basic: Sequence[Division], count: int, rng: np.random.Generator) -> Components:
    """About `count` components, in order of their codes; those that fall outside every grid are left out."""
    whole = sum(kind["share"] for kind in stock["kinds"])
    placed = [_placed(kind, ground, round(count * kind["share"] / whole), rng) for kind in stock["kinds"]]
    sizes = [len(points) for points in placed]
    points = np.vstack(placed)
    kind_of = np.repeat(np.arange(len(sizes)), sizes)
    grid_of = _grid_of(points, basic)
    inside = np.flatnonzero(grid_of >= 0)
    inside = inside[np.lexsort((grid_of[inside], kind_of[inside]))]
    return _coded(stock, points[inside], kind_of[inside], np.array([each.code for each in basic])[grid_of[inside]], rng)


def _coded(stock: dict[str, Any], points: Points, kind_of: NDArray[np.int64], grids: Texts, rng: np.random.Generator) -> Components:
    kinds = stock["kinds"]
    first = np.searchsorted(kind_of, kind_of, side="left")
    classes = np.array([kind["code"] for kind in kinds])[kind_of]
    sequence = np.char.zfill((np.arange(len(kind_of)) - first + 1).astype(str), 6)
    division = grids[0][:6] if len(grids) else ""
    states = rng.choice(list(stock["states"]), size=len(kind_of), p=list(stock["states"].values()))
    trades = np.array([kind["maintainer"] for kind in kinds])[kind_of]
    codes = np.char.add(np.char.add(division, classes), sequence)
    return Components(codes, classes, np.array([kind["name"] for kind in kinds])[kind_of], states, grids, trades, points)


def _placed(kind: dict[str, Any], ground: Ground, count: int, rng: np.random.Generator) -> Points:
    return PLACES[kind["place"]](kind, ground, count, rng)


def _along_roads(kind: dict[str, Any], ground: Ground, count: int, rng: np.random.Generator) -> Points:
    """Evenly along all such streets on alternate sides, a little off the mark as real things are."""
    streets = [street for street in ground.streets if street.kind in kind["on"] and not street.bridge]
    inside = shapely.contains(ground.outline, shapely.line_interpolate_point(np.array([s.line for s in streets], dtype=object), 0.5, normalized=True))
    streets = [street for street, within in zip(streets, inside, strict=True) if within]
    off = np.array([HALF_WIDTH[street.kind] for street in streets]) * kind["off"]
    return _along(np.array([street.line for street in streets], dtype=object), off, count, rng)


def _along(lines: Shapes, off: NDArray[np.float64], count: int, rng: np.random.Generator) -> Points:
    lengths = shapely.length(lines)
    ends = np.cumsum(lengths)
    step = ends[-1] / max(count, 1)
    at = np.clip((np.arange(count) + 0.5 + rng.uniform(-0.12, 0.12, count)) * step, 0, ends[-1] - 1e-6)
    which = np.searchsorted(ends, at, side="right")
    along = at - (ends - lengths)[which]
    here = _on(lines[which], along)
    across = _across(_on(lines[which], along + 1) - _on(lines[which], np.maximum(along - 1, 0)))
    side = np.where(np.arange(count) % 2 == 0, 1.0, -1.0)[:, None]
    return np.asarray(here + across * side * off[which][:, None], np.float64)


def _on(lines: Shapes, along: NDArray[np.float64]) -> Points:
    return np.asarray(shapely.get_coordinates(shapely.line_interpolate_point(lines, along)), np.float64)


def _across(ahead: Points) -> Points:
    """Unit vectors to the left of these."""
    return np.asarray(np.column_stack([-ahead[:, 1], ahead[:, 0]]) / np.maximum(np.hypot(*ahead.T), 1e-9)[:, None], np.float64)


def _at_crossings(kind: dict[str, Any], ground: Ground, count: int, rng: np.random.Generator) -> Points:
    """On a corner of a crossing: beside one of the streets that meet there."""
    streets = [street for street in ground.streets if street.kind != "expressway"]
    chosen = rng.integers(len(streets), size=count)
    lines = np.array([street.line for street in streets], dtype=object)[chosen]
    back = np.minimum(rng.uniform(9, 26, count), shapely.length(lines) / 2) * rng.choice([1, -1], count)
    here = _on(lines, back)
    away = np.array([HALF_WIDTH[street.kind] for street in streets])[chosen][:, None] * 0.9
    return np.asarray(here + _across(_on(lines, back * 0.6) - here) * away, np.float64)


def _in_parks(kind: dict[str, Any], ground: Ground, count: int, rng: np.random.Generator) -> Points:
    return _within([green.shape for green in ground.greens], count, rng)


def _on_plots(kind: dict[str, Any], ground: Ground, count: int, rng: np.random.Generator) -> Points:
    return _within([block.plot for block in ground.blocks if block.use in ("residential", "commercial", "market", "campus", "school")], count, rng)


def _at_waters(kind: dict[str, Any], ground: Ground, count: int, rng: np.random.Generator) -> Points:
    edges = shapely.get_parts(shapely.intersection(np.array([water.shape.boundary for water in ground.waters], dtype=object), ground.outline))
    return _along(edges, np.full(len(edges), 2.0), count, rng)


def _within(shapes: Sequence[BaseGeometry], count: int, rng: np.random.Generator) -> Points:
    """Points at random, each shape getting its share by area; points beside a crooked shape are drawn again, three times."""
    whole = np.array(shapes, dtype=object)
    areas = shapely.area(whole)
    which = rng.choice(len(whole), size=count, p=areas / areas.sum())
    bounds = shapely.bounds(whole)[which]
    points = _drawn(bounds, rng)
    for _ in range(3):
        outside = ~shapely.contains_xy(whole[which], points[:, 0], points[:, 1])
        points[outside] = _drawn(bounds[outside], rng)
    inside = shapely.contains_xy(whole[which], points[:, 0], points[:, 1])
    return np.asarray(points[inside], np.float64)


def _drawn(bounds: Points, rng: np.random.Generator) -> Points:
    return np.asarray(bounds[:, :2] + rng.random((len(bounds), 2)) * (bounds[:, 2:] - bounds[:, :2]), np.float64)


def _grid_of(points: Points, basic: Sequence[Division]) -> NDArray[np.int64]:
    """The number of the basic grid that holds each point, -1 for none."""
    found = np.full(len(points), -1)
    hits = STRtree([grid.shape for grid in basic]).query(shapely.points(points), predicate="intersects")
    found[hits[0]] = hits[1]
    return found


PLACES: dict[str, Callable[[dict[str, Any], Ground, int, np.random.Generator], Points]] = {
    "roads": _along_roads,
    "crossings": _at_crossings,
    "parks": _in_parks,
    "plots": _on_plots,
    "waters": _at_waters,
}
