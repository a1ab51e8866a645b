"""What the real QGIS makes of a file of ours or of a door, as JSON; run by Debian's own Python: `python3 tools/in_qgis.py VERB …`.

project FILE [PICTURE WEST SOUTH EAST NORTH]   layers (counts, colours) and tables of a project; drawn into a picture of that box (EPSG:3857)
style FILE LAYER                               the colours that a layer of a GeoPackage has by itself
track FILE                                     an exported track (.gpkg, .gpx, .csv in English): fixes, both ends, metres on the ellipsoid
features ADDRESS KEY                           the collections of an OGC API Features door, and how many features of each are fetched
"""

import json
import os
import sys
import urllib.request
from collections.abc import Callable
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # whatever screen the caller has: no window is opened

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsDataSourceUri,
    QgsDistanceArea,
    QgsExpression,
    QgsFeatureRequest,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsRenderContext,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDateTime, QSize, Qt
from qgis.PyQt.QtGui import QColor

SIZE = QSize(1200, 800)
Thing = Any  # of QGIS, which has no types


def painted(layer: Thing) -> dict[str, list[str]]:
    """The colours of a layer by the value of its category or what its range is called: filling and outline; of heat those of its ramp, with alpha."""
    if layer.renderer().type() == "heatmapRenderer":
        ramp = layer.renderer().colorRamp()
        return {"": [ramp.color(at / 255).name(QColor.HexArgb) for at in range(256)]}
    return {value: _colours(symbol) for value, symbol in _symbols(layer.renderer())}


def parts(layer: Thing) -> dict[str, list[str]]:
    """What each symbol of a layer is made of, from the ground up, likewise; nothing of heat."""
    renderer = layer.renderer()
    return {} if renderer.type() == "heatmapRenderer" else {value: _parts(symbol) for value, symbol in _symbols(renderer)}


def ranges(layer: Thing) -> dict[str, list[float]]:
    """From where to where each range of a graduated layer goes."""
    renderer = layer.renderer()
    return {each.label(): [each.lowerValue(), each.upperValue()] for each in renderer.ranges()} if renderer.type() == "graduatedSymbol" else {}


def _symbols(renderer: Thing) -> list[tuple[str, Thing]]:
    if renderer.type() == "categorizedSymbol":
        return [(category.value(), category.symbol().clone()) for category in renderer.categories()]  # a symbol goes with its category
    if renderer.type() == "graduatedSymbol":
        return [(each.label(), each.symbol().clone()) for each in renderer.ranges()]
    return [("", renderer.symbol())]


def misread(layer: Thing) -> list[str]:
    """Expressions of computed shapes that QGIS does not understand."""
    renderer = layer.renderer()
    symbols = renderer.symbols(QgsRenderContext())
    found = [symbol.symbolLayer(at) for symbol in symbols for at in range(symbol.symbolLayerCount())]
    said = [QgsExpression(each.geometryExpression()) for each in found if each.layerType() == "GeometryGenerator"]
    return [each.parserErrorString() for each in said if each.hasParserError()]


def _parts(symbol: Thing) -> list[str]:
    return [symbol.symbolLayer(at).layerType() for at in range(symbol.symbolLayerCount())]


def _colours(symbol: Thing) -> list[str]:
    layer = symbol.symbolLayer(0)
    outline = layer.color() if symbol.type() == symbol.Line else layer.strokeColor()
    return [symbol.color().name(), outline.name()]


def project(file: str, *picture: str) -> dict[str, Any]:
    opened = QgsProject.instance()
    if not opened.read(file):
        raise SystemExit(f"QGIS cannot read {file}: {opened.error()}")
    layers = [layer for layer in opened.layerTreeRoot().layerOrder() if layer.isSpatial()]
    found = {
        layer.id().replace("yiping_layer_", ""): {
            "name": layer.name(),
            "valid": layer.isValid(),
            "count": layer.featureCount(),
            "read": sum(1 for _ in layer.getFeatures()),
            "crs": layer.crs().authid(),
            "column": layer.renderer().classAttribute() if layer.renderer().type() in ("categorizedSymbol", "graduatedSymbol") else "",
            "ranges": ranges(layer),
            "colours": painted(layer),
            "parts": parts(layer),
            "misread": misread(layer),
            "shown": opened.layerTreeRoot().findLayer(layer).isVisible(),
        }
        for layer in layers
    }
    answer = {
        "version": Qgis.QGIS_VERSION,
        "title": opened.title(),
        "crs": opened.crs().authid(),
        "ground": opened.backgroundColor().name(),
        "layers": found,
        "tables": {layer.name(): table(layer) for layer in opened.mapLayers().values() if not layer.isSpatial()},
    }
    if picture:
        answer["faults"] = draw(opened, picture[0], [float(edge) for edge in picture[1:]])
    return answer


def table(layer: Thing) -> dict[str, Any]:
    """Of a layer without places."""
    listed = QgsProject.instance().layerTreeRoot().findLayer(layer) is not None
    rows = [[str(value) for value in each.attributes()] for each in layer.getFeatures()]
    return {"valid": layer.isValid(), "listed": listed, "aliases": [field.alias() for field in layer.fields()], "rows": rows}


def draw(opened: Thing, file: str, box: list[float]) -> list[str]:
    seen = QgsMapSettings()
    seen.setLayers([layer for layer in opened.layerTreeRoot().checkedLayers() if layer.isSpatial()])
    seen.setDestinationCrs(opened.crs())
    seen.setTransformContext(opened.transformContext())
    seen.setBackgroundColor(opened.backgroundColor())
    seen.setOutputSize(SIZE)
    seen.setExtent(QgsRectangle(*box))
    job = QgsMapRendererParallelJob(seen)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(file)
    return [error.message for error in job.errors()]


def style(file: str, name: str) -> dict[str, Any]:
    layer = QgsVectorLayer(f"{file}|layername={name}", name, "ogr")
    return {"valid": layer.isValid(), "colours": painted(layer)}


def track(file: str) -> dict[str, Any]:
    """Each kind of file by the provider that QGIS has for it."""
    if file.endswith(".csv"):
        path = f"file://{file}?delimiter=,&xField=Longitude&yField=Latitude&crs=EPSG:4326&detectTypes=no"
        layer, column = QgsVectorLayer(path, "track", "delimitedtext"), "Time"
    else:
        name, column = ("track_points", "time") if file.endswith(".gpx") else ("track", "at")
        layer = QgsVectorLayer(f"{file}|layername={name}", name, "ogr")
    if not layer.isValid():
        raise SystemExit(f"QGIS cannot read {file}: {layer.error().message()}")
    found = sorted(((moment(each[column]), each.geometry().asPoint()) for each in layer.getFeatures()), key=lambda each: each[0])
    measure = QgsDistanceArea()
    measure.setEllipsoid("WGS84")
    places = [place for _, place in found]
    ends = [[at, place.x(), place.y()] for at, place in (found[0], found[-1])]
    return {"fixes": len(found), "first": ends[0], "last": ends[1], "metres": measure.measureLine(places), "crs": layer.crs().authid()}


def moment(value: Thing) -> int:
    """Milliseconds since 1970: a time as QGIS has read it, or the text of one."""
    read = QDateTime.fromString(value, Qt.ISODateWithMs) if isinstance(value, str) else value
    return int(read.toMSecsSinceEpoch())


def features(address: str, key: str) -> dict[str, int | str]:
    """QGIS itself asks the door: its provider OAPIF, the key in the address as readers of maps give it."""
    with urllib.request.urlopen(f"{address}/collections?api_key={key}&f=json", timeout=30) as answer:
        names = [each["id"] for each in json.load(answer)["collections"]]
    counts: dict[str, int | str] = {}
    for name in names:
        uri = QgsDataSourceUri()
        uri.setParam("url", f"{address}?api_key={key}")
        uri.setParam("typename", name)
        uri.setParam("pageSize", "1000")
        layer = QgsVectorLayer(uri.uri(False), name, "OAPIF")
        counts[name] = sum(1 for _ in layer.getFeatures(QgsFeatureRequest())) if layer.isValid() else layer.error().message()
    return counts


def main() -> None:
    verb, *arguments = sys.argv[1:]
    verbs: dict[str, Callable[..., dict[str, Any]]] = {"project": project, "style": style, "track": track, "features": features}
    application = QgsApplication([], False)
    application.initQgis()
    print(json.dumps(verbs[verb](*arguments)))
    sys.stdout.flush()
    os._exit(0)  # QGIS's own threads are not always ready to end


if __name__ == "__main__":
    main()
