"""A GeoPackage that QGIS draws as we do, and a project of QGIS (.qgz) with that GeoPackage inside: one file to be handed on."""

import sqlite3
import zipfile
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from pyproj import CRS, Transformer

from backend.exporters import words
from backend.exporters.gis import WGS84, to_geopackage
from backend.exporters.layer import NOWHERE, Layer, extent
from backend.exporters.looks import colours, paint_order
from backend.exporters.qgis_styles import VERSION, renderer, style
from geo.tracks import Box
from wire.exports import ExportLayer

INSIDE = "city.gpkg"  # the data, beside the project in its archive
MERCATOR = "EPSG:3857"
SRSIDS = {WGS84: "3452", MERCATOR: "3857"}  # their numbers in QGIS's own list
MARGIN = 0.05
SHAPES = {NOWHERE: "No geometry", "Point": "Point", "MultiPolygon": "Polygon", "LineString": "Line", "MultiLineString": "Line"}
STYLES = """CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))"""
LISTED = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('layer_styles', 'attributes', 'layer_styles', '', 0)"
)
DESCRIBED = "UPDATE gpkg_contents SET description = ? WHERE table_name = ?"
INSERTED = """INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD,
useAsDefault, description, owner) VALUES ('', '', ?, 'geom', 'yiping', ?, '', 1, ?, '')"""


def write_geopackage(layers: Sequence[Layer], file: Path, language: str, theme: str, rules: str = "") -> None:
    """`rules` by which tracks were cleaned: what the layers of a track are described by; which they were is a table of its own, too."""
    to_geopackage(layers, file)
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(STYLES)
        database.execute(LISTED)
        database.executemany(DESCRIBED, [(rules, layer.name) for layer in layers if layer.kind is ExportLayer.TRACK])
        for layer in layers:
            if layer.geometry == NOWHERE:
                continue
            database.execute(INSERTED, (layer.name, style(layer, language, theme), layer.called(language)))


def write_project(layers: Sequence[Layer], file: Path, title: str, language: str, theme: str, at: datetime, rules: str = "") -> None:
    inside = file.with_name(INSIDE)
    write_geopackage(layers, inside, language, theme, rules)
    root = _project(layers, title, language, theme, at)
    project = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + tostring(root, "unicode")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("yiping.qgs", project)
        archive.write(inside, INSIDE)


def _project(layers: Sequence[Layer], title: str, language: str, theme: str, at: datetime) -> Element:
    tables, layers = [layer for layer in layers if layer.geometry == NOWHERE], [layer for layer in layers if layer.geometry != NOWHERE]
    root = Element("qgis", {"version": VERSION, "projectname": title, "saveDateTime": at.isoformat(timespec="seconds")})
    SubElement(root, "homePath", {"path": ""})
    SubElement(root, "title").text = title
    _crs(SubElement(root, "projectCrs"), MERCATOR)
    order = paint_order()
    above = sorted(layers, key=lambda layer: order.index(layer.name), reverse=True)
    tree = SubElement(root, "layer-tree-group")
    for layer in above:
        attributes = {"id": _id(layer), "name": layer.called(language), "source": _source(layer), "providerKey": "ogr"}
        checked = "Qt::Unchecked" if layer.looks().hidden else "Qt::Checked"
        SubElement(tree, "layer-tree-layer", attributes | {"expanded": "1" if layer.looks().legend else "0", "checked": checked})
    for layer in tables:
        attributes = {"id": _id(layer), "name": layer.called(language), "source": _source(layer), "providerKey": "ogr"}
        SubElement(tree, "layer-tree-layer", attributes | {"expanded": "0", "checked": "Qt::Checked"})
    seen = _seen(layers)
    _canvas(root, seen)
    _maplayers(root, [*above, *tables], language, theme)
    drawn = SubElement(root, "layerorder")
    for layer in above:
        SubElement(drawn, "layer", {"id": _id(layer)})
    _properties(SubElement(root, "properties"), colours(theme)["built"])
    if seen is not None:
        view = SubElement(SubElement(root, "ProjectViewSettings", {"UseProjectScales": "0"}), "DefaultViewExtent", _edges(seen))
        _crs(view, MERCATOR)
    return root


def _maplayers(root: Element, layers: Sequence[Layer], language: str, theme: str) -> None:
    box = SubElement(root, "projectlayers")
    for layer in layers:
        shape, placed = SHAPES[layer.geometry], layer.geometry != NOWHERE
        drawn_as = layer.geometry if placed else "NoGeometry"
        one = SubElement(box, "maplayer", {"type": "vector", "geometry": shape, "wkbType": drawn_as, "styleCategories": "AllStyleCategories"})
        if placed and (scale := layer.looks().closer_than):
            one.attrib |= {"hasScaleBasedVisibilityFlag": "1", "minScale": str(scale), "maxScale": "0"}
        SubElement(one, "id").text = _id(layer)
        SubElement(one, "datasource").text = _source(layer)
        SubElement(one, "layername").text = layer.called(language)
        SubElement(one, "provider", {"encoding": "UTF-8"}).text = "ogr"
        if placed:
            _crs(SubElement(one, "srs"), WGS84)
            one.append(renderer(layer, language, theme))
            SubElement(one, "layerOpacity").text = "1"
        aliases = SubElement(one, "aliases")
        for at, name in enumerate(["fid", *layer.table.column_names]):
            alias = "" if name == "fid" else words.column(name, language)
            SubElement(aliases, "alias", {"field": name, "index": str(at), "name": alias})


def _id(layer: Layer) -> str:
    return f"yiping_layer_{layer.name}"  # a short one would be thrown away for one of QGIS's own


def _source(layer: Layer) -> str:
    return f"attachment:{INSIDE}|layername={layer.name}"


def _crs(parent: Element, name: str) -> None:
    known = SubElement(parent, "spatialrefsys")
    for tag, text in (("wkt", CRS(name).to_wkt()), ("srsid", SRSIDS[name]), ("srid", name.removeprefix("EPSG:")), ("authid", name)):
        SubElement(known, tag).text = text


def _canvas(root: Element, seen: Box | None) -> None:
    canvas = SubElement(root, "mapcanvas", {"name": "theMapCanvas", "annotationsVisible": "1"})
    SubElement(canvas, "units").text = "meters"
    if seen is not None:
        edges = SubElement(canvas, "extent")
        for name, value in _edges(seen).items():
            SubElement(edges, name).text = value
    SubElement(canvas, "rotation").text = "0"
    _crs(SubElement(canvas, "destinationsrs"), MERCATOR)


def _seen(layers: Sequence[Layer]) -> Box | None:
    """Of everything, in metres of the project, with a margin; none when nothing has a place."""
    known = extent(layers)
    if known is None:
        return None
    west, south, east, north = known
    to_metres = Transformer.from_crs(WGS84, MERCATOR, always_xy=True).transform
    (left, bottom), (right, top) = to_metres(west, south), to_metres(east, north)
    spare = max(right - left, top - bottom, 200.0) * MARGIN
    return left - spare, bottom - spare, right + spare, top + spare


def _edges(box: Box) -> dict[str, str]:
    return dict(zip(("xmin", "ymin", "xmax", "ymax"), (f"{edge:.2f}" for edge in box), strict=True))


def _properties(parent: Element, ground: str) -> None:
    """The paper is the ground of our map."""
    gui = SubElement(parent, "Gui")
    for name, at in (("Red", 1), ("Green", 3), ("Blue", 5)):
        SubElement(gui, f"CanvasColor{name}Part", {"type": "int"}).text = str(int(ground[at : at + 2], 16))
    SubElement(SubElement(parent, "SpatialRefSys"), "ProjectionsEnabled", {"type": "int"}).text = "1"
    SubElement(SubElement(parent, "Paths"), "Absolute", {"type": "bool"}).text = "false"
