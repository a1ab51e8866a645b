"""PMTiles: one file of tiles that is read by pieces, from the disk or over HTTP."""

import gzip
import zlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from pmtiles import reader
from pmtiles.tile import Compression, MagicNumberNotFound, SpecVersionUnsupported, TileType

from console.basemaps.base import Found, Tile, UnreadableBaseMap
from wire.basemaps import TileForm

Reader: Any = reader.Reader  # which has no types
GetBytes = Callable[[int, int], bytes]  # offset, length
DIRECTORIES = 64  # kept: a city has few
BROKEN = (ValueError, KeyError, IndexError, TypeError, EOFError, OSError, zlib.error, AssertionError, MagicNumberNotFound, SpecVersionUnsupported)
PACKED = (Compression.GZIP, Compression.UNKNOWN, Compression.NONE)


class PMTiles:
    """`UnreadableBaseMap` when what is read is none, whatever `get_bytes` raises beyond that passes."""

    problem = ""  # a file is there, or it is not

    def __init__(self, name: str, get_bytes: GetBytes) -> None:
        self._name, self._get_bytes = name, get_bytes
        self._piece = lru_cache(DIRECTORIES)(get_bytes)
        self._header: dict[str, Any] | None = None

    @classmethod
    def of(cls, path: Path) -> "PMTiles":
        """Of a file of this machine, whose header is read at once."""
        found = cls(path.name, lambda offset, length: _slice(path, offset, length))
        if not path.is_file():
            raise UnreadableBaseMap(f"{path.name}: no such file")
        _ = found.header
        return found

    @property
    def header(self) -> dict[str, Any]:
        if self._header is None:
            self._header = self._read(lambda: Reader(self._piece).header())
            if self._header["tile_compression"] not in PACKED:
                raise UnreadableBaseMap(f"{self._name}: its tiles are packed by {self._header['tile_compression'].name}, which is not gzip")
        return self._header

    @property
    def form(self) -> TileForm:
        return TileForm.VECTOR if self.header["tile_type"] == TileType.MVT else TileForm.RASTER

    @property
    def bounds(self) -> tuple[float, ...]:
        return tuple(self.header[f"{edge}_e7"] / 1e7 for edge in ("min_lon", "min_lat", "max_lon", "max_lat"))

    @property
    def attribution(self) -> str:
        metadata = self._read(lambda: Reader(self._piece).metadata())
        return str(metadata.get("attribution", "")) if isinstance(metadata, dict) else ""

    def tile(self, tile: Tile) -> Found | None:
        header = self.header
        if not header["min_zoom"] <= tile.zoom <= header["max_zoom"]:
            return None
        found: Found | None = self._read(lambda: self._tile(header, tile))
        return found

    def close(self) -> None:
        self._piece.cache_clear()

    def _tile(self, header: dict[str, Any], tile: Tile) -> Found | None:
        def piece(offset: int, length: int) -> bytes:
            """Directories are kept, tiles are not."""
            return self._get_bytes(offset, length) if header["tile_data_offset"] <= offset < _end(header) else self._piece(offset, length)

        body = Reader(piece).get(tile.zoom, tile.x, tile.y)
        if not body:
            return None
        return Found(gzip.decompress(body) if header["tile_compression"] == Compression.GZIP else bytes(body))

    def _read(self, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except BROKEN as error:
            raise UnreadableBaseMap(f"{self._name}: {error or type(error).__name__}") from error


def _end(header: dict[str, Any]) -> int:
    return int(header["tile_data_offset"] + header["tile_data_length"])


def _slice(path: Path, offset: int, length: int) -> bytes:
    with path.open("rb") as file:
        file.seek(offset)
        return file.read(length)
