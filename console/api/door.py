"""The one way to the backend: a call, its body and its answer as messages."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote

import msgspec
import pyarrow as pa

from console.connection import READ_S, Connection, failure
from wire.bulk import MEDIA_TYPE, decode, from_bytes
from wire.codes import GridKind, Noun
from wire.message import Versioned
from wire.nouns import MESSAGE_OF, PLURAL

T = TypeVar("T")
BULK_S = 60.0
EXPORT_S = 300.0
SPARE_S = 3.0  # for the way, and a backend under load, after the wait that it was asked for
JSON = {"Content-Type": "application/json"}


class Cursor(NamedTuple):
    """A place in the change feed. Sequence numbers mean nothing in another epoch."""

    epoch: str
    seq: int


class Snapshot(NamedTuple):
    """All things of a noun as they were at a place in the feed."""

    noun: Noun
    cursor: Cursor
    table: pa.Table

    def pages(self) -> Iterator[list[Versioned]]:
        # 500 rows take 4 ms on a slow machine: no page holds the interpreter for longer than 10 ms (DESIGN 4).
        return decode(MESSAGE_OF[self.noun], self.table, page=500)


class Door:
    """How calls are made: each noun's methods stand on it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def snapshot(self, noun: Noun, closed: int | None = None, kinds: Iterable[GridKind] = ()) -> Snapshot:
        """`closed`: how many of the newest closed cases; `kinds`: of grids, all when none is named."""
        params = {"closed": closed, "kind": list(kinds)}
        response = self._bulk(f"/v1/snapshot/{PLURAL[noun]}", params)
        return Snapshot(noun, cursor_of(response.headers.get("Feed-Cursor", "")), table_of(response.content))

    def _get(self, kind: type[T], path: str, params: Mapping[str, Any] | None = None, read_s: float = READ_S) -> T:
        return read_as(kind, self.connection.call("GET", path, params=params, read_s=read_s).content)

    def _bulk(self, path: str, params: Mapping[str, Any]) -> Any:
        return self.connection.call("GET", path, params=params, headers={"Accept": MEDIA_TYPE}, read_s=BULK_S)

    def _put(self, kind: type[T], path: str, order: Any) -> T:
        return self._send(kind, "PUT", path, msgspec.json.encode(order), JSON)

    def _post(self, kind: type[T], path: str, order: Any, key: str = "", version: int | None = None) -> T:
        return self._send(kind, "POST", path, msgspec.json.encode(order), JSON | keyed(key, version))

    def _send(self, kind: type[T], method: str, path: str, body: bytes, headers: Mapping[str, str], read_s: float = READ_S) -> T:
        return read_as(kind, self.connection.call(method, path, body=body, headers=headers, read_s=read_s).content)


def keyed(key: str, version: int | None) -> dict[str, str]:
    return ({"Idempotency-Key": key} if key else {}) | matching(version)


def matching(version: int | None) -> dict[str, str]:
    return {} if version is None else {"If-Match": f'"{version}"'}


def quoted(id: str) -> str:
    return quote(id, safe="")


def read_as(kind: type[T], body: bytes) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise failure("bad_answer", str(error)) from error


def table_of(body: bytes) -> pa.Table:
    try:
        return from_bytes(body)
    except (pa.ArrowException, OSError) as error:
        raise failure("bad_answer", str(error)) from error


def cursor_of(header: str) -> Cursor:
    epoch, _, head = header.rpartition(":")
    if not (epoch and head.isdecimal()):
        raise failure("bad_answer", "a snapshot without its place in the feed")
    return Cursor(epoch, int(head))
