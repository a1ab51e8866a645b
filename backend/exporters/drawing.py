"""Layers as a report's page draws them: groups of things that look alike, and the legend of what is there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from markupsafe import Markup

from backend.exporters import words
from backend.exporters.layer import Layer
from backend.exporters.looks import FLAG, OUTLINES, PX, Look, Mark, colours, hollowed, paint_order
from backend.exporters.tables import rows

DASHES = {"": (), "dash": (6, 4), "dot": (2, 4), "dash dot": (9, 3, 2, 3)}  # px
SAID = {  # what of a thing is told when it is clicked at
    "cases": ("number", "class_name", "status", "lamp", "address", "reported_at", "deadline_at", "department"),
    "units": ("name", "kind", "duty", "team", "plate", "at"),
    "cameras": ("name", "code", "state"),
    "sensors": ("name", "kind", "value", "alarm", "at"),
    "components": ("name", "id", "class_code", "state"),
    "track": ("at", "speed"),
    "track_ways": ("band", "start", "end"),
    "track_visits": ("name", "start", "end", "inside_s"),
    "grids": ("name", "kind", "code"),
    "streets": ("name", "rank"),
    "geofences": ("name", "kind", "note"),
    "haul_places": ("name", "kind", "company"),
    "haul_lines": ("number", "company", "site", "ground", "starts", "ends"),
    "heat": ("number", "status", "reported_at"),
    "density": ("code", "cases"),
    "coverage": ("code", "hours"),
    "scores": ("name", "value"),
    "whereabouts": ("name", "kind", "team", "first_at", "last_at", "nearest_m"),
    "whereabouts_fixes": ("name", "at"),
    "whereabouts_circle": ("start", "end", "radius_m"),
}
OTHERS = ("name", "code", "category", "address")


@dataclass(frozen=True)
class Sample:
    """A line of the legend; `svg` is ours and may stand in a page as it is."""

    svg: Markup
    label: str
    count: int


@dataclass(frozen=True)
class Part:
    """The legend of one layer."""

    title: str
    samples: list[Sample]


def groups(layers: Sequence[Layer], language: str, theme: str) -> list[dict[str, Any]]:
    """From the ground up: how a group is drawn, and its things: a place or lines each, degrees, its column of `turned`, and what is said of it."""
    order = paint_order()
    found: list[dict[str, Any]] = []
    for layer in sorted(layers, key=lambda each: order.index(each.name)):
        look = layer.looks()
        for value, mark in look.marks.items() if not look.hidden else ():
            for drawn, chosen in _ways_of(layer, mark):
                held = np.flatnonzero(_of(layer, look, value) & chosen & ~shapely.is_missing(layer.shapes))
                if len(held):
                    found.append(_drawn(drawn, layer.geometry, theme) | {"things": _things(layer, held, drawn, language)})
                    found += _axes(layer, held, drawn, theme)
    return found


def legend(layers: Sequence[Layer], language: str, theme: str) -> list[Part]:
    order = paint_order()
    parts = []
    for layer in sorted(layers, key=lambda each: order.index(each.name), reverse=True):
        look = layer.looks()
        if look.hidden or not look.legend:
            continue
        counts = {value: int(_of(layer, look, value).sum()) for value in look.marks}
        samples = [
            Sample(sample(look.marks[value], layer.geometry, theme), _label(layer, look, value, language), count)
            for value, count in counts.items()
            if count
        ]
        first = next(iter(look.marks.values()))
        for column, mark in ((first.flagged, FLAG), (first.hollow, hollowed(first))):
            if column and (count := sum(map(bool, layer.table.column(column).to_pylist()))):
                samples.append(Sample(sample(mark, layer.geometry, theme), words.column(column, language), count))
        if samples:
            parts.append(Part(layer.called(language), samples))
    return parts


def sample(mark: Mark, geometry: str, theme: str) -> Markup:
    """A picture of a mark, 22 px wide."""
    palette = colours(theme)
    fill, line = palette.get(mark.fill, "none"), palette.get(mark.line, "none")
    dash = ' stroke-dasharray="4 3"' if mark.dash else ""
    if mark.shape:
        half = mark.size * PX / 2
        middle = (14, 19) if mark is FLAG else (11, 8)  # its pole stands below the picture
        stroke = f'stroke="{line}" stroke-width="{mark.width * PX / half:.2f}"'
        place = f"translate({middle[0]} {middle[1]}) scale({half:.2f})"
        body = f'<path transform="{place}" d="{OUTLINES[mark.shape]}" fill="{fill}" {stroke} stroke-linejoin="round"/>'
    elif geometry == "MultiPolygon":
        body = f'<rect x="2" y="2.5" width="18" height="11" fill="{fill}" fill-opacity="{mark.opacity}" stroke="{line}" stroke-width="1.5"{dash}/>'
    else:
        body = f'<path d="M1,8H21" stroke="{line}" stroke-width="{max(mark.width * PX, 1.2):.1f}" stroke-linecap="round"{dash}/>'
    return Markup(f'<svg width="22" height="16" aria-hidden="true">{body}</svg>')


def _ways_of(layer: Layer, mark: Mark) -> list[tuple[Mark, np.ndarray]]:
    """How the things of a mark are drawn, and which of all rows so: whole and hollow, with an outline and with a line in the middle."""
    if not (mark.hollow or mark.axis):
        return [(mark, np.ones(layer.table.num_rows, bool))]
    other: np.ndarray = np.array(layer.table.column(mark.hollow or mark.axis).to_pylist(), bool)
    return [(replace(mark, axis=""), ~other), (hollowed(mark) if mark.hollow else replace(mark, line=""), other)]


def _axes(layer: Layer, held: np.ndarray, mark: Mark, theme: str) -> list[dict[str, Any]]:
    """The lines in the middle of what has one."""
    if not mark.axis:
        return []
    lines = shapely.from_wkt(layer.table.take(held).column(mark.axis).to_pylist())
    return [_drawn(replace(mark, line=mark.fill), "LineString", theme) | {"things": [[_places(line), 0, 0, []] for line in lines]}]


def _label(layer: Layer, look: Look, value: str, language: str) -> str:
    return layer.says(value, language) if look.column else words.layer(layer.name, language)


def _of(layer: Layer, look: Look, value: str) -> np.ndarray:
    if not look.column:
        return np.ones(layer.table.num_rows, bool)
    held: np.ndarray = np.array(layer.table.column(look.column).to_pylist(), object) == value
    return held


def flag(theme: str) -> dict[str, Any]:
    """How the flag of a supervised case is drawn, whatever stands below it."""
    return _drawn(FLAG, "Point", theme)


def _drawn(mark: Mark, geometry: str, theme: str) -> dict[str, Any]:
    palette = colours(theme)
    return {
        "path": OUTLINES.get(mark.shape, ""),
        "fill": palette.get(mark.fill, ""),
        "line": palette.get(mark.line, ""),
        "half": round(mark.size * PX / 2, 2),
        "width": round(mark.width * PX, 2),
        "dash": DASHES[mark.dash],
        "opacity": mark.opacity,
        "line_opacity": mark.line_opacity,
        "area": geometry == "MultiPolygon",
        "cased": not mark.shape and not mark.dash,
    }


def _things(layer: Layer, held: np.ndarray, mark: Mark, language: str) -> list[list[Any]]:
    names = [name for name in SAID.get(layer.name, OTHERS) if name in layer.table.column_names]
    part = layer.table.take(held)
    said = [
        [f"{cell:%Y-%m-%d %H:%M:%S}" if hasattr(cell, "year") else str(cell) for cell in row if cell not in (None, "")]
        for row in rows(layer.name, part.select(names), language)
    ]
    turned = part.column(mark.turned).to_pylist() if mark.turned else [0] * len(held)
    ringed = part.column(mark.ringed).to_pylist() if mark.ringed else [False] * len(held)
    flagged = part.column(mark.flagged).to_pylist() if mark.flagged else [False] * len(held)
    places = [_places(shape) for shape in layer.shapes[held]]
    signs = [int(bool(ring)) + 2 * int(bool(flag)) for ring, flag in zip(ringed, flagged, strict=True)]  # 1 a second outline, 2 a flag
    return [list(thing) for thing in zip(places, [round(turn or 0) for turn in turned], signs, said, strict=True)]


def _places(shape: shapely.Geometry) -> list[Any]:
    """A place, or lines of places; an area is its rings."""
    if shape.geom_type == "Point":
        return [round(shape.x, 6), round(shape.y, 6)]
    parts = shapely.get_rings(shapely.get_parts(shape)) if "Polygon" in shape.geom_type else shapely.get_parts(shape)
    return [np.round(shapely.get_coordinates(part), 6).tolist() for part in parts]
