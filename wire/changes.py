"""The change feed, and the health of the backend that writes it."""

from datetime import datetime

import msgspec

from wire.codes import Noun
from wire.message import Message

FULL = 5_000  # changes: behind so many in an answer there may be more


class Change(Message, frozen=True, kw_only=True):
    """The full thing after a change; `body` is null when the thing is gone."""

    seq: int
    at: datetime
    noun: Noun
    id: str
    version: int
    body: msgspec.Raw


class Changes(Message, frozen=True, kw_only=True):
    """Everything after a cursor, dense: `changes[0].seq` is the cursor + 1. `head` is the newest there is at `at`.

    For an office it is `sifted`: only what concerns it, so with gaps, and `head` is how far the feed has been sifted. What the office loses is gone
    for it: such a change has no body.
    """

    epoch: str
    head: int
    at: datetime
    changes: list[Change]
    sifted: bool = False


class RawChanges(Message, frozen=True, kw_only=True):
    """`Changes` whose entries are still to be read, so that one that cannot be costs only itself."""

    epoch: str
    head: int
    at: datetime
    changes: list[msgspec.Raw]
    sifted: bool = False


class Health(Message, frozen=True, kw_only=True):
    """`head_age_s`: seconds since the hub last looked at the feed; over 5 it is not to be trusted and `ok` is false."""

    ok: bool
    version: str
    at: datetime
    epoch: str
    head: int
    head_age_s: float
    database: str  # "sqlite" or "postgresql"
