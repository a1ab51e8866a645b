"""The hub of positions: the newest fix of every unit, in columns."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from backend.feed.hub import Hub
from backend.session import clock
from backend.tables.positions import LatestRow
from wire.units import Positions

UNKNOWN = -1.0


class Newest(NamedTuple):
    """`at` in milliseconds since 1970 UTC."""

    cursor: int
    unit_id: str
    at: int
    lon: float
    lat: float
    speed: float | None
    heading: float | None
    mock: bool


class PositionHub(Hub):
    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self._newest: dict[str, Newest] = {}  # the latest to move is the last

    async def page(self, after: int, seconds: float) -> bytes:
        """`Positions` as JSON: at once when a unit has moved after the cursor, else when one does or `seconds` are over."""
        await self.reach(after)
        await self.wait(after, seconds)
        if self.head <= after:
            return self._encode([])
        if after not in self._encoded:
            self._encoded[after] = self._encode([fix for fix in self._newest.values() if fix.cursor > after])
        return self._encoded[after]

    def _encode(self, fixes: Sequence[Newest]) -> bytes:
        return msgspec.json.encode(
            Positions(
                cursor=self.head,
                now=clock(),
                unit_ids=[fix.unit_id for fix in fixes],
                at=[fix.at for fix in fixes],
                lon=[fix.lon for fix in fixes],
                lat=[fix.lat for fix in fixes],
                speed=[UNKNOWN if fix.speed is None else fix.speed for fix in fixes],
                heading=[UNKNOWN if fix.heading is None else fix.heading for fix in fixes],
                mocked=[fix.unit_id for fix in fixes if fix.mock],
            )
        )

    def _read(self) -> list[Newest]:
        where = (LatestRow.lon, LatestRow.lat, LatestRow.speed, LatestRow.heading, LatestRow.mock)
        columns = (LatestRow.cursor, LatestRow.unit_id, LatestRow.at, *where)
        with self.database.read() as work:
            return [Newest(*row) for row in work.session.execute(sa.select(*columns).where(LatestRow.cursor > self.head).order_by(LatestRow.cursor))]

    def _take(self, news: list[Newest]) -> bool:
        for fix in news:
            self._newest[fix.unit_id] = fix
        self.head = news[-1].cursor if news else self.head
        return bool(news)
