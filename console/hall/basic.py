"""The basic grids of the city, 9,000 squares that are only drawn and counted in; and how long ago an inspector was in each."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from PySide6.QtCore import QObject, Signal

from console.hall.shapes import Lines, lines_of
from wire.coverage import Covered


class Squares:
    """`table` has the columns of `wire.grids.Grid`. Made in a worker."""

    def __init__(self, table: pa.Table) -> None:
        self.codes: list[str] = table.column("code").to_pylist()
        self.rows = {code: row for row, code in enumerate(self.codes)}
        self.lines: Lines = lines_of(table.column("rings"), depth=3)


class Look(NamedTuple):
    """Coverage as of a moment, none for now; what was seen longer than `hours` before that counts as not seen."""

    at: datetime | None
    hours: float


class BasicGrids(QObject):
    """Fetched when first wanted, however many panes want them. `look`: how coverage is looked at, none: of now, and a day back."""

    wanted = Signal()
    coverage_wanted = Signal()
    changed = Signal()
    covered = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.squares: Squares | None = None
        self.hours = np.zeros(0, np.float32)  # by row of `squares`; NaN where nobody was
        self.look: Look | None = None
        self._asked = False

    def want_coverage(self) -> None:
        self.coverage_wanted.emit()

    def look_at(self, look: Look | None) -> None:
        """Another moment: what is known is not of that."""
        if look != self.look:
            self.look = look
            self.hours = np.full(len(self.hours), np.nan, np.float32)
            self.covered.emit()
            self.coverage_wanted.emit()

    def want(self) -> None:
        if not self._asked:
            self._asked = True
            self.wanted.emit()

    def set(self, squares: Squares) -> None:
        self.squares = squares
        self.changed.emit()

    def miss(self) -> None:
        self._asked = False

    def cover_as_of(self, at: datetime, hours: float, covered: Iterable[Covered]) -> None:
        """What comes with the moment that it is of, in a hall of the past, where nobody chooses it."""
        self.look = Look(at, hours)
        self.cover(covered, at)

    def uncover(self) -> None:
        """What was known may not be shown any more."""
        self.look = None
        self.hours = np.full(len(self.hours), np.nan, np.float32)
        self.covered.emit()

    def cover(self, covered: Iterable[Covered], now: datetime) -> None:
        """Where inspectors were before that moment; the others had been left alone for a day, or for as long as one looks back."""
        if self.squares is not None:
            longest = self.look.hours if self.look is not None else np.inf
            ago = {each.code: max((now - each.at).total_seconds(), 0) / 3600 for each in covered}
            hours = {code: age for code, age in ago.items() if age <= longest}
            self.hours = np.array([hours.get(code, np.nan) for code in self.squares.codes], np.float32)
            self.covered.emit()
