"""The bytes of a page: each column as differences from row to row, zigzag in 32 bits, its four planes of bytes one after the other, all through zstd.

Neighbouring fixes differ little, so the upper planes are nearly all zero. Differences wrap around at 32 bits, and so does their sum. The first
byte is the version of the format.
"""

import numpy as np
import pyarrow as pa

from backend.fixes.scale import PAGE_MS, SLOTS_OF_PAGE, Fixes, Whole

VERSION = b"\x01"
LEVEL = 9
COLUMNS = Fixes._fields[1:]
_zstd = pa.Codec("zstd", compression_level=LEVEL)


def pack(page: int, fixes: Fixes) -> bytes:
    """The fixes of one unit in one page, in order of time."""
    return _press([fixes.at - page * PAGE_MS, *fixes[2:]])


def unpack(unit: int, page: int, count: int, body: bytes) -> Fixes:
    at, *rest = _press_out(body, count, len(COLUMNS))
    return Fixes(np.full(count, unit, np.int64), at + page * PAGE_MS, *rest)


def pack_visits(unit: Whole, slot: Whole) -> tuple[int, bytes]:
    """Who was in a cell in which slots of its page, each once: how many, and their bytes."""
    visits = np.unique(unit * SLOTS_OF_PAGE + slot % SLOTS_OF_PAGE)
    return len(visits), _press([visits])


def unpack_visits(page: int, count: int, body: bytes) -> tuple[Whole, Whole]:
    """Units and slots."""
    (visits,) = _press_out(body, count, 1)
    return visits // SLOTS_OF_PAGE, visits % SLOTS_OF_PAGE + page * SLOTS_OF_PAGE


def _press(columns: list[Whole]) -> bytes:
    steps = np.diff(np.stack(columns), prepend=0, axis=1).astype(np.int32)
    zigzag = ((steps << 1) ^ (steps >> 31)).astype("<u4")
    planes = zigzag.view(np.uint8).reshape(len(columns), -1, 4).transpose(0, 2, 1)
    return VERSION + bytes(_zstd.compress(np.ascontiguousarray(planes), asbytes=True))


def _press_out(body: bytes, count: int, columns: int) -> list[Whole]:
    raw = np.frombuffer(_zstd.decompress(body[1:], columns * 4 * count, asbytes=True), np.uint8)
    zigzag = np.ascontiguousarray(raw.reshape(columns, 4, count).transpose(0, 2, 1)).view("<u4")[..., 0]
    steps = (zigzag >> 1).astype(np.int32) ^ -(zigzag & 1).astype(np.int32)
    return list(np.cumsum(steps, axis=1, dtype=np.int32).astype(np.int64))
