"""A live hall that follows the real backend step by step, and the room that rewinds it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

import numpy as np
import pytest
import sqlalchemy as sa
from pytestqt.qtbot import QtBot

from backend.fixes import scale, writing
from backend.rules import units
from backend.session import SYSTEM
from backend.tables.feed import FeedHead
from console.api import Api
from console.hall.hall import Hall
from console.hall.scenes import Scene
from console.map import scheme
from console.map.view import MapView
from console.rooms.rewind import PastVideo, RewindRoom
from console.workers.caller import Caller
from console.workers.footage_files import FootageFiles
from console.workers.footage_reel import FootagePool
from console.workers.poller import Poller
from tests.backend.centre import Centre
from tests.contract.conftest import ApiOf
from wire.codes import Role

scheme.prepare()
WALL = Scene("4", ("k1", "k2", "k3", ""))  # what hangs on the video wall now


class LiveHall:
    """A Hall that follows the backend, a step when it is told to."""

    def __init__(self, api: Api) -> None:
        self.api, self.hall = api, Hall(api.me())
        self.hall.set_catalogue(api.catalogue())
        self._poller = Poller(api.twin())
        self._poller.heard.connect(self.hall.clock.set)
        self._poller.snapshot_taken.connect(self.hall.take)
        self._poller.refreshed.connect(self.hall.settle)
        self._poller.changed.connect(self.hall.apply)

    def follow(self, centre: Centre) -> None:
        """Until it has all that the database has."""
        with centre.database.read() as work:
            head = work.session.execute(sa.select(FeedHead.seq)).scalar_one()
        while self.hall.cursor is None or self.hall.cursor[1] < head:
            self._poller.step()

    def end(self) -> None:
        self._poller._api.connection.shutdown()


@pytest.fixture
def live(api_of: ApiOf, qapp: object) -> Iterator[LiveHall]:
    made = LiveHall(api_of(Role.DUTY_LEADER))
    yield made
    made.end()
    made.hall.deleteLater()


@pytest.fixture
def room(live: LiveHall, dressed: None) -> Iterator[RewindRoom]:
    caller, footage = Caller(live.api), FootagePool(FootageFiles(live.api), {})
    made = RewindRoom(live.hall, caller, partial(MapView), PastVideo(footage, lambda: WALL, list))
    yield made
    made.close()
    footage.stop()
    footage.join()
    caller.halt()
    made.deleteLater()


def settled(qtbot: QtBot, room: RewindRoom, at: datetime) -> Callable[[], None]:
    def there() -> None:
        assert room.rewind is not None
        assert room.rewind.shown == pytest.approx(at.timestamp(), abs=1e-3)

    qtbot.waitUntil(there)
    return there


def walk(centre: Centre, moments: list[datetime]) -> None:
    """The inspector goes north, a step at each of these moments."""
    at = [round(moment.timestamp() * 1000) for moment in moments]
    with centre.database.write(SYSTEM) as work:
        number, north = units.row_of(work, "u1").number, [35.0 + step / 1000 for step in range(len(at))]
        writing.keep(work, scale.of_values(number, np.array(at), [111.0] * len(at), north, [1.0] * len(at), [0.0] * len(at), [5.0] * len(at)))
