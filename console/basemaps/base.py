"""What a base map is to the console, and what can go wrong with one."""

from pathlib import Path
from typing import Any, NamedTuple, Protocol

import msgspec

from console.words.datums import DATUMS
from wire.basemaps import BaseMap, BaseMapKind, TileLevel

Bounds = tuple[float, ...]  # west, south, east, north


class Tile(NamedTuple):
    """In the XYZ scheme: rows count from the north."""

    zoom: int
    x: int
    y: int


class Found(NamedTuple):
    """`old_since` is when it was fetched (seconds since 1970), where its server has not confirmed it now although it should."""

    body: bytes
    old_since: float | None = None


class Health(NamedTuple):
    """`problem` is a code of console.basemaps.wording, empty when all is well; `old_since`: the oldest of what is shown all the same."""

    problem: str = ""
    old_since: float | None = None  # seconds since 1970


class Source(Protocol):
    """Of any thread."""

    @property
    def problem(self) -> str:
        """The code by which its server fails now; empty when it answered last."""

    def tile(self, tile: Tile) -> Found | None:
        """None where the map has none; `Unanswered` when that cannot be known."""

    def close(self) -> None: ...


class Unanswered(Exception):
    """A server has not given a tile: one of the codes of console.basemaps.wording. Never holds an address, which may hold a key."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnreadableBaseMap(Exception):
    """The file is missing or is no base map; the text says which."""


class NoCapabilities(Exception):
    """A WMTS or WMS does not say what it has. One sentence, in the operator's language."""


class Offer(NamedTuple):
    """A layer of a WMTS or WMS: `url` is a template as `wire.basemaps` has it; `fault` is one sentence, where the layer cannot be drawn."""

    layer: str
    title: str
    url: str = ""
    projection: str = "EPSG:3857"
    datum: str = "wgs84"
    min_zoom: int = 0
    max_zoom: int = 18
    levels: tuple[TileLevel, ...] = ()
    fault: str = ""


class Base(msgspec.Struct, frozen=True, kw_only=True):
    """`path` where it is a file of this machine; `own`: of this user or of the command line, not of the hall; `fault` is why it cannot be drawn."""

    map: BaseMap
    path: Path | None = None
    own: bool = False
    bounds: Bounds | None = None
    fault: str = ""

    @property
    def is_file(self) -> bool:
        return self.map.kind in (BaseMapKind.MBTILES, BaseMapKind.PMTILES) and not self.map.url.startswith(("http://", "https://"))

    def page(self) -> dict[str, Any]:
        """As the map page knows it: without its address."""
        told = {name: getattr(self.map, name) for name in ("id", "name", "kind", "form", "min_zoom", "max_zoom", "attribution", "datum")}
        return told | {"datum_name": DATUMS[self.map.datum], "bounds": self.bounds}
