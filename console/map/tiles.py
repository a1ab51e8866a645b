"""Vector tiles of the base map, from an MBTiles file."""

import gzip
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from console.map.scheme import Reply

MEDIA_TYPE = "application/x-protobuf"
GZIP = b"\x1f\x8b"


class UnreadableBaseMap(Exception):
    """The file is missing or is no MBTiles file; the text says which."""


class Tiles:
    """Read-only. `bounds` are west, south, east, north in degrees, none when the file does not say."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise UnreadableBaseMap(f"{path.name}: no such file")
        self._db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        try:
            with closing(self._db.execute("SELECT name, value FROM metadata")) as rows:
                metadata = dict(rows.fetchall())
            self.tile(0, 0, 0)
            self.max_zoom = int(metadata.get("maxzoom", 15))
            self.bounds = _numbers(metadata.get("bounds"), 4)
            self.attribution = str(metadata.get("attribution", ""))
            self.layers = [str(layer["id"]) for layer in json.loads(metadata.get("json", "{}")).get("vector_layers", [])]
        except (sqlite3.DatabaseError, ValueError, TypeError, KeyError) as error:
            self._db.close()
            raise UnreadableBaseMap(f"{path.name}: {error}") from error

    def close(self) -> None:
        self._db.close()

    def tile(self, zoom: int, x: int, y: int) -> bytes:
        """The tile in the XYZ scheme, unpacked; empty where the map has none."""
        query = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
        with closing(self._db.execute(query, (zoom, x, 2**zoom - 1 - y))) as rows:  # MBTiles counts rows from the south
            found = rows.fetchone()
        body = bytes(found[0]) if found else b""
        return gzip.decompress(body) if body.startswith(GZIP) else body

    def door(self, rest: str) -> Reply | None:
        """`ZOOM/X/Y`, as the page asks for it."""
        parts = rest.split("/")
        if len(parts) != 3 or not all(part.isdecimal() and len(part) < 9 for part in parts):
            return None
        return Reply(MEDIA_TYPE, self.tile(int(parts[0]), int(parts[1]), int(parts[2])))


def _numbers(text: str | None, count: int) -> tuple[float, ...] | None:
    numbers = tuple(float(part) for part in text.split(",")) if text else ()
    return numbers if len(numbers) == count else None
