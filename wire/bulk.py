"""Many messages of one type as Arrow IPC (zstd), for snapshots and bulk columns.

One column per field: codes are dictionaries of text, times are timestamps in microseconds UTC, and what is neither text, number, code
nor time travels as JSON in a binary column. A reader skips columns that it does not know and takes the default for those that are missing.
"""

import types
import typing
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any

import msgspec
import pyarrow as pa

from wire.message import Message

M = typing.TypeVar("M", bound=Message)

MEDIA_TYPE = "application/vnd.apache.arrow.stream"
CODES = pa.dictionary(pa.int16(), pa.string())
SCALARS: dict[Any, pa.DataType] = {
    str: pa.string(),
    bool: pa.bool_(),
    int: pa.int64(),
    float: pa.float64(),
    datetime: pa.timestamp("us", tz="UTC"),
}


@cache
def schema_of(kind: type[Message]) -> pa.Schema:
    """The Arrow schema of a message type."""
    hints = typing.get_type_hints(kind)
    return pa.schema([_field(name, hints[name]) for name in kind.__struct_fields__])


def encode(kind: type[M], messages: Sequence[M]) -> pa.Table:
    """The messages as a table with `schema_of(kind)`."""
    schema = schema_of(kind)
    return pa.table([_column(field, messages) for field in schema], schema=schema)


def to_bytes(table: pa.Table) -> bytes:
    """The table as an Arrow IPC stream, compressed."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as stream:
        stream.write_table(table)
    body: bytes = sink.getvalue().to_pybytes()
    return body


def from_bytes(body: bytes) -> pa.Table:
    """The table in an Arrow IPC stream; `pyarrow.ArrowInvalid` when it is none."""
    with pa.ipc.open_stream(body) as stream:
        return stream.read_all()


def decode(kind: type[M], table: pa.Table, page: int = 2000) -> Iterator[list[M]]:
    """The table as messages, in pages small enough that no thread holds the interpreter for long (DESIGN 4)."""
    hints = typing.get_type_hints(kind)
    names = [name for name in kind.__struct_fields__ if name in table.column_names]
    readers = [_reader(hints[name]) for name in names]
    for start in range(0, table.num_rows, page):
        rows = table.slice(start, page)
        columns = [read(rows.column(name)) for name, read in zip(names, readers, strict=True)]
        yield [kind(**dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)]


def _bare(hint: Any) -> Any:
    """The type without `None` and `Annotated`."""
    if typing.get_origin(hint) is typing.Annotated:
        return _bare(typing.get_args(hint)[0])
    if isinstance(hint, types.UnionType):
        return _bare(next(part for part in typing.get_args(hint) if part is not types.NoneType))
    return hint


def _is_code(bare: Any) -> bool:
    return isinstance(bare, type) and issubclass(bare, StrEnum)


def _field(name: str, hint: Any) -> pa.Field:
    bare = _bare(hint)
    return pa.field(name, CODES if _is_code(bare) else SCALARS.get(bare, pa.binary()))


def _column(field: pa.Field, messages: Sequence[Message]) -> pa.Array:
    values = [getattr(message, field.name) for message in messages]
    if field.type == CODES:
        return pa.array(values, pa.string()).dictionary_encode().cast(CODES)
    if field.type == pa.binary():
        return pa.array([None if value is None else msgspec.json.encode(value) for value in values], pa.binary())
    return pa.array(values, field.type)


def _reader(hint: Any) -> Callable[[pa.ChunkedArray], list[Any]]:
    bare = _bare(hint)
    if _is_code(bare):
        return lambda column: [None if value is None else bare(value) for value in column.to_pylist()]
    if bare is datetime:
        return _times
    if bare in SCALARS:
        return lambda column: column.to_pylist()
    decoder = msgspec.json.Decoder(bare)
    return lambda column: [None if value is None else decoder.decode(value) for value in column.to_pylist()]


def _times(column: pa.ChunkedArray) -> list[datetime | None]:
    # A third of the time of to_pylist, which asks the zone database for every value.
    micros = column.cast(pa.int64()).to_pylist()
    return [None if value is None else datetime.fromtimestamp(value / 1e6, UTC) for value in micros]
