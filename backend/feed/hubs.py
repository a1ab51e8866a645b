"""The hubs of a process, and what wakes them: our own commits, and on PostgreSQL those of the other processes."""

import asyncio
import logging

import psycopg

from backend.feed.attendance import AttendanceHub, Draw
from backend.feed.changes import ChangeHub
from backend.feed.positions import PositionHub
from backend.session import FEED, POSITIONS, PRESENCE, Database

log = logging.getLogger("backend")


class Hubs:
    def __init__(self, database: Database, draw: Draw) -> None:
        """`draw`: the picture of who is where."""
        self.changes, self.positions, self.attendance = ChangeHub(database), PositionHub(database), AttendanceHub(database, draw)
        self._database = database
        self._by_channel = {FEED: self.changes, POSITIONS: self.positions, PRESENCE: self.attendance}
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks = [asyncio.create_task(hub.run()) for hub in self._by_channel.values()]
        self._database.committed.append(self.kick)
        if self._database.kind == "postgresql":
            self._tasks.append(asyncio.create_task(self._listen()))

    def kick(self, channels: frozenset[str]) -> None:
        for channel in channels:
            self._by_channel[channel].kick()

    def let_go(self) -> None:
        """End every long poll now."""
        for hub in self._by_channel.values():
            hub.close()

    async def stop(self) -> None:
        self.let_go()
        self._database.committed.remove(self.kick)
        for task in self._tasks[len(self._by_channel) :]:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _listen(self) -> None:
        dsn = self._database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
                    for channel in self._by_channel:
                        await connection.execute(f"LISTEN {channel}")
                    self.kick(frozenset(self._by_channel))  # what came while nobody listened
                    async for notice in connection.notifies():
                        self.kick(frozenset({notice.channel}))
            except psycopg.Error as error:
                log.error("not listening to PostgreSQL: %s", error)
                await asyncio.sleep(1)
