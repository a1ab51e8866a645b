"""The patrol log as it is read: what is looked for in it, and what has come so far. Pure; no Qt."""

from datetime import UTC, datetime
from typing import NamedTuple

from wire.patrols import WatchRecord

PER_PAGE = 200


class Wanted(NamedTuple):
    """Watches that began from `start` on and before `end`; an empty id or name means all."""

    start: datetime
    end: datetime
    camera_id: str = ""
    by: str = ""

    @property
    def during(self) -> str:
        """As it is asked for over the wire."""
        return "/".join(at.astimezone(UTC).isoformat().replace("+00:00", "Z") for at in (self.start, self.end))


class Found:
    """The newest first; `more` while there may be older ones."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.records: list[WatchRecord] = []
        self.more, self.asking = True, False

    @property
    def last(self) -> str:
        """Behind which the next page begins."""
        return self.records[-1].id if self.records else ""

    def take(self, page: list[WatchRecord]) -> None:
        self.records += page
        self.more, self.asking = len(page) == PER_PAGE, False
