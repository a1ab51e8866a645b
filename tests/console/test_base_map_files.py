"""Base maps that are files of this machine, and the addresses, boxes and rows by which tiles of others are asked for."""

import gzip
import io
import sqlite3
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pyproj import Transformer

from console.basemaps import wms, xyz
from console.basemaps.base import Found, Tile, Unanswered, UnreadableBaseMap
from console.basemaps.cache import LONGEST_S, Cache
from console.basemaps.geographic import Geographic, rows_of
from console.basemaps.mbtiles import MBTiles
from console.basemaps.pmtiles import PMTiles
from console.basemaps.remote import fresh_s
from console.basemaps.tiles import sound
from tests.console.tile_host import age, png
from wire.basemaps import TileForm

METADATA = {"bounds": "110.9,34.9,111.1,35.1", "maxzoom": "16", "attribution": "云泽市"}


def mbtiles(path: Path, tiles: dict[tuple[int, int, int], bytes], metadata: dict[str, str] = METADATA) -> Path:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        db.execute("CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)")
        db.executemany("INSERT INTO metadata VALUES (?, ?)", metadata.items())
        db.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", [(*place, body) for place, body in tiles.items()])
    db.close()
    return path


def test_that_tiles_are_found_by_xyz_packed_or_not(tmp_path: Path) -> None:
    tiles = MBTiles(mbtiles(tmp_path / "a.mbtiles", {(2, 1, 3): gzip.compress(b"packed"), (2, 1, 0): b"plain"}))
    assert [tiles.tile(Tile(2, 1, 0)), tiles.tile(Tile(2, 1, 3)), tiles.tile(Tile(2, 2, 2))] == [Found(b"packed"), Found(b"plain"), None]
    assert (tiles.bounds, tiles.min_zoom, tiles.max_zoom, tiles.attribution) == ((110.9, 34.9, 111.1, 35.1), 2, 16, "云泽市")
    assert tiles.form is TileForm.VECTOR
    tiles.close()


def test_that_a_file_of_pictures_says_so(tmp_path: Path) -> None:
    tiles = MBTiles(mbtiles(tmp_path / "a b#1.mbtiles", {(4, 1, 3): png(), (7, 1, 3): png()}, {"format": "jpg"}))
    assert (tiles.form, tiles.min_zoom, tiles.max_zoom, tiles.bounds) == (TileForm.RASTER, 4, 7, None)
    tiles.close()


@pytest.mark.parametrize("body", [None, b"", b"no database" * 200, b"SQLite format 3\0" + b"\0" * 2000, b"PMTiles\x03", b"PMTiles\x09" + b"\0" * 200])
@pytest.mark.parametrize("read", [MBTiles, PMTiles.of])
def test_that_a_base_map_that_cannot_be_read_is_refused_by_name(tmp_path: Path, body: bytes | None, read: type[MBTiles]) -> None:
    path = tmp_path / "city.tiles"
    if body is not None:
        path.write_bytes(body)
    with pytest.raises(UnreadableBaseMap, match=r"city\.tiles"):
        read(path)


def test_that_metadata_that_is_no_number_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableBaseMap):
        MBTiles(mbtiles(tmp_path / "a.mbtiles", {}, METADATA | {"bounds": "west,south"}))


def test_that_a_tile_stands_in_its_address() -> None:
    assert xyz.address("http://h/{z}/{x}/{y}?s={-y}", Tile(3, 1, 2)) == "http://h/3/1/2?s=5"
    assert xyz.address("http://h/EPSG:4326:{z-1}/{x}", Tile(3, 1, 2)) == "http://h/EPSG:4326:2/1"


def test_that_the_box_of_a_tile_is_that_of_the_projection() -> None:
    west, south, east, north = wms.box(Tile(12, 3371, 1552))
    lon, lat = Transformer.from_crs("EPSG:3857", "EPSG:4326", always_xy=True).transform([west, east], [south, north])
    assert np.allclose(lon, [3371 / 4096 * 360 - 180, 3372 / 4096 * 360 - 180])
    assert np.allclose(lat, [39.8422860, 39.9097362])  # by the formula of the OpenStreetMap wiki
    assert (north - south) == pytest.approx(east - west)


def test_that_rows_of_a_mercator_tile_are_found_in_the_map_by_degrees() -> None:
    tile = Tile(11, 1685, 776)
    _, south, _, north = wms.box(tile)
    middles = north - (np.arange(256) + 0.5) / 256 * (north - south)
    _, lat = Transformer.from_crs("EPSG:3857", "EPSG:4326", always_xy=True).transform(np.zeros(256), middles)
    assert np.allclose(rows_of(tile), (90 - np.asarray(lat)) / 360 * 2**11 * 256, atol=1e-6)


class Stripes:
    """A map by degrees whose colour says the latitude: 256 steps to a tile."""

    problem = ""

    def tile(self, tile: Tile) -> Found | None:
        def paint(image: Image.Image) -> None:
            for row in range(256):
                image.paste((row, tile.y % 256, tile.x % 256, 255), (0, row, 256, row + 1))

        return Found(png("black", paint), 5.0)

    def close(self) -> None: ...


def test_that_a_map_by_degrees_is_drawn_where_its_places_are() -> None:
    tile = Tile(5, 26, 12)
    found = Geographic(Stripes()).tile(tile)
    assert found is not None
    assert found.old_since == 5.0
    image = Image.open(io.BytesIO(found.body))
    rows = rows_of(tile)
    for row in range(0, 256, 17):
        red, green, blue, _ = image.getpixel((9, row))
        assert abs(green * 256 + red + 0.5 - rows[row]) <= 1 or red in (0, 255)
        assert blue == 26


def test_that_a_cache_keeps_within_its_limit_and_lets_go_of_what_was_not_seen(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "a.db", limit=10_000)
    for x in range(30):
        cache.put(Tile(9, x, 0), bytes(1000), "", 60)
    kept = [x for x in range(30) if cache.get(Tile(9, x, 0))]
    assert (kept[-1], 8 <= len(kept) <= 10, kept) == (29, True, list(range(30 - len(kept), 30)))
    cache.put(Tile(9, 29, 0), bytes(10), "", 60)  # in the place of 1000
    cache.close()
    again = Cache(tmp_path / "a.db", limit=10_000)
    assert again._size == (len(kept) - 1) * 1000 + 10
    again.close()


def test_that_after_thirty_days_a_tile_is_gone(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "a.db")
    cache.put(Tile(9, 1, 1), b"body", "etag", 60)
    age(tmp_path, LONGEST_S - 60)
    assert cache.get(Tile(9, 1, 1))
    age(tmp_path, 120)
    assert cache.get(Tile(9, 1, 1)) is None
    cache.close()
    again = Cache(tmp_path / "a.db")
    assert again._size == 0
    again.close()


def test_that_a_broken_cache_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"broken" * 1000)
    cache = Cache(tmp_path / "a.db")
    cache.put(Tile(0, 0, 0), b"x", "", 60)
    assert cache.get(Tile(0, 0, 0))
    cache.close()


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("", 604_800), ("max-age=60", 3600), ("public, max-age=86400", 86_400), ("max-age=99999999", LONGEST_S), ("no-store, max-age=x", 604_800)],
)
def test_how_long_a_tile_is_fresh(header: str, seconds: float) -> None:
    assert fresh_s({"Cache-Control": header}, True) == seconds
    assert fresh_s({"Cache-Control": header}, False) == 86_400


@pytest.mark.parametrize("body", [b"<html>", png()[:200], b"\x89PNG\r\n\x1a\n", b"GIF89a"])
def test_that_what_is_no_picture_is_no_tile(body: bytes) -> None:
    with pytest.raises(Unanswered, match="no_picture"):
        sound(body, TileForm.RASTER)
