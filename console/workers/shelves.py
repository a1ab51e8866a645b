"""One shelf for every console: those of one user on one machine keep their orders apart, and take over what another has left."""

import logging
from pathlib import Path

import sqlalchemy as sa

from console.database import Taken
from console.workers.letters import AnyLetter
from console.workers.shelf import Shelf

log = logging.getLogger(__name__)

MOST = 20  # consoles of one user on one machine


def open_shelf(folder: Path) -> Shelf:
    """The first that no other console has; `OSError` when there is none."""
    for number in range(1, MOST + 1):
        try:
            shelf = Shelf(folder / ("outbox.db" if number == 1 else f"outbox-{number}.db"), number)
        except Taken:
            continue
        if number > 1:
            log.info("console %d of this user on this machine: it has an outbox of its own", number)
        return shelf
    raise OSError(f"{MOST} consoles of this user are open on this machine")


def take_over(mine: Shelf) -> list[AnyLetter]:
    """Bring over what consoles that are gone have left in the same folder."""
    brought: list[AnyLetter] = []
    for path in sorted(mine.path.parent.glob("outbox*.db")):
        if path != mine.path:
            brought += _taken(mine, path)
    return brought


def _taken(mine: Shelf, path: Path) -> list[AnyLetter]:
    try:
        left = Shelf(path)
    except Taken:
        return []
    except OSError as error:
        log.warning("%s cannot be opened to be taken over: %s", path.name, error)
        return []
    try:
        letters = mine.take_from(left)
    except sa.exc.SQLAlchemyError as error:
        log.warning("%s cannot be taken over: %s", path.name, type(error).__name__)
        return []
    finally:
        left.close()
    log.info("%d letters of a console that is gone were taken over", len(letters))
    return letters
