"""Faults that a client may ask for in the query of its URL: `?fault=stall`, `?close_after=3&slow=2`, `?freeze_after=3`, `?switch=other@3`."""

import math
import urllib.parse
from datetime import UTC, datetime
from typing import NamedTuple

REFUSALS = {"400": "Bad Request", "401": "Unauthorized", "403": "Forbidden", "404": "Not Found", "503": "Service Unavailable"}
KINDS = frozenset({"", "hang", "stall", "garbage", "channel", "wrongcodec", "nocodec", *REFUSALS})
TRANSPORTS = frozenset({"", "tcp", "udp"})
LONGEST_WRONG_S = 10 * 365 * 86_400.0  # a camera whose clock has never been set


class BadFault(Exception):
    """The query asks for a fault that is not known."""


class Faults(NamedTuple):
    """`kind`: hang (no answer at all), stall (plays, sends nothing), garbage (random payload), channel (random bytes between the frames
    of an interleaved connection), wrongcodec (says H.265, sends H.264), nocodec (says SVAC, which nobody can decode), 400, 401, 403, 404, 503.
    Seconds: `stall_after`, `close_after`, `switch_at`, `freeze_after` (one picture for ever from then on, over RTSP, FLV and TS). `slow` 2 means half
    the speed. `lose` is the share of RTP packets that gets lost on the way. `switch` names the clip that follows. `only` is the one transport that
    RTSP clients may have; others are refused with 461. `clock`: so many seconds the camera's own clock is fast, slow when negative. `since`
    (`from=20261130T063205Z`) plays the past from then on, as a recorder does: seconds since 1970."""

    kind: str = ""
    stall_after: float = math.inf
    close_after: float = math.inf
    freeze_after: float = math.inf
    slow: float = 1.0
    switch: str = ""
    switch_at: float = math.inf
    only: str = ""
    clock: float = 0.0
    lose: float = 0.0
    since: float | None = None


def asked_in(query: str) -> Faults:
    """The faults in a query; `BadFault` when it cannot be understood."""
    asked = dict(urllib.parse.parse_qsl(query))
    switch, _, at = asked.get("switch", "").partition("@")
    try:
        stall, close = float(asked.get("stall_after", "inf")), float(asked.get("close_after", "inf"))
        freeze = float(asked.get("freeze_after", "inf"))
        slow, switch_at = float(asked.get("slow", "1")), float(at) if at else math.inf
        clock, lose = float(asked.get("clock", "0")), float(asked.get("lose", "0"))
        since = datetime.strptime(asked["from"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp() if "from" in asked else None
    except ValueError as error:
        raise BadFault("a fault's seconds must be a number, and the past a time like 20261130T063205Z") from error
    faults = Faults(asked.get("fault", ""), stall, close, freeze, slow, switch, switch_at, asked.get("only", ""), clock, lose, since)
    known = faults.kind in KINDS and faults.only in TRANSPORTS
    if not known or not 0 < faults.slow < 100 or not abs(clock) < LONGEST_WRONG_S or not 0 <= lose <= 1:
        raise BadFault(f"unknown fault: {faults.kind or faults.only or 'slow, clock or lose'}")
    return faults
