"""One pane's look at its camera: what it asks the governor for, the stream it gets, and the newest picture."""

import time
from typing import NamedTuple

from console.hall.governor import NOTHING, Governor
from console.hall.listening import Ear
from console.hall.stream_budget import Demand, Grade, Grant, Importance
from console.hall.streams import Picture, Streams, StreamState, View, state_of
from wire.cameras import Camera

Size = tuple[int, int]


class Source(NamedTuple):
    """The stream that a picture is of. It can be cut for a while after nobody looks at it any more."""

    url: str
    view: View


class Look:
    """For the GUI thread. The last picture stays until the next one comes, whatever stream that is of."""

    def __init__(self, streams: Streams, governor: Governor) -> None:
        self.importance = Importance.PLAIN
        self.grant: Grant = NOTHING
        self.view: View | None = None
        self.picture: Picture | None = None
        self.source: Source | None = None  # of the picture, which may be another than what is looked at by now
        self.trouble, self._refusing = "", False  # why there was no still when it was its turn
        self._since = 0.0  # when that was new: monotonic, for the clock of a machine may be put right at any time
        self._streams, self._governor, self._url = streams, governor, ""
        self._demand: Demand | None = None
        self._ear: Ear | None = None

    def at(self, camera: Camera | None, size: Size) -> None:
        """Open what this camera, size and importance get; at no camera: nothing."""
        watchable = camera is not None and bool(camera.sub_url or camera.main_url)
        demand = Demand(camera.sub_url, camera.main_url, size[0], self.importance, self._silent()) if camera and watchable else None
        self._demand, self.grant = demand, self._governor.ask(self, demand, self.age_s)
        if self.grant.url != self._url:
            self._close()
            self._url = self.grant.url
            self.view = self._streams.open(self._url, *size, preview=self.grant.grade == Grade.KEYS) if self._url else None
            self.listen(self._ear)
        elif self.view is not None:
            self.view.resize(*size)
            self.view.preview(self.grant.grade == Grade.KEYS)

    def weigh(self) -> None:
        """What its camera does not send takes nothing of what there is to be decoded; as soon as it plays, it does."""
        if self._demand is not None and self._demand.silent != self._silent():
            self._demand = self._demand._replace(silent=self._silent())
            self._governor.ask(self, self._demand, self.age_s)

    def away(self) -> None:
        """Nobody looks."""
        self._demand = None
        self._governor.ask(self, None)
        self.grant = NOTHING
        self._close()

    def forget(self) -> None:
        """Another camera comes."""
        self.away()
        self.picture, self.source, self.trouble = None, None, ""

    def listen(self, ear: Ear | None) -> None:
        """Hear it by this, whatever stream it gets; none: hear nothing."""
        self._ear = ear
        if self.view is not None:
            self.view.listen(ear)

    def take_picture(self) -> bool:
        """The newest one; is it another?"""
        newest = self.view.picture() if self.view else None
        if newest is None or self.view is None or newest is self.picture:
            return False
        self.source = Source(self._url, self.view)
        self.picture, self._since = newest, time.monotonic() - (self.view.age_s() or 0.0)
        return True

    def age_s(self) -> float | None:
        """Of the picture on the pane, wherever it came from; of one that is sent again and again, since the first time."""
        if self.picture is None:
            return None
        frozen_s = self.view.age_s() if self.view is not None and self.view.frozen() else None
        return max(time.monotonic() - self._since, frozen_s or 0.0)

    def state(self) -> StreamState | None:
        """None: nobody looks. While only stills are given out, that is the state, whatever the stream is that fetches them."""
        if self.grant.short and self.grant.grade <= Grade.KEYS:
            return StreamState.STILL if self.picture else state_of(self.view) if self.view else self._between_turns()
        return state_of(self.view) if self.view else None

    def _between_turns(self) -> StreamState:
        if not self.trouble:
            return StreamState.CONNECTING
        return StreamState.REFUSED if self._refusing else StreamState.OFFLINE

    def _silent(self) -> str:
        return self._url if self.view is not None and self.view.problem else ""

    def _close(self) -> None:
        if self.view is not None:
            self.trouble, self._refusing = self.view.problem, self.view.refused
            self.view.close()
        self.view, self._url = None, ""
