"""What a WMTS or WMS says that it has: its layers, each as an address by which the console can ask for tiles, or with why it cannot."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from owslib.wms import WebMapService
from owslib.wmts import WebMapTileService

from console import words
from console.basemaps import metric, wms, zones
from console.basemaps.base import NoCapabilities, Offer, Unanswered
from console.basemaps.net import Net
from wire.basemaps import BaseMapKind

MOST_BYTES = 16_000_000
MERCATOR = ("3857", "900913", "102100", "3785")
DEGREES = {"4326": "EPSG:4326", "CRS84": "EPSG:4326", "4490": "EPSG:4490"}
# Denominators of zoom 0: at 0.28 mm per px as the standard has it, and at 96 px per inch as Tianditu has it.
WORLD_SCALES = (559_082_264.0287178, 591_658_710.9091312)
SIDE = 256
PICTURES = ("image/png", "image/jpeg", "image/png8", "image/webp", "tiles")
MOST_METRIC = 20  # zoom of a WMS in a 3-degree zone
QUESTION = {"service", "request", "version"}


class Set(NamedTuple):
    """A tile matrix set that can be drawn: `mark` stands for its levels, such as `{z}` or `EPSG:3857:{z}`."""

    name: str
    mark: str
    projection: str
    min_zoom: int
    max_zoom: int


def read(net: Net, kind: BaseMapKind, url: str) -> list[Offer]:
    """`NoCapabilities` when there are none; `Unanswered` when the server does not answer."""
    answer = net.get(question(url, kind), most=MOST_BYTES)
    if answer.status != 200:
        raise Unanswered("not_there")
    return offers(kind, url, answer.body)


def question(url: str, kind: BaseMapKind) -> str:
    """GetCapabilities of the service at an address; one that already asks, or is a file, stays as it is."""
    parts = urlsplit(url)
    said = parse_qsl(parts.query, keep_blank_values=True)
    if any(name.lower() == "request" for name, _ in said) or parts.path.lower().endswith(".xml"):
        return url
    kept = [(name, value) for name, value in said if name.lower() not in QUESTION]
    return urlunsplit((*parts[:3], urlencode([*kept, ("SERVICE", kind.value), ("REQUEST", "GetCapabilities")]), ""))


def offers(kind: BaseMapKind, url: str, body: bytes) -> list[Offer]:
    """The layers in a document of capabilities."""
    try:
        found = list(_wmts(url, body) if kind is BaseMapKind.WMTS else _wms(url, body))
    except Exception as error:  # owslib lets through whatever a strange document makes it stumble over
        raise NoCapabilities(words.choose("该地址返回的不是能力文档。", "What this address answers is no capabilities document.")) from error
    if not found:
        raise NoCapabilities(words.choose("该服务没有图层。", "This service has no layers."))
    return found


def _wms(url: str, body: bytes) -> Iterator[Offer]:
    version = "1.3.0" if b"WMS_Capabilities" in body[:4000] else "1.1.1"
    service: Any = WebMapService(url, xml=body, version=version)
    methods = service.getOperationByName("GetMap").methods
    address = _with_own(next((method["url"] for method in methods if method["type"].lower() == "get"), url), url)
    pictures = [name for name in PICTURES if name in service.getOperationByName("GetMap").formatOptions]
    for name, layer in service.contents.items():
        title, systems = layer.title or name, sorted(layer.crsOptions or [])
        crs = next((each for each in systems if each.upper().startswith("EPSG:") and each.endswith(MERCATOR)), "")
        lon = zones.middle(layer.boundingBoxWGS84)
        metric_crs = [found for each in systems if (found := zones.named(each))] if not crs else []
        fitting = [each for each in metric_crs if not zones.fault_of(title, each, lon)]
        if not pictures or not (crs or fitting):
            fault = _no_picture(title) if crs or fitting else zones.fault_of(title, metric_crs[0], lon) if metric_crs else _no_projection(title)
            yield Offer(name, title, fault=fault)
        elif crs:
            yield Offer(name, title, wms.template_of(address, name, crs, pictures[0], version))
        else:
            lowest, highest = metric.zooms(metric.levels_of_wms(fitting[0]))
            template = wms.template_of(address, name, fitting[0], pictures[0], version)
            yield Offer(name, title, template, fitting[0], "cgcs2000", lowest, min(highest, MOST_METRIC))


def _wmts(url: str, body: bytes) -> Iterator[Offer]:
    service: Any = WebMapTileService(url, xml=body)
    usable = {name: found for name, each in service.tilematrixsets.items() if (found := _set(name, each))}
    for name, layer in service.contents.items():
        title = layer.title or name
        sets = sorted((usable[link] for link in layer.tilematrixsetlinks if link in usable), key=lambda each: each.projection != "EPSG:3857")
        picture = next((each for each in PICTURES if each in layer.formats), "")
        if not sets:
            yield _by_metres(service, url, name, layer, picture)
            continue
        if not picture:
            yield Offer(name, title, fault=_no_picture(title))
            continue
        chosen = sets[0]
        template = _rest(layer, chosen, picture) or _kvp(service, url, name, layer, chosen, picture)
        datum = "cgcs2000" if chosen.projection == "EPSG:4490" else "wgs84"
        yield Offer(name, title, template, chosen.projection, datum, chosen.min_zoom, chosen.max_zoom)


def _by_metres(service: Any, url: str, name: str, layer: Any, picture: str) -> Offer:
    """In a 3-degree zone, where it has one that fits; else with why not."""
    title, box, fault = layer.title or name, getattr(layer, "boundingBoxWGS84", None), ""
    for link in layer.tilematrixsetlinks:
        matrices = service.tilematrixsets.get(link)
        crs = zones.named(str(matrices.crs)) if matrices is not None else ""
        if not crs:
            continue
        if far := zones.fault_of(title, crs, zones.middle(box)):
            fault = fault or far
        elif not picture:
            fault = fault or _no_picture(title)
        elif found := zones.levels(matrices, crs, box):
            lowest, highest = metric.zooms(found)
            chosen = Set(link, "{m}", crs, lowest, highest)
            template = _rest(layer, chosen, picture) or _kvp(service, url, name, layer, chosen, picture)
            return Offer(name, title, template, crs, "cgcs2000", lowest, highest, tuple(found))
        else:
            fault = fault or _nowhere(title, crs)
    return Offer(name, title, fault=fault or _no_projection(title))


def _set(name: str, matrices: Any) -> Set | None:
    """A set whose tiles are those of our zooms, of 256 px, from the corner of the world on."""
    code = str(matrices.crs).replace("::", ":").split(":")[-1]
    projection = "EPSG:3857" if code in MERCATOR else DEGREES.get(code, "")
    levels: list[tuple[int, str, int]] = []
    for level in matrices.tilematrix.values():
        zoom = _zoom(level.scaledenominator)
        prefix = str(level.identifier).rstrip("0123456789")
        number = str(level.identifier)[len(prefix) :]
        if zoom is None or (level.tilewidth, level.tileheight) != (SIDE, SIDE) or not number or not _from_corner(level, projection):
            continue
        levels.append((zoom, prefix, int(number) - zoom))
    shapes = {level[1:] for level in levels}
    if not projection or len(shapes) != 1:
        return None
    (prefix, shift) = shapes.pop()
    if shift not in (0, -1):
        return None
    zooms = [zoom for zoom, *_ in levels]
    return Set(name, prefix + ("{z}" if shift == 0 else "{z-1}"), projection, max(min(zooms), 1 if projection != "EPSG:3857" else 0), max(zooms))


def _zoom(denominator: float) -> int | None:
    """The zoom of a scale; none between two of ours."""
    for zoom in range(25):
        if any(abs(denominator * 2**zoom / whole - 1) < 0.01 for whole in WORLD_SCALES):
            return zoom
    return None


def _from_corner(level: Any, projection: str) -> bool:
    corner = sorted(round(value) for value in level.topleftcorner)
    return corner == [-180, 90] if projection != "EPSG:3857" else all(abs(abs(value) - wms.WORLD_M) < 1000 for value in corner)


def _rest(layer: Any, chosen: Set, picture: str) -> str:
    found = [each["template"] for each in layer.resourceURLs if each.get("resourceType") == "tile" and each.get("format") == picture]
    if not found:
        return ""
    values = {"TileMatrixSet": chosen.name, "TileMatrix": chosen.mark, "TileCol": "{x}", "TileRow": "{y}"} | dict.fromkeys(
        ("Style", "style"), _style(layer)
    )
    address = str(found[0])
    for name, value in values.items():
        address = address.replace(f"{{{name}}}", value)
    rest = address.replace(chosen.mark, "").replace("{x}", "").replace("{y}", "")
    return "" if "{" in rest else address  # a dimension that we know nothing of


def _kvp(service: Any, url: str, name: str, layer: Any, chosen: Set, picture: str) -> str:
    methods = service.getOperationByName("GetTile").methods
    address = _with_own(next((method["url"] for method in methods if method["type"].lower() == "get"), url), url)
    asked = {"SERVICE": "WMTS", "REQUEST": "GetTile", "VERSION": "1.0.0", "LAYER": name, "STYLE": _style(layer), "TILEMATRIXSET": chosen.name}
    parts = urlsplit(address)
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key.lower() not in {each.lower() for each in asked}]
    query = urlencode([*kept, *asked.items(), ("FORMAT", picture)], quote_via=quote)
    mark = quote(chosen.mark, safe="{}-")
    return urlunsplit((*parts[:3], f"{query}&TILEMATRIX={mark}&TILEROW={{y}}&TILECOL={{x}}", ""))


def _with_own(address: str, url: str) -> str:
    """The operation's address with what the given one says besides the question, such as a key."""
    parts = urlsplit(address)
    said = parse_qsl(parts.query, keep_blank_values=True)
    known = {name.lower() for name, _ in said} | QUESTION
    own = [(name, value) for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True) if name.lower() not in known]
    return urlunsplit((*parts[:3], urlencode([*said, *own]), ""))


def _style(layer: Any) -> str:
    return next((name for name, style in layer.styles.items() if style.get("isDefault")), next(iter(layer.styles), "default"))


def _no_projection(title: str) -> str:
    return words.choose(
        f"图层“{title}”没有可用的投影：需要 EPSG:3857 或 CGCS2000 三度带（EPSG:4513–4554），WMTS 也可用 EPSG:4326 或 EPSG:4490 的标准分级。",
        f'The layer "{title}" has no projection that can be drawn: EPSG:3857 is needed, or a 3-degree zone of CGCS2000 (EPSG:4513–4554), or of a '
        "WMTS the usual levels of EPSG:4326 or EPSG:4490.",
    )


def _nowhere(title: str, crs: str) -> str:
    return words.choose(
        f"图层“{title}”的瓦片分级（{crs}）与其所在范围不相交，或瓦片不是正方形。",
        f'The tiles of the layer "{title}" ({crs}) reach nothing of where it lies, or are no squares.',
    )


def _no_picture(title: str) -> str:
    return words.choose(f"图层“{title}”不提供 PNG 或 JPEG 图片。", f'The layer "{title}" offers no PNG or JPEG pictures.')
