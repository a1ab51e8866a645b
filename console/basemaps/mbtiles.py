"""MBTiles: an SQLite file with tiles as pictures or as vectors."""

import gzip
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from console.basemaps.base import Bounds, Found, Tile, UnreadableBaseMap
from wire.basemaps import TileForm

GZIP = b"\x1f\x8b"


class MBTiles:
    """Read-only, of any thread. `bounds` are west, south, east, north in degrees, none when the file does not say."""

    problem = ""  # a file is there, or it is not

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise UnreadableBaseMap(f"{path.name}: no such file")
        # One connection for all threads: SQLite's own lock lets them in one by one.
        self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        try:
            with closing(self._db.execute("SELECT name, value FROM metadata")) as rows:
                metadata = dict(rows.fetchall())
            self.tile(Tile(0, 0, 0))
            lowest, highest = self._zooms()
            self.min_zoom, self.max_zoom = int(metadata.get("minzoom", lowest)), int(metadata.get("maxzoom", highest))
            self.bounds = numbers(metadata.get("bounds"), 4)
            self.attribution = str(metadata.get("attribution", ""))
            self.layers = [str(layer["id"]) for layer in json.loads(metadata.get("json", "{}")).get("vector_layers", [])]
        except (sqlite3.DatabaseError, ValueError, TypeError, KeyError) as error:
            self._db.close()
            raise UnreadableBaseMap(f"{path.name}: {error}") from error
        self.form = TileForm.VECTOR if metadata.get("format", "pbf") == "pbf" else TileForm.RASTER

    def close(self) -> None:
        self._db.close()

    def tile(self, tile: Tile) -> Found | None:
        query = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
        with closing(self._db.execute(query, (tile.zoom, tile.x, 2**tile.zoom - 1 - tile.y))) as rows:  # MBTiles counts rows from the south
            found = rows.fetchone()
        body = bytes(found[0]) if found else b""
        return Found(gzip.decompress(body) if body.startswith(GZIP) else body) if body else None

    def _zooms(self) -> tuple[int, int]:
        with closing(self._db.execute("SELECT min(zoom_level), max(zoom_level) FROM tiles")) as rows:
            lowest, highest = rows.fetchone()
        return (0, 15) if lowest is None else (lowest, highest)


def numbers(text: str | None, count: int) -> Bounds | None:
    found = tuple(float(part) for part in text.split(",")) if text else ()
    return found if len(found) == count else None
