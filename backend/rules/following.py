"""What follows the change feed by itself: page by page in transactions of their own, so that nobody else waits long for the one writer of SQLite."""

from collections.abc import Callable

import sqlalchemy as sa

from backend.session import SYSTEM, Database, Work
from backend.tables.feed import FeedHead

TURN = 2  # pages that are followed by themselves at a time: however much waits, whoever asks meanwhile hardly feels it


def keep_up(database: Database, behind: Callable[[Work], int], follow: Callable[[Work], None], pages: int | None) -> int:
    """`follow` takes a page of what waits, `pages` times at most; answers how many changes still wait, as `behind` tells."""
    turns = 0
    while True:
        with database.read() as work:
            waiting = behind(work)
        if not waiting or turns == pages:
            return waiting
        with database.write(SYSTEM) as work:
            follow(work)
        turns += 1


def newest(work: Work) -> int:
    """The number of the newest change."""
    return work.session.execute(sa.select(FeedHead.seq)).scalar_one()
