"""Shapefiles whose table is written byte by byte: in any code page, told rightly, wrongly or not at all."""

import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyogrio
import shapely

WIDTH, NAME = 200, 10  # bytes of a cell, and of what a column is called
GBK_MARK = 0x4D  # of a table in code page 936


def shapefile(path: Path, name: bytes, cells: Sequence[bytes], mark: int = 0, told: str = "", at: tuple[float, float] = (116.0, 40.0)) -> Path:
    """Points from a place eastward, each with one text. `mark` is the code page's in the table's head, `told` what stands in the `.cpg` beside it."""
    places = shapely.to_wkb(np.array([shapely.Point(at[0] + 0.01 * number, at[1]) for number in range(len(cells))], object))
    pyogrio.raw.write(path, places, [np.array(["x"] * len(cells), object)], ["a"], driver="ESRI Shapefile", geometry_type="Point", crs="EPSG:4326")
    head = struct.pack("<BBBBIHH17xB2x", 3, 126, 1, 1, len(cells), 32 + 32 + 1, 1 + WIDTH, mark)
    column = name[:NAME].ljust(11, b"\0") + b"C" + bytes(4) + bytes([WIDTH, 0]) + bytes(14)
    body = b"".join(b" " + cell[:WIDTH].ljust(WIDTH) for cell in cells)
    path.with_suffix(".dbf").write_bytes(head + column + b"\r" + body + b"\x1a")
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if told:
        path.with_suffix(".cpg").write_text(told)
    return path
