"""The looks of layers in the words of QGIS: a renderer as XML, as it stands in a project and in the `layer_styles` of a GeoPackage."""

import base64
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from backend.exporters import words
from backend.exporters.layer import Layer
from backend.exporters.looks import CONE_LINE, FLAG, OUTLINES, Look, Mark, colours, hollowed, look_of

VERSION = "3.22.16"  # the release whose form this is; later ones read it
NATIVE = {"circle": "circle", "triangle": "triangle", "diamond": "diamond", "square": "square"}
KINDS = {"Point": "marker", "MultiLineString": "line", "LineString": "line", "MultiPolygon": "fill"}
RING_MM, RING_WIDTH_MM = 1.9, 0.45  # how far the second outline stands off
SVG_EDGE = 1.3  # of the box around an outline, for its stroke
FIELD = "2"  # what QGIS calls a value that is taken from a column
# What a camera sees, in metres of Mercator, which are longer than true ones; as on the map a narrow angle is drawn wider, and none as 60 degrees.
CONE = (
    "transform(wedge_buffer(transform($geometry, 'EPSG:4326', 'EPSG:3857'), azimuth, min(max(coalesce(view_angle, 60), 24), 340), "
    "reach / cos(radians($y))), 'EPSG:3857', 'EPSG:4326')"
)


def renderer(layer: Layer, language: str, theme: str) -> Element:
    """`<renderer-v2>`: one symbol, or one for each value of the column of the look."""
    look, palette = look_of(layer.name), colours(theme)
    kind = "categorizedSymbol" if look.column else "singleSymbol"
    found = Element("renderer-v2", {"type": kind, "symbollevels": "0", "enableorderby": "0", "forceraster": "0"})
    if look.column:
        found.set("attr", look.column)
        _categories(found, layer.name, look, language)
    symbols = SubElement(found, "symbols")
    for number, mark in enumerate(look.marks.values()):
        symbols.append(_symbol(str(number), mark, KINDS[layer.geometry], palette))
    return found


def style(layer: Layer, language: str, theme: str) -> str:
    """A whole style file (QML) with nothing but the drawing."""
    root = Element("qgis", {"version": VERSION, "styleCategories": "Symbology"})
    root.append(renderer(layer, language, theme))
    SubElement(root, "blendMode").text = "0"
    SubElement(root, "layerGeometryType").text = str(list(dict.fromkeys(KINDS.values())).index(KINDS[layer.geometry]))
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + tostring(root, "unicode")


def _categories(parent: Element, name: str, look: Look, language: str) -> None:
    box = SubElement(parent, "categories")
    for number, value in enumerate(look.marks):
        label = words.value(name, look.column, value, language)
        SubElement(box, "category", {"value": value, "label": label, "symbol": str(number), "render": "true", "type": "string"})


def _symbol(name: str, mark: Mark, kind: str, palette: dict[str, str]) -> Element:
    found = Element("symbol", {"type": kind, "name": name, "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"})
    if kind == "line":
        _add(found, "SimpleLine", _line(mark, palette))
    elif kind == "fill":
        _add(found, "SimpleFill", _fill(mark, palette))
    else:
        _add(found, *_marker(mark, palette), {"angle": mark.turned} if mark.turned else None)
        if mark.hollow:
            _add(found, *_marker(hollowed(mark), palette), {"enabled": mark.hollow})
        if mark.cone is not None:
            _cone(found, name, mark.cone, palette)
        if mark.ringed:
            ring = Mark(mark.shape, "", mark.fill or mark.line, mark.size + RING_MM, RING_WIDTH_MM)
            _add(found, *_marker(ring, palette), {"enabled": mark.ringed})
        if mark.flagged:
            _add(found, *_marker(FLAG, palette), {"enabled": mark.flagged})
    return found


def _cone(symbol: Element, name: str, opacity: float, palette: dict[str, str]) -> None:
    """An area that is computed from the columns of a camera; nothing where its azimuth or its reach is not known."""
    number = len(symbol)
    values = {"SymbolType": "Fill", "geometryModifier": CONE, "units": "MapUnit"}
    _add(symbol, "GeometryGenerator", values)
    area = SubElement(symbol[-1], "symbol", {"type": "fill", "name": f"@{name}@{number}", "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"})
    _add(area, "SimpleFill", _fill(Mark("", CONE_LINE if opacity else "", CONE_LINE, width=0.26, opacity=opacity or 0.9), palette))


def _marker(mark: Mark, palette: dict[str, str]) -> tuple[str, dict[str, str]]:
    common = {
        "color": _colour(palette, mark.fill),
        "outline_color": _colour(palette, mark.line),
        "outline_width": str(mark.width),
        "outline_width_unit": "MM",
        "size_unit": "MM",
        "angle": "0",
        "offset": "0,0",
    }
    if mark.shape in NATIVE:
        return "SimpleMarker", common | {"name": NATIVE[mark.shape], "outline_style": "solid", "joinstyle": "round", "size": str(mark.size)}
    return "SvgMarker", common | {"name": _svg(mark.shape), "size": str(round(mark.size * SVG_EDGE, 3)), "fixedAspectRatio": "0"}


def _svg(shape: str) -> str:
    painted = 'fill="param(fill)" fill-opacity="param(fill-opacity)" stroke="param(outline)" stroke-width="param(outline-width)"'
    path = f'<path d="{OUTLINES[shape]}" {painted}/>'
    box = f"{-SVG_EDGE} {-SVG_EDGE} {2 * SVG_EDGE} {2 * SVG_EDGE}"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * SVG_EDGE}" height="{2 * SVG_EDGE}" viewBox="{box}">{path}</svg>'
    return "base64:" + base64.b64encode(svg.encode()).decode()


def _line(mark: Mark, palette: dict[str, str]) -> dict[str, str]:
    return {
        "line_color": _colour(palette, mark.line),
        "line_width": str(mark.width),
        "line_width_unit": "MM",
        "line_style": "dash" if mark.dash else "solid",
        "capstyle": "round",
        "joinstyle": "round",
    }


def _fill(mark: Mark, palette: dict[str, str]) -> dict[str, str]:
    return {
        "color": _colour(palette, mark.fill, mark.opacity),
        "style": "solid" if mark.fill else "no",
        "outline_color": _colour(palette, mark.line, 1.0 if mark.fill else mark.opacity),
        "outline_style": "dash" if mark.dash else "solid",
        "outline_width": str(mark.width),
        "outline_width_unit": "MM",
        "joinstyle": "round",
    }


def _colour(palette: dict[str, str], name: str, opacity: float = 1.0) -> str:
    """red,green,blue,alpha; nothing at all for no name."""
    if not name:
        return "0,0,0,0"
    red, green, blue = (int(palette[name][at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{round(255 * opacity)}"


def _add(symbol: Element, kind: str, values: dict[str, str], columns: dict[str, str] | None = None) -> None:
    layer = SubElement(symbol, "layer", {"class": kind, "enabled": "1", "pass": "0", "locked": "0"})
    _options(SubElement(layer, "Option", {"type": "Map"}), values)
    if columns:
        defined = SubElement(SubElement(layer, "data_defined_properties"), "Option", {"type": "Map"})
        _options(defined, {"name": "", "type": "collection"})
        properties = SubElement(defined, "Option", {"type": "Map", "name": "properties"})
        for name, column in columns.items():
            one = SubElement(properties, "Option", {"type": "Map", "name": name})
            SubElement(one, "Option", {"name": "active", "type": "bool", "value": "true"})
            SubElement(one, "Option", {"name": "field", "type": "QString", "value": column})
            SubElement(one, "Option", {"name": "type", "type": "int", "value": FIELD})


def _options(parent: Element, values: dict[str, Any]) -> None:
    for name, value in values.items():
        SubElement(parent, "Option", {"name": name, "type": "QString", "value": value})
