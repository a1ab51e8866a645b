"""Tiles on the disk, a file for each base map: so many bytes, so many days, the longest unseen go first."""

import logging
import threading
import time
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from console.basemaps.base import Tile
from console.database import open_database

log = logging.getLogger(__name__)

LIMIT = 512 * 1024 * 1024  # bytes of tiles
DAY_S = 86_400.0
LONGEST_S = 30 * DAY_S
ROOM = 0.9  # of the limit is left after some had to go
metadata = sa.MetaData()
rows = sa.Table(
    "tiles",
    metadata,
    sa.Column("zoom", sa.Integer, primary_key=True),
    sa.Column("x", sa.Integer, primary_key=True),
    sa.Column("y", sa.Integer, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),  # empty: the server has none
    sa.Column("etag", sa.String, nullable=False),
    sa.Column("at", sa.Float, nullable=False),  # when it was fetched, or confirmed
    sa.Column("fresh_until", sa.Float, nullable=False),
    sa.Column("seen", sa.Float, nullable=False, index=True),
)


class Kept(NamedTuple):
    body: bytes
    etag: str
    at: float
    fresh_until: float


class Cache:
    """Of any thread. A disk that is full or broken costs tiles, never the map: what cannot be kept is fetched again."""

    def __init__(self, path: Path, limit: int = LIMIT) -> None:
        """`OSError` when there can be no such file."""
        self._engine = open_database(path, [metadata.create_all])
        self._limit, self._lock = limit, threading.Lock()
        with self._engine.begin() as link:
            link.execute(sa.delete(rows).where(rows.c.at < time.time() - LONGEST_S))
            self._size = int(link.scalar(sa.select(sa.func.sum(sa.func.length(rows.c.body)))) or 0)

    def get(self, tile: Tile) -> Kept | None:
        now = time.time()
        try:
            with self._engine.begin() as link:
                row = link.execute(sa.select(rows).where(_is(tile), rows.c.at > now - LONGEST_S)).first()
                if row is None:
                    return None
                if now - row.seen > DAY_S:  # once a day: to look must not cost a write
                    link.execute(sa.update(rows).where(_is(tile)).values(seen=now))
                return Kept(row.body, row.etag, row.at, row.fresh_until)
        except sa.exc.DBAPIError as error:
            log.warning("a kept tile cannot be read: %s", type(error.orig).__name__)
            return None

    def put(self, tile: Tile, body: bytes, etag: str, fresh_s: float) -> None:
        now = time.time()
        values = {"zoom": tile.zoom, "x": tile.x, "y": tile.y, "body": body, "etag": etag, "at": now, "fresh_until": now + fresh_s, "seen": now}
        try:
            with self._lock, self._engine.begin() as link:
                was = link.scalar(sa.select(sa.func.length(rows.c.body)).where(_is(tile))) or 0
                link.execute(sa.insert(rows).prefix_with("OR REPLACE").values(**values))
                self._size += len(body) - was
                if self._size > self._limit:
                    self._make_room(link)
        except sa.exc.DBAPIError as error:
            log.warning("a tile cannot be kept: %s", type(error.orig).__name__)

    def close(self) -> None:
        self._engine.dispose()

    def _make_room(self, link: sa.Connection) -> None:
        for row in link.execute(sa.select(rows.c.zoom, rows.c.x, rows.c.y, sa.func.length(rows.c.body)).order_by(rows.c.seen, rows.c.at)).all():
            if self._size <= self._limit * ROOM:
                return
            link.execute(sa.delete(rows).where(_is(Tile(row.zoom, row.x, row.y))))
            self._size -= row[3]


def _is(tile: Tile) -> sa.ColumnElement[bool]:
    return sa.and_(rows.c.zoom == tile.zoom, rows.c.x == tile.x, rows.c.y == tile.y)
