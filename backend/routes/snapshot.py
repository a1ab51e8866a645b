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

from backend.feed.sieve import OWNED, epoch_for
from backend.refusals import NotYourRole, Unknown
from backend.rules.snapshots import READERS, Query, table
from backend.session import Database, Work
from backend.tables.feed import FeedHead
from backend.web.arrow import respond, wants_arrow
from backend.web.docs import refusals
from backend.web.roles import HALL, OFFICE, roles
from wire import bulk
from wire.codes import GridKind, Noun
from wire.nouns import OFFICE_NOUNS, PLURAL
from wire.people import User

NOUN_OF = {plural: noun for noun, plural in PLURAL.items()}
KEEP_S, KEEP = 3.0, 32
Key = tuple[Noun, Query, bool]


class Snapshots:
    """The bytes of the last snapshots. Fifty consoles that start together share one, as long as the head is the same or it is a moment old."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, tuple[float, str, int, bytes]] = OrderedDict()

    def take(self, noun: Noun, query: Query, arrow: bool) -> tuple[str, int, bytes]:
        """Epoch, head and body; an older head is as good, for the feed goes on from there."""
        key = (noun, query, arrow)
        with self._lock:
            until, epoch, head, body = self._kept.get(key, (0.0, "", 0, b""))
            if time.monotonic() < until:
                return epoch, head, body
            with self._database.read() as work:
                epoch, head = work.session.execute(sa.select(FeedHead.epoch, FeedHead.seq)).one()
                body = _body(work, noun, query, arrow)
            self._kept[key] = (time.monotonic() + KEEP_S, epoch, head, body)
            while len(self._kept) > KEEP:
                self._kept.popitem(last=False)
        return epoch, head, body


def _body(work: Work, noun: Noun, query: Query, arrow: bool) -> bytes:
    if arrow:
        return bulk.to_bytes(table(work, noun, query))
    return msgspec.json.encode(READERS[noun](work, query))


@get("/v1/snapshot/{plural:str}", opt=roles(HALL, OFFICE), tags=["feed"], sync_to_thread=True, responses=refusals(404))
def snapshot(
    plural: FromPath[str],
    request: Request[Any, Any, Any],
    snapshots: NamedDependency[Snapshots],
    user: NamedDependency[User],
    closed: Annotated[int, QueryParameter(ge=0, le=1_000_000)] = 10_000,
    kind: FromQuery[list[GridKind] | None] = None,
) -> Response[list[msgspec.Raw]]:
    """Messages of one noun as a JSON list, or as Arrow by `Accept`; the header `Feed-Cursor` is `epoch:head`. An office gets its own cases."""
    noun = NOUN_OF.get(plural)
    if noun is None or noun not in READERS:
        raise Unknown("noun", plural)
    if user.office is not None and noun not in OFFICE_NOUNS:
        raise NotYourRole(f"{plural} are for the hall; {user.name} follows the cases of a department.")
    arrow = wants_arrow(request)
    query = Query(closed, tuple(sorted(kind or ())), user.office if noun in OWNED else None)
    epoch, head, body = snapshots.take(noun, query, arrow)
    return respond(body, arrow, {"Feed-Cursor": f"{epoch_for(epoch, user.office)}:{head}"})  # type: ignore[return-value]


routes = [snapshot]
