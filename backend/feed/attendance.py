"""The hub of presence: who is where, drawn anew from two small tables; never a row of the change feed."""

from collections.abc import Callable

import msgspec

from backend.feed.hub import Hub
from backend.session import Database, Work
from wire.presence import Attendance

Draw = Callable[[Work], Attendance]


class AttendanceHub(Hub):
    """The name of the picture is its epoch. Of any process: equal pictures have equal names, so a poll may go on at another one."""

    tick_s = 0.5  # people move slower than things: at 50 consoles the whole picture is sent at most twice a second

    def __init__(self, database: Database, draw: Draw) -> None:
        super().__init__(database)
        self._draw = draw
        self._body = b""

    async def page(self, seen: str, seconds: float) -> bytes:
        """`Attendance` as JSON: at once when the picture is not the one that the caller has seen, else when it changes or `seconds` are over."""
        await self.reach(0)
        if seen == self.epoch:
            await self.wait(0, seconds)
        return self._body

    def _read(self) -> Attendance:
        with self.database.read() as work:
            return self._draw(work)

    def _take(self, news: Attendance) -> bool:
        moved = news.seen != self.epoch
        self.epoch, self._body = news.seen, msgspec.json.encode(news)
        return moved
