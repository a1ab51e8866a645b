"""What the card needs to know of a clip that is being played. The thread behind it lives in `console.workers.clip_player`."""

from typing import Protocol

from PySide6.QtGui import QImage


class Player(Protocol):
    """Plays from its first picture on, at the pace of the clip, and stands still at its end."""

    @property
    def image(self) -> QImage | None:
        """The picture of now; none before the first."""

    @property
    def position_s(self) -> float: ...
    @property
    def duration_s(self) -> float: ...
    @property
    def playing(self) -> bool: ...
    @property
    def broken(self) -> bool:
        """It cannot be played."""

    def play(self, on: bool) -> None:
        """Go on, from the beginning when it is at its end; or stand still."""

    def seek(self, position_s: float) -> None: ...
    def stop(self) -> None:
        """Nobody looks any more; returns at once."""
