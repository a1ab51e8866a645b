"""Columns on their way to the page: as JSON when few, as typed arrays behind a JSON header when many.

The binary form is `uint32 length of the header`, the header, padding to 8 bytes, then the arrays, each padded to 8.
The header is `{"rest": {name: anything JSON}, "arrays": [[name, type, offset, length]]}`, offsets from the end of the header's padding.
`resources/map/page/columns.js` reads it.
"""

from typing import Any

import msgspec
import numpy as np

Columns = dict[str, Any]  # numpy arrays of float64, float32, uint32, int32, uint16 or uint8, and lists of text

ALIGN = 8


def to_json(columns: Columns) -> str:
    """NaN becomes null, as JSON has none."""
    plain = {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in columns.items()}
    return msgspec.json.encode(plain).decode()


def to_bytes(columns: Columns) -> bytes:
    arrays = {name: value for name, value in columns.items() if isinstance(value, np.ndarray)}
    entries, offset = [], 0
    blocks: list[bytes | memoryview] = []
    for name, array in arrays.items():
        entries.append([name, array.dtype.name, offset, len(array)])
        blocks += [np.ascontiguousarray(array).data, b"\0" * (-array.nbytes % ALIGN)]  # not copied before they are joined: there may be 70 MB
        offset += array.nbytes + -array.nbytes % ALIGN
    rest = {name: value for name, value in columns.items() if name not in arrays}
    header = msgspec.json.encode({"rest": rest, "arrays": entries})
    return b"".join([_padded(len(header).to_bytes(4, "little") + header), *blocks])


def _padded(block: bytes) -> bytes:
    return block + b"\0" * (-len(block) % ALIGN)
