"""The looks of layers in the words of QGIS: a renderer as XML, as it stands in a project and in the `layer_styles` of a GeoPackage."""

import base64
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from backend.exporters.layer import Layer
from backend.exporters.looks import CONE_LINE, FLAG, HATCH_INK, OUTLINES, PX, Look, Mark, colours, hollowed, opacity
from backend.exporters.qgis_heat import heat

VERSION = "3.22.16"  # the release whose form this is; later ones read it
NATIVE = {"circle": "circle", "triangle": "triangle", "diamond": "diamond", "square": "square"}
KINDS = {"Point": "marker", "MultiLineString": "line", "LineString": "line", "MultiPolygon": "fill"}
RING_MM, RING_WIDTH_MM = 1.9, 0.45  # how far the second outline stands off
SVG_EDGE = 1.5  # of the box around an outline, for its stroke
HALO = "window"  # the line of a mark that stands off from what lies below: it goes around its filling, and takes nothing of that
LEAST_BAND_MM = 5 / PX  # how wide a band on the ground is at least
FIELD = "2"  # what QGIS calls a value that is taken from a column
AXIS = "coalesce(geom_from_wkt({axis}), boundary($geometry))"
# What a camera sees, in metres of Mercator, which are longer than true ones; as on the map a narrow angle is drawn wider, and none as 60 degrees.
CONE = (
    "transform(wedge_buffer(transform($geometry, 'EPSG:4326', 'EPSG:3857'), azimuth, min(max(coalesce(view_angle, 60), 24), 340), "
    "reach / cos(radians($y))), 'EPSG:3857', 'EPSG:4326')"
)


def renderer(layer: Layer, language: str, theme: str) -> Element:
    """`<renderer-v2>`: one symbol, one for each value of the column of the look or for each range of its figure, or points added up to heat."""
    look, palette = layer.looks(), colours(theme)
    if look.heat:
        return heat(palette)
    kind = "graduatedSymbol" if look.ranges else "categorizedSymbol" if look.column else "singleSymbol"
    levels = "1" if any(mark.gap for mark in look.marks.values()) else "0"  # what is cut out is cut out of all
    found = Element("renderer-v2", {"type": kind, "symbollevels": levels, "enableorderby": "0", "forceraster": "0"})
    if look.ranges:
        found.attrib |= {"attr": look.figure, "graduatedMethod": "GraduatedColor"}
        _ranges(found, layer, look, language)
    elif look.column:
        found.set("attr", look.column)
        _categories(found, layer, look, language)
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


def _categories(parent: Element, layer: Layer, look: Look, language: str) -> None:
    box = SubElement(parent, "categories")
    for number, value in enumerate(look.marks):
        label = layer.says(value, language)
        SubElement(box, "category", {"value": value, "label": label, "symbol": str(number), "render": "true", "type": "string"})


def _ranges(parent: Element, layer: Layer, look: Look, language: str) -> None:
    box = SubElement(parent, "ranges")
    for number, value in enumerate(look.marks):
        low, high = look.ranges[value]
        edges = {"lower": f"{low:.15f}", "upper": f"{high:.15f}"}
        SubElement(box, "range", edges | {"label": layer.says(value, language), "symbol": str(number), "render": "true"})


def _symbol(name: str, mark: Mark, kind: str, palette: dict[str, str]) -> Element:
    found = Element("symbol", {"type": kind, "name": name, "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"})
    if kind == "line":
        if mark.broad:
            _add(found, "SimpleLine", _band(mark, palette))
        _add(found, "SimpleLine", _line(mark, palette))
    elif kind == "fill":
        _area(found, name, mark, palette)
    else:
        _point(found, name, mark, palette)
    return found


def _area(symbol: Element, name: str, mark: Mark, palette: dict[str, str]) -> None:
    whole = _fill(mark, palette)
    _add(symbol, "SimpleFill", whole | {"outline_style": "no"} if mark.axis else whole)
    for degrees, apart in mark.hatch:
        lines = {"angle": str(degrees), "distance": str(round(apart, 4)), "distance_unit": "MM", "line_width": str(mark.hatch_width)}
        _add(symbol, "LinePatternFill", lines | {"line_width_unit": "MM", "color": _colour(palette, mark.fill)})
        through = HATCH_INK * opacity("scores")
        _add(_inner(symbol, name, "line"), "SimpleLine", _line(Mark(line=mark.fill, width=mark.hatch_width, line_opacity=through), palette))
    if mark.axis:
        _add(symbol, "GeometryGenerator", {"SymbolType": "Line", "geometryModifier": AXIS.format(axis=mark.axis), "units": "MapUnit"})
        _add(_inner(symbol, name, "line"), "SimpleLine", _line(mark, palette))
    if mark.gap:
        _add(symbol, "SimpleFill", _fill(Mark(line=HALO, width=mark.width * mark.gap), palette))
        symbol[-1].set("pass", "1")


def _point(symbol: Element, name: str, mark: Mark, palette: dict[str, str]) -> None:
    turned = {"angle": mark.turned} if mark.turned else {}
    _add(symbol, *_marker(mark, palette), turned)
    if mark.hollow:
        _add(symbol, *_marker(hollowed(mark), palette), turned | {"enabled": mark.hollow})
    if mark.cone is not None:
        _cone(symbol, name, mark.cone, palette)
    if mark.ringed:
        ring = Mark(mark.shape, "", mark.fill or mark.line, mark.size + RING_MM, RING_WIDTH_MM)
        _add(symbol, *_marker(ring, palette), {"enabled": mark.ringed})
    if mark.flagged:
        _add(symbol, *_marker(FLAG, palette), {"enabled": mark.flagged})


def _inner(symbol: Element, name: str, kind: str) -> Element:
    """What the newest part of a symbol is drawn by."""
    number = len(symbol) - 1
    return SubElement(symbol[-1], "symbol", {"type": kind, "name": f"@{name}@{number}", "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"})


def _cone(symbol: Element, name: str, opacity: float, palette: dict[str, str]) -> None:
    """An area that is computed from the columns of a camera; nothing where its azimuth or its reach is not known."""
    _add(symbol, "GeometryGenerator", {"SymbolType": "Fill", "geometryModifier": CONE, "units": "MapUnit"})
    seen = Mark("", CONE_LINE if opacity else "", CONE_LINE, width=0.26, opacity=opacity or 0.9)
    _add(_inner(symbol, name, "fill"), "SimpleFill", _fill(seen, palette))


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
    halo = bool(mark.fill) and mark.line == HALO
    common["outline_width"] = str(mark.width * (2 if halo else 1))
    return "SvgMarker", common | {"name": _svg(mark.shape, halo), "size": str(round(mark.size * SVG_EDGE, 3)), "fixedAspectRatio": "0"}


def _svg(shape: str, halo: bool) -> str:
    """The outline, over its filling or as a halo below it."""
    filled, lined = 'fill="param(fill)" fill-opacity="param(fill-opacity)"', 'stroke="param(outline)" stroke-width="param(outline-width)"'
    path = f'<path d="{OUTLINES[shape]}" {filled} {lined} stroke-linejoin="round"/>'
    path += f'<path d="{OUTLINES[shape]}" {filled} stroke="none"/>' if halo else ""
    box = f"{-SVG_EDGE} {-SVG_EDGE} {2 * SVG_EDGE} {2 * SVG_EDGE}"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * SVG_EDGE}" height="{2 * SVG_EDGE}" viewBox="{box}">{path}</svg>'
    return "base64:" + base64.b64encode(svg.encode()).decode()


def _line(mark: Mark, palette: dict[str, str]) -> dict[str, str]:
    return {
        "line_color": _colour(palette, mark.line, mark.line_opacity),
        "line_width": str(mark.width),
        "line_width_unit": "MM",
        "line_style": mark.dash or "solid",
        "capstyle": "round",
        "joinstyle": "round",
    }


def _band(mark: Mark, palette: dict[str, str]) -> dict[str, str]:
    """As wide as it is on the ground, but seen from afar as well."""
    scale = f"3x:0,0,1,{LEAST_BAND_MM:.3f},0,0"
    wide = {"line_width": str(mark.broad), "line_width_unit": "RenderMetersInMapUnits", "line_width_map_unit_scale": scale}
    return _line(mark, palette) | wide | {"line_color": _colour(palette, mark.line, mark.opacity), "line_style": "solid"}


def _fill(mark: Mark, palette: dict[str, str]) -> dict[str, str]:
    return {
        "color": _colour(palette, mark.fill, mark.opacity),
        "style": "solid" if mark.fill else "no",
        "outline_color": _colour(palette, mark.line, mark.line_opacity if mark.fill else mark.opacity),
        "outline_style": (mark.dash or "solid") if mark.line else "no",
        "outline_width": str(mark.width),
        "outline_width_unit": "MM",
        "joinstyle": "round",
    }


def _colour(palette: dict[str, str], name: str, opacity: float = 1.0) -> str:
    """red,green,blue,alpha; nothing at all for no name."""
    return ",".join(map(str, [*_rgb(palette, name), round(255 * opacity)])) if name else "0,0,0,0"


def _rgb(palette: dict[str, str], name: str) -> tuple[int, int, int]:
    red, green, blue = (int(palette[name][at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


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
