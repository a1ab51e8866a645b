"""Columns of a register: where each lies, in which order, and that a key comes back to its entry."""

import numpy as np
import pyarrow as pa
import pytest

from console.hall.columns import Columns
from console.hall.mercator import WHOLE, mercator, morton
from console.hall.shapes import lines_of
from wire import bulk
from wire.codes import RegisterKind
from wire.registers import Entry


def entries(count: int) -> Columns[Entry]:
    chance = np.random.default_rng(3)
    made = [
        Entry(id=f"e{number}", kind=RegisterKind.GATE, code="", name=f"{number}号", lon=lon, lat=lat, category=f"c{number % 3}")
        for number, (lon, lat) in enumerate(chance.normal((111.0, 35.0), 0.05, (count, 2)).tolist())
    ]
    return Columns(Entry, bulk.encode(Entry, made))


def test_that_places_on_the_square_are_true_to_a_centimetre() -> None:
    lon, lat = np.random.default_rng(1).uniform((-180, -85), (180, 85), (1000, 2)).T
    x, y = mercator(lon, lat)
    back_lat = np.degrees(2 * np.arctan(np.exp(np.pi - 2 * np.pi * y / WHOLE)) - np.pi / 2)
    assert np.abs(x / WHOLE * 360 - 180 - lon).max() * 111_320 < 0.01
    assert np.abs(back_lat - lat).max() * 111_320 < 0.01


@pytest.mark.parametrize("lat", [90.0, -90.0, 89.9, np.nan])
def test_that_a_place_outside_the_square_stays_on_its_edge(lat: float) -> None:
    x, y = mercator(np.array([180.0, -180.0]), np.array([lat, lat]))
    assert x.dtype == y.dtype == np.uint32
    assert ((x < WHOLE) & (y < WHOLE)).all()


def test_that_points_of_one_tile_lie_together() -> None:
    points = entries(5000).points
    for zoom in (8, 12, 16):
        tiles = (points.x.astype(np.uint64) >> np.uint64(32 - zoom)) << np.uint64(32) | points.y >> np.uint64(32 - zoom)
        starts = np.flatnonzero(np.diff(tiles)) + 1
        assert len(starts) + 1 == len(np.unique(tiles))
    assert (np.diff(morton(points.x, points.y).astype(np.int64)) >= 0).all()


def test_that_a_key_is_that_of_its_entry() -> None:
    columns = entries(300)
    for id in ("e0", "e17", "e299"):
        key, entry = columns.key(id), columns.get(id)
        assert entry is not None
        assert columns.id_at(key) == id
        assert columns.texts("name", key, 1) == [entry.name]
        x, y = mercator(np.array([entry.lon]), np.array([entry.lat]))
        assert (columns.points.x[key], columns.points.y[key]) == (x[0], y[0])
    assert (columns.key("nobody"), columns.id_at(300), columns.get("nobody")) == (-1, "", None)


def test_that_codes_are_in_the_order_of_the_points() -> None:
    columns = entries(50)
    numbers, values = columns.codes("category")
    assert [values[number] for number in numbers] == columns.texts("category", 0, 50)


def test_that_lines_keep_their_owner() -> None:
    column = pa.chunked_array([[b"[[[1,2],[3,4]]]", b"[]", None, b"[[[5,6],[7,8],[9,10]],[[11,12],[13,14]]]"]])
    lines = lines_of(column)
    assert lines.owner.tolist() == [0, 3, 3]
    assert lines.starts.tolist() == [0, 2, 5, 7]
    assert (lines.x[lines.starts[1]], lines.y[lines.starts[1]]) == tuple(int(value[0]) for value in mercator(np.array([5.0]), np.array([6.0])))


def test_that_rings_of_polygons_are_lines_as_well() -> None:
    assert lines_of(pa.chunked_array([[b"[[[[0,0],[1,0],[1,1],[0,0]]],[[[2,2],[3,2],[3,3],[2,2]]]]"]]), depth=3).owner.tolist() == [0, 0]


def test_that_no_lines_are_no_columns() -> None:
    assert len(lines_of(pa.chunked_array([pa.array([], pa.binary())])).x) == 0
