"""Fixes as whole numbers, which is how they are stored, in parts and in pages alike: no answer changes when a day is closed.

unit        `UnitRow.number`
at          milliseconds since 1970 UTC
lon, lat    ten-millionths of a degree (1.1 cm)
speed       hundredths of m/s
heading     whole degrees from north, and MOCK more of a fix whose device says itself that it was told where it is
accuracy    tenths of a metre
The last three are -1 where the device did not say; what is larger than 32 bits is kept as the largest that fits.

A slot is five minutes, a page eight hours, so that three pages are a day of China, from midnight to midnight. Days are counted from 1970-01-01 there.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wire import tracks

SLOT_MS = 300_000
SLOTS_OF_PAGE = 96
PAGE_MS = SLOTS_OF_PAGE * SLOT_MS
PAGES_OF_DAY = 3
UNKNOWN = -1
DEGREE = tracks.DEGREE
STEPS = {"speed": 100, "heading": 1, "accuracy": 10}
LARGEST = 2**31 - 1
MOCK = 1000  # on top of the heading, known or not: one fix in a million has it, and a column of its own would be in all

Whole = NDArray[np.int64]


class Fixes(NamedTuple):
    """Columns of one length, in order of unit and time."""

    unit: Whole
    at: Whole
    lon: Whole
    lat: Whole
    speed: Whole
    heading: Whole
    accuracy: Whole

    def pick(self, which: Any) -> "Fixes":
        """By a mask, a slice, or indices."""
        return Fixes(*(column[which] for column in self))

    def degrees(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Longitudes and latitudes."""
        return self.lon / DEGREE, self.lat / DEGREE

    def mocked(self) -> NDArray[np.bool_]:
        """Of which of them the device says itself that it was told where it is."""
        return np.asarray(self.heading >= MOCK + UNKNOWN)

    def course(self) -> Whole:
        """Headings, UNKNOWN where the device did not say."""
        return np.where(self.mocked(), self.heading - MOCK, self.heading)


class Span(NamedTuple):
    """start <= at < end, of one unit."""

    unit: int
    start: int
    end: int


EMPTY = Fixes(*[np.empty(0, np.int64)] * len(Fixes._fields))


def of_rows(rows: Sequence[Sequence[int]]) -> Fixes:
    """From rows in the order of the columns of `Fixes`."""
    return Fixes(*np.array(rows, np.int64).T) if rows else EMPTY


def of_values(unit: Any, at: Whole, lon: Any, lat: Any, speed: Any, heading: Any, accuracy: Any, mock: Any = False) -> Fixes:
    """From degrees, m/s and metres, NaN or none where unknown; of the same unit and time the first counts. `unit` may be one for all."""
    said = {"speed": speed, "heading": heading, "accuracy": accuracy}
    x, y = (np.rint(np.asarray(column, float) * DEGREE).astype(np.int64) for column in (lon, lat))
    numbers = np.broadcast_to(np.asarray(unit, np.int64), np.shape(at))
    speeds, headings, accuracies = (_known(said[name], step) for name, step in STEPS.items())
    return joined([Fixes(numbers, at, x, y, speeds, headings + np.where(mock, MOCK, 0), accuracies)])


def joined(pieces: Iterable[Fixes]) -> Fixes:
    """All of them in order; of the same unit and time the first that came counts."""
    pieces = [piece for piece in pieces if len(piece.at)]
    if not pieces:
        return EMPTY
    together = Fixes(*map(np.concatenate, zip(*pieces, strict=True)))
    ordered = bool(np.all(np.diff(keys(together)) > 0))  # as pages mostly come; sorting is most of the work
    return together if ordered else together.pick(first_of_each(together.unit, together.at))


def first_of_each(unit: Whole, at: Whole) -> NDArray[np.intp]:
    """Where each unit and time comes first, in order of unit and time."""
    return np.asarray(np.unique(unit * 2**43 + at, return_index=True)[1])


def keys(fixes: Fixes) -> Whole:
    """One number for unit and time, in their order."""
    return fixes.unit * 2**43 + fixes.at


def slot_of(at: Any) -> Any:
    return at // SLOT_MS


def page_of(at: Any) -> Any:
    return at // PAGE_MS


def day_of(at: Any) -> Any:
    return day_of_page(page_of(at))


def day_of_page(page: Any) -> Any:
    return (page + 1) // PAGES_OF_DAY


def pages_of(day: int) -> range:
    return range(day * PAGES_OF_DAY - 1, (day + 1) * PAGES_OF_DAY - 1)


def _known(column: Any, step: int) -> Whole:
    values = np.asarray(column, float)
    whole = np.rint(np.minimum(np.nan_to_num(values, nan=0.0), LARGEST / step) * step).astype(np.int64)
    return np.where(np.isnan(values), UNKNOWN, whole)
