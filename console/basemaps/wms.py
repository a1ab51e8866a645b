"""WMS: a picture of any box, so also of a tile's."""

from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from console.basemaps.base import Tile

WORLD_M = 20037508.342789244  # half the side of the world in EPSG:3857
SIDE = 256
MERCATOR = "EPSG:3857"
Box = tuple[float, float, float, float]
ASKED = {"service", "request", "version", "layers", "styles", "crs", "srs", "bbox", "width", "height", "format", "transparent"}


def address(url: str, layer: str, tile: Tile) -> str:
    """`url` holds `{bbox}`, or is that of the service."""
    return address_of(url, layer, box(tile))


def address_of(url: str, layer: str, box: Box, crs: str = MERCATOR) -> str:
    """The same of any box: west, south, east, north in metres of a system. From version 1.3 on a box is told in the order of the system's axes, and
    those of a Gauss-Krüger zone are northing and easting.
    """
    template = url if "{bbox}" in url else template_of(url, layer, crs)
    west, south, east, north = box
    edges = (south, west, north, east) if crs != MERCATOR and _version(template) >= "1.3" else box
    return template.replace("{bbox}", ",".join(f"{edge:.6f}" for edge in edges))


def box(tile: Tile) -> Box:
    """West, south, east, north of a tile in metres of EPSG:3857."""
    side = 2 * WORLD_M / 2**tile.zoom
    west, north = tile.x * side - WORLD_M, WORLD_M - tile.y * side
    return west, north - side, west + side, north


def template_of(url: str, layer: str, crs: str = MERCATOR, picture: str = "image/png", version: str = "1.3.0") -> str:
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


def _version(template: str) -> str:
    return next((value for name, value in parse_qsl(urlsplit(template).query) if name.lower() == "version"), "1.3.0")
