"""What a video pane needs to know of a camera's stream. The threads behind it live in `console.workers.streams`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from PySide6.QtGui import QImage

from console.hall.listening import Ear

STALE_S = 2.0
CAMERA_MIME = "application/x-yiping-camera"  # the id of a camera, dragged onto a pane


class StreamState(StrEnum):
    CONNECTING = "CONNECTING"
    LIVE = "LIVE"
    STALE = "STALE"  # connected, but the newest picture is older than STALE_S, or the same for long
    OFFLINE = "OFFLINE"  # the connection failed; it is tried again, for ever
    STILL = "STILL"  # there is not enough for all panes: this one has a new picture now and then
    REFUSED = "REFUSED"  # the camera answers, but will not have us, or does not exist


class Picture(Protocol):
    """`number` grows with every picture of a stream, so that a pane sees whether there is a new one."""

    @property
    def number(self) -> int: ...

    @property
    def image(self) -> QImage:
        """As large as fits into the size asked for, in pixels."""

    @property
    def at(self) -> datetime:
        """When it arrived here, UTC."""

    @property
    def frame(self) -> Any:
        """As it came, in its own size (av.VideoFrame); none where only the image is here."""


class Film(Protocol):
    """An MP4, and how long it lasts."""

    @property
    def content(self) -> bytes: ...
    @property
    def seconds(self) -> float: ...


class Cut(Protocol):
    """A stretch of a stream around a moment, as it came. It grows until `done`: the time is over, or the stream has broken off."""

    @property
    def done(self) -> bool: ...
    @property
    def until(self) -> datetime: ...

    def film(self, about: Mapping[str, str]) -> Film | None:
        """What there is by now, with these words in the file; none when no film can be made of it. Takes a moment: not for the GUI thread."""


class Cutter(Protocol):
    def drop(self, cut: Any) -> None:
        """Let go of a cut of this before it is done; it keeps what it has."""


class View(Protocol):
    """One pane's look at a stream."""

    @property
    def problem(self) -> str:
        """The reason code of the last failure; empty since a good picture came."""

    @property
    def refused(self) -> bool:
        """Is the problem one that asking again soon would not mend?"""

    def picture(self) -> Picture | None:
        """The newest one, the same again until there is a newer; none before the first in this size."""

    def age_s(self) -> float | None:
        """Seconds since the newest good picture, or of a stream that is `frozen` since it changed; none when none ever came."""

    def frozen(self) -> bool:
        """Do pictures come that have all been the same for long? Then they show nothing of now, whatever repeats them."""

    def damaged(self) -> float:
        """The share of the pictures of the last seconds in which parts are missing or smeared: something got lost on the way."""

    def retry_in_s(self) -> float | None:
        """Seconds until the next attempt to connect; none when connected or connecting."""

    def try_again(self) -> None:
        """Somebody will not wait for the next attempt; without effect while it is made. Who refused us is still asked ten seconds apart at least."""

    def frame_rate(self) -> float:
        """Good pictures per second, over the last few seconds."""

    def fresh_s(self) -> float:
        """How old the newest picture may be before it counts as stopped; longer where only key pictures are decoded."""

    def drops(self, since: datetime) -> tuple[int, float]:
        """How often this stream has broken off since then while somebody looked, and for how many seconds in all."""

    def cut(self, at: datetime, before_s: float, after_s: float) -> Cut | None:
        """What came so long before this moment, and what comes so long after it, whether anybody looks or not; none when nothing is here."""

    def drop(self, cut: Any) -> None:
        """Let go of a cut of this stream before it is done; it keeps what it has."""

    def has_sound(self) -> bool | None:
        """None: it is not known yet."""

    def listen(self, ear: Ear | None) -> None:
        """From now on this ear hears the stream, over a reconnect too; none: it is not decoded for this pane any more."""

    def preview(self, preview: bool) -> None:
        """From now on key pictures are enough, or not any more."""

    def resize(self, width: int, height: int) -> None:
        """From now on pictures that fit into so many pixels."""

    def close(self) -> None:
        """The pane looks no more."""


class Load(Protocol):
    """What one stream takes: frames and bits per second, as measured. `address` is without login and query."""

    @property
    def address(self) -> str: ...
    @property
    def problem(self) -> str: ...
    @property
    def frame_rate(self) -> float: ...
    @property
    def bit_rate(self) -> float: ...
    @property
    def keys_only(self) -> bool: ...
    @property
    def opens(self) -> int: ...


class Streams(Protocol):
    def open(self, url: str, width: int, height: int, preview: bool = False) -> View:
        """Look at a stream in a size of so many pixels; returns at once. All who look at one URL share one connection. A preview is content with
        key pictures."""

    def make_room(self, streams: int, per_host: int, left: int) -> None:
        """So many may run at once, so many of one host, and of those that nobody looks at any more so many: a stream that is left stays open a while
        for who comes back, but not where there is no room for it. Until this is said, there is room for all."""

    def running(self) -> int:
        """How many streams run, those among them that were just left."""

    def load(self) -> Sequence[Load]:
        """What each stream that runs takes now."""


def state_of(view: View) -> StreamState:
    """The state follows from the facts, so that an old picture is never taken for a new one."""
    age = view.age_s()
    if view.problem:
        return StreamState.REFUSED if view.refused else StreamState.OFFLINE
    if age is None:
        return StreamState.CONNECTING
    return StreamState.STALE if age > view.fresh_s() else StreamState.LIVE
