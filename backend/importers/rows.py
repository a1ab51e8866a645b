"""One row of a file, whatever kind of file it was."""

from dataclasses import dataclass
from typing import Any

from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts as the file's editor would: lines of a table, features of a layer from 1. `fault` says why a row cannot be read."""

    number: int
    layer: str
    cells: dict[str, Any]
    shape: BaseGeometry | None = None
    fault: str = ""
