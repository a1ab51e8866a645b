"""Base maps that a hall can choose from."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

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


class BaseMap(Versioned, frozen=True, kw_only=True):
    """`url` is an address, or the name of a file in the folder of base maps of each console (MBTILES, PMTILES).

    In the address of an XYZ or a WMTS `{z}`, `{x}` and `{y}` (`{-y}`: counted from the south) stand for the tile. That of a WMS holds `{bbox}`,
    or is the address of the service, and `layer` says what is asked of it.
    """

    name: str
    kind: BaseMapKind
    url: str
    form: TileForm = TileForm.RASTER
    datum: str = "wgs84"  # geo.datum.Datum
    projection: str = "EPSG:3857"  # of its tiles; EPSG:4326 and EPSG:4490 are cut by degrees
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
    projection: Annotated[str, Meta(pattern="^EPSG:(3857|4326|4490)$")] = "EPSG:3857"
    layer: Annotated[str, Meta(max_length=200)] = ""
    attribution: Annotated[str, Meta(max_length=300)] = ""
    min_zoom: Annotated[int, Meta(ge=0, le=24)] = 0
    max_zoom: Annotated[int, Meta(ge=0, le=24)] = 18
