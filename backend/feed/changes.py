"""The hub of the change feed: the newest changes in memory, older ones from the table."""

import asyncio
import time
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from backend.feed.hub import Hub
from backend.feed.sieve import Sieve, epoch_for
from backend.refusals import Resync
from backend.session import Database, Work, clock
from backend.tables.feed import ChangeRow, FeedHead
from wire.changes import FULL, Change, Changes

RING = 20_000


class News(NamedTuple):
    epoch: str
    floor: int
    head: int
    changes: Sequence[Change]


class ChangeHub(Hub):
    floor = 0
    _ring: list[Change] = []

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._sieve = Sieve(database)

    async def page(self, after: int, epoch: str | None, seconds: float) -> bytes:
        """`Changes` as JSON: at once when there are any after the cursor, else when there are or `seconds` are over.

        `Resync` when the cursor is none of ours, or older than what is kept.
        """
        await self.reach(after)
        self._check(after, epoch)
        await self.wait(after, seconds)
        self._check(after, epoch)
        if self.head <= after:
            return self._encode([])
        if after not in self._encoded:
            head, changes = self.head, await self._after(after)
            if head != self.head:
                return self._encode(changes)
            self._encoded[after] = self._encode(changes)
        return self._encoded[after]

    async def sifted(self, after: int, epoch: str | None, seconds: float, office: str) -> bytes:
        """Likewise, of what concerns an office: at once when something does, else when something comes to, or `seconds` are over."""
        end, mine = time.monotonic() + seconds, list[Change]()
        while True:
            await self.reach(after)
            self._check(after, epoch, office)
            if self.head > after:
                page = await self._after(after)
                mine, after = await asyncio.to_thread(self._sieve.of, page, office), page[-1].seq
            left = end - time.monotonic()
            if mine or left <= 0 or self._closing:
                return self._encode(mine, after, office)
            await self.wait(after, left)

    def _check(self, after: int, epoch: str | None, office: str | None = None) -> None:
        if epoch is not None and epoch != epoch_for(self.epoch, office):
            raise Resync("The feed has begun a new epoch; take a new snapshot.")
        if after < self.floor:
            raise Resync(f"Changes up to {self.floor} are not kept any more; take a new snapshot.")

    def _encode(self, changes: Sequence[Change], head: int | None = None, office: str | None = None) -> bytes:
        told = Changes(
            epoch=epoch_for(self.epoch, office),
            head=self.head if head is None else head,
            at=clock(),
            changes=list(changes),
            sifted=office is not None,
        )
        return msgspec.json.encode(told)

    async def _after(self, after: int) -> Sequence[Change]:
        if self._ring and after >= self._ring[0].seq - 1:
            return self._ring[after - self._ring[0].seq + 1 :][:FULL]
        old = await asyncio.to_thread(self._stored, after, self.head)
        if not old or old[0].seq != after + 1:
            raise Resync("These changes have just been removed; take a new snapshot.")
        return old

    def _stored(self, after: int, upto: int) -> list[Change]:
        with self.database.read() as work:
            return _changes(work, after, upto)

    def _read(self) -> News:
        with self.database.read() as work:
            epoch, floor, head = work.session.execute(sa.select(FeedHead.epoch, FeedHead.floor, FeedHead.seq)).one()
            known = self.head if epoch == self.epoch and self.head <= head else head
            return News(epoch, floor, head, _changes(work, known, head))

    def _take(self, news: News) -> bool:
        same = news.epoch == self.epoch and self.head <= news.head
        head = (news.changes[-1].seq if news.changes else self.head) if same else news.head
        moved = not same or head > self.head
        self._ring = ((self._ring if same else []) + list(news.changes))[-RING:] if moved else self._ring
        self.epoch, self.floor, self.head = news.epoch, news.floor, head
        return moved


def _changes(work: Work, after: int, upto: int) -> list[Change]:
    chosen = sa.select(ChangeRow.seq, ChangeRow.at, ChangeRow.noun, ChangeRow.id, ChangeRow.version, ChangeRow.body)
    rows = work.session.execute(chosen.where(ChangeRow.seq > after, ChangeRow.seq <= upto).order_by(ChangeRow.seq).limit(FULL))
    return [Change(seq=seq, at=at, noun=noun, id=id, version=version, body=msgspec.Raw(body.encode())) for seq, at, noun, id, version, body in rows]
