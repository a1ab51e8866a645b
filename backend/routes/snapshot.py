"""`GET /v1/snapshot/{plural}`: all things of a kind, and the cursor from which the feed goes on."""

import threading
import time
from collections import OrderedDict
from typing import Annotated, Any

import msgspec
import sqlalchemy as sa
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.refusals import Unknown
from backend.rules.snapshots import READERS, Query, table
from backend.session import Database, Work
from backend.tables.feed import FeedHead
from backend.web.arrow import respond, wants_arrow
from backend.web.docs import refusals
from backend.web.roles import HALL, roles
from wire import bulk
from wire.codes import GridKind, Noun
from wire.nouns import PLURAL

NOUN_OF = {plural: noun for noun, plural in PLURAL.items()}
KEEP_S, KEEP = 3.0, 32
Key = tuple[Noun, Query, bool]


class Snapshots:
    """The bytes of the last snapshots. Fifty consoles that start together share one, as long as the head is the same or it is a moment old."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, tuple[float, str, bytes]] = OrderedDict()

    def take(self, noun: Noun, query: Query, arrow: bool) -> tuple[str, bytes]:
        """The cursor `epoch:head` and the body; an older cursor is as good, for the feed goes on from there."""
        key = (noun, query, arrow)
        with self._lock:
            until, cursor, body = self._kept.get(key, (0.0, "", b""))
            if time.monotonic() < until:
                return cursor, body
            with self._database.read() as work:
                cursor, body = _cursor(work), _body(work, noun, query, arrow)
            self._kept[key] = (time.monotonic() + KEEP_S, cursor, body)
            while len(self._kept) > KEEP:
                self._kept.popitem(last=False)
        return cursor, body


def _cursor(work: Work) -> str:
    epoch, head = work.session.execute(sa.select(FeedHead.epoch, FeedHead.seq)).one()
    return f"{epoch}:{head}"


def _body(work: Work, noun: Noun, query: Query, arrow: bool) -> bytes:
    if arrow:
        return bulk.to_bytes(table(work, noun, query))
    return msgspec.json.encode(READERS[noun](work, query))


@get("/v1/snapshot/{plural:str}", opt=roles(HALL), tags=["feed"], sync_to_thread=True, responses=refusals(404))
def snapshot(
    plural: FromPath[str],
    request: Request[Any, Any, Any],
    snapshots: NamedDependency[Snapshots],
    closed: Annotated[int, QueryParameter(ge=0, le=1_000_000)] = 10_000,
    kind: FromQuery[list[GridKind] | None] = None,
) -> Response[list[msgspec.Raw]]:
    """Messages of one noun as a JSON list, or as Arrow by `Accept`; the header `Feed-Cursor` is `epoch:head`."""
    noun = NOUN_OF.get(plural)
    if noun is None or noun not in READERS:
        raise Unknown("noun", plural)
    arrow = wants_arrow(request)
    cursor, body = snapshots.take(noun, Query(closed, tuple(sorted(kind or ()))), arrow)
    return respond(body, arrow, {"Feed-Cursor": cursor})  # type: ignore[return-value]


routes = [snapshot]
