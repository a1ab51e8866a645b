"""WMS: a picture of any box, so also of a tile's."""

from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from console.basemaps.base import Tile

WORLD_M = 20037508.342789244  # half the side of the world in EPSG:3857
SIDE = 256
ASKED = {"service", "request", "version", "layers", "styles", "crs", "srs", "bbox", "width", "height", "format", "transparent"}


def address(url: str, layer: str, tile: Tile) -> str:
    """`url` holds `{bbox}`, or is that of the service."""
    template = url if "{bbox}" in url else template_of(url, layer)
    return template.replace("{bbox}", ",".join(f"{edge:.6f}" for edge in box(tile)))


def box(tile: Tile) -> tuple[float, float, float, float]:
    """West, south, east, north of a tile in metres of EPSG:3857."""
    side = 2 * WORLD_M / 2**tile.zoom
    west, north = tile.x * side - WORLD_M, WORLD_M - tile.y * side
    return west, north - side, west + side, north


def template_of(url: str, layer: str, crs: str = "EPSG:3857", picture: str = "image/png", version: str = "1.3.0") -> str:
    """GetMap at a service; what else stands in its address, such as a key, stays there."""
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name.lower() not in ASKED]
    wanted = {
        "SERVICE": "WMS",
        "VERSION": version,
        "REQUEST": "GetMap",
        "LAYERS": layer,
        "STYLES": "",
        "CRS" if version >= "1.3" else "SRS": crs,
        "WIDTH": SIDE,
        "HEIGHT": SIDE,
        "FORMAT": picture,
    }
    query = urlencode([*kept, *wanted.items()], quote_via=quote) + "&BBOX={bbox}"
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
