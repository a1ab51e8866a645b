"""Base maps that a hall can choose from."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from wire.message import Order, Versioned
from wire.places import Id


class BaseMapKind(StrEnum):
    XYZ = "XYZ"
    WMTS = "WMTS"
    WMS = "WMS"
    MBTILES = "MBTILES"
    PMTILES = "PMTILES"


class TileForm(StrEnum):
    """What the tiles are: pictures, or Mapbox vector tiles."""

    RASTER = "RASTER"
    VECTOR = "VECTOR"


MOST_LEVELS = 30
ZONE = r"45(1[3-9]|[234]\d|5[0-4])"  # the codes of CGCS2000's 3-degree zones, EPSG:4513 to 4554
Metres = Annotated[float, Meta(ge=-1e8, le=1e8)]


class TileLevel(Struct, frozen=True, forbid_unknown_fields=True):
    """The tiles of one scale of a WMTS that is cut by metres: `mark` is its name for the scale, `resolution` metres of a pixel, `west` and `north`
    the corner where its first column and row begin, `side` that of a tile in px; there are `columns` and `rows`.
    """

    mark: Annotated[str, Meta(min_length=1, max_length=100)]
    resolution: Annotated[float, Meta(gt=0, le=1e6)]
    west: Metres
    north: Metres
    side: Annotated[int, Meta(ge=64, le=1024)]
    columns: Annotated[int, Meta(ge=1, le=2**31)]
    rows: Annotated[int, Meta(ge=1, le=2**31)]


class BaseMap(Versioned, frozen=True, kw_only=True):
    """`url` is an address, or the name of a file in the folder of base maps of each console (MBTILES, PMTILES).

    In the address of an XYZ or a WMTS `{z}`, `{x}` and `{y}` (`{-y}`: counted from the south) stand for the tile, of a WMTS that is cut by metres
    `{m}`, `{x}` and `{y}`: the mark of one of its `levels`. That of a WMS holds `{bbox}`, or is the address of the service, and `layer` says what is
    asked of it.
    """

    name: str
    kind: BaseMapKind
    url: str
    form: TileForm = TileForm.RASTER
    datum: str = "wgs84"  # geo.datum.Datum
    projection: str = "EPSG:3857"  # of its tiles; EPSG:4326 and EPSG:4490 are cut by degrees, 3-degree zones (ZONE) by metres
    levels: list[TileLevel] = []  # of a WMTS that is cut by metres
    layer: str = ""  # of a WMTS or WMS
    attribution: str = ""
    min_zoom: int = 0
    max_zoom: int = 18


class BaseMapOrder(Order, frozen=True, kw_only=True):
    id: Id
    name: Annotated[str, Meta(min_length=1, max_length=80)]
    kind: BaseMapKind
    url: Annotated[str, Meta(min_length=1, max_length=1000)]
    form: TileForm = TileForm.RASTER
    datum: Annotated[str, Meta(pattern="^(wgs84|cgcs2000|gcj02|bd09)$")] = "wgs84"
    projection: Annotated[str, Meta(pattern=f"^EPSG:(3857|4326|4490|{ZONE})$")] = "EPSG:3857"
    levels: Annotated[list[TileLevel], Meta(max_length=MOST_LEVELS)] = []
    layer: Annotated[str, Meta(max_length=200)] = ""
    attribution: Annotated[str, Meta(max_length=300)] = ""
    min_zoom: Annotated[int, Meta(ge=0, le=24)] = 0
    max_zoom: Annotated[int, Meta(ge=0, le=24)] = 18
