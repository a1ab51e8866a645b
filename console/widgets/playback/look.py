"""One pane's look at the past of its camera; it takes the place of `console.widgets.video_look.Look`."""

from console.hall.governor import NOTHING
from console.hall.past import Footage, Hand, PastState, PastView
from console.hall.stream_budget import Importance
from console.hall.streams import Picture, StreamState
from wire.cameras import Camera

Size = tuple[int, int]


class PastLook:
    """For the GUI thread. Takes nothing from the governor: recordings come from the backend, not from cameras."""

    def __init__(self, footage: Footage, hand: Hand) -> None:
        self.importance, self.grant = Importance.PLAIN, NOTHING
        self.picture: Picture | None = None
        self.reel: PastView | None = None
        self._footage, self._hand = footage, hand
        self._camera: Camera | None = None
        self._sought: tuple[float, float] | None = None
        self._reached: float | None = None  # of the picture that is shown

    def at(self, camera: Camera | None, size: Size) -> None:
        if camera is None:
            self.forget()
            return
        if self.reel is None or self._camera is None or (self._camera.id, self._camera.playback_url) != (camera.id, camera.playback_url):
            self.away()
            self._camera, self.reel = camera, self._footage.open(camera, *size)
        self.reel.resize(*size)
        self.seek()

    def away(self) -> None:
        """Nobody looks."""
        if self.reel is not None:
            self.reel.close()
        self.reel, self._sought, self._reached = None, None, None

    def forget(self) -> None:
        """Another camera comes."""
        self.away()
        self.picture = None

    def seek(self) -> None:
        """Follow the hand."""
        wanted = self._hand.at, self._hand.speed if self._hand.playing else 0.0
        if self.reel is not None and wanted != self._sought:
            self._sought = wanted
            self.reel.seek(*wanted)

    def take_picture(self) -> bool:
        """The newest one; is it another?"""
        self.seek()
        self._reached = self.reel.reached if self.reel else None  # before the picture, which is this or a newer one
        newest = self.reel.picture() if self.reel else None
        if newest is None or newest is self.picture:
            return False
        self.picture = newest
        return True

    def age_s(self) -> float | None:
        """The past is of no age that a live picture could be."""
        return None

    def state(self) -> StreamState | None:
        """Never live, and never stopped."""
        return None

    def past_state(self) -> PastState:
        return PastState(self.reel.state) if self.reel else PastState.LOADING

    def problem(self) -> str:
        return self.reel.problem if self.reel else ""

    def reached(self) -> float | None:
        """The moment up to which it has come; none while nobody is to wait for it: nothing is shown, or another's recorder takes its time."""
        reel = self.reel
        return self._reached if reel is not None and reel.state == PastState.SHOWN and not reel.foreign else None

    def beside(self) -> tuple[float, float] | None:
        return self.reel.beside() if self.reel else None
