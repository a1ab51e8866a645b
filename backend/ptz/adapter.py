"""What every adapter can do. Whatever goes wrong outside is an `Outside`:

ptz_unreachable    nobody answers at this address
ptz_silent         no answer in time
ptz_login          name or password are wrong, or missing
ptz_refused        the device or gateway says no, or cannot do it
bad_ptz_url        the address of the camera cannot be read, or names no protocol that we know
"""

from typing import NamedTuple, Protocol

from wire.ptz import Patrol, PatrolOrder, Preset


class Position(NamedTuple):
    """-1 to 1, -1 to 1, 0 to 1."""

    pan: float
    tilt: float
    zoom: float


class Adapter(Protocol):
    tells: bool  # whether its protocol says where a camera looks

    def move(self, pan: float, tilt: float, zoom: float, seconds: float) -> None:
        """Shares of the full speed. The device may end it by itself after `seconds`; the backend stops it in any case."""

    def stop(self) -> None: ...

    def absolute(self, pan: float, tilt: float, zoom: float) -> None: ...

    def aim(self, x: float, y: float, width: float, height: float) -> None:
        """Fill the picture with this box, in shares of it, `x` and `y` its middle."""

    def go_to(self, number: int) -> None: ...

    def presets(self) -> list[Preset]: ...

    def put_preset(self, number: int, name: str) -> None: ...

    def drop_preset(self, number: int) -> None: ...

    def patrols(self) -> list[Patrol]:
        """Those that the device tells; none where the protocol tells none."""

    def put_patrol(self, number: int, order: PatrolOrder) -> None: ...

    def start_patrol(self, number: int) -> None: ...

    def end_patrol(self, number: int) -> None: ...

    def position(self) -> Position | None:
        """None: this protocol does not tell."""
