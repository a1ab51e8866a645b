"""What hangs on the wall of the rewound hall: whose wall it was then, by the patrol log, or what hangs on ours now."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import shiboken6
from PySide6.QtCore import QObject

from console import words
from console.hall.hall import Hall
from console.hall.rewind import Rewind
from console.hall.scenes import BEFORE, Scene, scenes_at
from console.widgets.rewind.footage import PastWall
from console.workers.caller import Caller
from wire.patrols import MOST_RECORDS, WatchRecord

BEHIND = timedelta(minutes=10)  # of the log, fetched beyond the moment: while it is played on, nothing is asked again


class SceneRoom(QObject):
    """Follows the hand. `now` is what hangs on our own wall, `untold` what we have watched and the backend does not know yet.

    Of other people the log tells to who may read it; of the last quarter of an hour it knows nothing of what still hangs with them.
    """

    def __init__(self, live: Hall, caller: Caller, rewind: Rewind, wall: PastWall, now: Callable[[], Scene], untold: Callable[[], list[WatchRecord]]):
        super().__init__(rewind)
        self._me, self._caller, self._rewind, self._wall = live.me, caller, rewind, wall
        self._now, self._untold = now(), untold
        self._whose: str | None = None  # by an operator: a user, empty for the wall of now; none: nobody has said
        self._records: list[WatchRecord] = []
        self._span: tuple[datetime, datetime] | None = None
        self._asking, self._told = False, Scene("", ())
        wall.whose.activated.connect(self._choose)
        rewind.arrived.connect(self.look)
        rewind.hall.clock.ticked.connect(lambda _: self.look())
        self._show(self._now, [])

    def look(self) -> None:
        """Hang what hung then; what the log does not say yet is asked first."""
        if self._rewind.shown is None:
            return
        at = datetime.fromtimestamp(self._rewind.shown, UTC)
        if self._span is None or not self._span[0] <= at < self._span[1]:
            self._ask(at)
            return
        scenes = scenes_at([*self._records, *self._untold()], at)
        by = {scene.user: scene for scene in scenes}
        mine = by.get(self._me.name) or next(iter(scenes), self._now)
        chosen = mine if self._whose is None else self._now if not self._whose else by.get(self._whose, mine)
        self._show(chosen, scenes)

    def _ask(self, at: datetime) -> None:
        if self._asking:
            return
        self._asking = True
        start, end = at - BEFORE, at + BEHIND
        during = f"{start.isoformat()}/{end.isoformat()}"

        def had(records: list[WatchRecord] | None) -> None:
            if not shiboken6.isValid(self._wall):  # the hall of then was left meanwhile
                return
            self._asking = False
            self._records, self._span = records or [], (at, end)
            self.look()

        self._caller.call(lambda api: api.watches(during=during, limit=MOST_RECORDS), had, lambda error: had(None))

    def _show(self, scene: Scene, scenes: list[Scene]) -> None:
        if scene != self._told:
            self._told = scene
            self._wall.show_scene(scene.layout, scene.cameras)
        self._wall.offer([(each.user, self._words(each)) for each in (*scenes, self._now)], scene.user)

    def _words(self, scene: Scene) -> str:
        if not scene.user:
            return words.choose("现在的视频墙", "The wall as it is now")
        return words.choose(f"{scene.full_name} 当时的视频墙", f"The wall of {scene.full_name} then")

    def _choose(self, place: int) -> None:
        self._whose = self._wall.whose.itemData(place)
        self.look()
