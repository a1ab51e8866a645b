"""A hub reads what is new once, and all who poll share it: also the encoded bytes, once per cursor and head."""

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import Any

import sqlalchemy as sa

from backend.refusals import NotNow, Resync
from backend.session import Database

log = logging.getLogger("backend")

TICK_S = 0.1  # what comes within a tick is sent together: 32 % of a core instead of 86 % at 200 pollers (LAB-BACKEND 1)
LOOK_S = 1.0  # a lost wake-up costs no more than this
STALE_S = 5.0


class Hub(ABC):
    """`head` is the newest cursor, `epoch` what it counts in. Only the event loop writes here; the database is read in a thread."""

    tick_s = TICK_S

    def __init__(self, database: Database) -> None:
        self.database = database
        self.epoch, self.head = "", 0
        self._encoded: dict[int, bytes] = {}
        self._news, self._wake, self._looking = asyncio.Event(), asyncio.Event(), asyncio.Lock()
        self._looked_at: float | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing = False

    @abstractmethod
    def _read(self) -> Any:
        """What is newer than what is here; in a thread."""

    @abstractmethod
    def _take(self, news: Any) -> bool:
        """Keep it; true when epoch or head have moved."""

    def age_s(self) -> float:
        """Seconds since the database was last looked at; endless when it never was."""
        return float("inf") if self._looked_at is None else time.monotonic() - self._looked_at

    def kick(self) -> None:
        """There may be news. From any thread."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._wake.set)

    def close(self) -> None:
        """Let go everybody who waits. In the event loop."""
        self._closing = True
        self._news.set()
        self._wake.set()

    async def run(self) -> None:
        self._loop = asyncio.get_running_loop()
        while not self._closing:
            self._wake.clear()
            if await self._look():
                await asyncio.sleep(self.tick_s)
            await _until(self._wake, LOOK_S)

    async def wait(self, after: int, seconds: float) -> None:
        """Until there is something after the cursor, or another epoch, or the time is over."""
        end, epoch = time.monotonic() + seconds, self.epoch
        while self.head <= after and self.epoch == epoch and not self._closing and (left := end - time.monotonic()) > 0:
            await _until(self._news, left)

    async def reach(self, cursor: int) -> None:
        """Have read up to `cursor`: one that a commit has just given out may be ahead of us for a tick, one that stays ahead is none of ours."""
        while (self._looked_at is None or self.head < cursor) and await self._look():
            pass
        if self.age_s() > STALE_S:
            raise NotNow("The database has not answered for a while; try again.")
        if self.head < cursor:
            raise Resync(f"The cursor {cursor} is ahead of everything here; take a new snapshot.")

    async def _look(self) -> bool:
        async with self._looking:
            try:
                moved = self._take(await asyncio.to_thread(self._read))
            except sa.exc.DBAPIError as error:
                log.error("%s cannot read the database: %s", type(self).__name__, error.orig)
                return False
            except Exception:  # whatever it is: a hub that has died would serve an empty feed for ever (LAB-BACKEND 9)
                log.exception("a defect in %s", type(self).__name__)
                return False
            self._looked_at = time.monotonic()
            if moved:
                self._encoded.clear()
                self._news.set()
                self._news = asyncio.Event()
            return moved


async def _until(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
