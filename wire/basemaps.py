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


class BaseMap(Versioned, frozen=True, kw_only=True):
    """`url` is an address, or the name of a file in the folder of base maps of each console; `{z}`, `{x}`, `{y}` stand for the tile in XYZ."""

    name: str
    kind: BaseMapKind
    url: str
    datum: str = "wgs84"  # geo.datum.Datum
    layer: str = ""  # of a WMTS or WMS
    attribution: str = ""
    min_zoom: int = 0
    max_zoom: int = 18


class BaseMapOrder(Order, frozen=True, kw_only=True):
    id: Id
    name: Annotated[str, Meta(min_length=1, max_length=80)]
    kind: BaseMapKind
    url: Annotated[str, Meta(min_length=1, max_length=1000)]
    datum: Annotated[str, Meta(pattern="^(wgs84|gcj02|bd09)$")] = "wgs84"
    layer: Annotated[str, Meta(max_length=200)] = ""
    attribution: Annotated[str, Meta(max_length=300)] = ""
    min_zoom: Annotated[int, Meta(ge=0, le=24)] = 0
    max_zoom: Annotated[int, Meta(ge=0, le=24)] = 18
