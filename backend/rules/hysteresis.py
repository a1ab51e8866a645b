"""When something that is measured becomes an alarm, and when it is none any more. Pure: times are seconds since 1970, values of any unit.

It begins when the value has been at `enter` or above for `hold_s`, and ends when it has been below `leave` for `calm_s`; between the two
thresholds all stays as it is. So a value that sways about one threshold neither raises nor clears again and again. A value that nobody knows
(`None`) changes nothing, and nothing is counted over it.
"""

from typing import NamedTuple


class Band(NamedTuple):
    """`leave` is `enter` or less. Who measures what must not be too small gives the negative of it."""

    enter: float
    leave: float
    hold_s: float = 0.0
    calm_s: float = 0.0


class Held(NamedTuple):
    """`since`: from when on the value has been beyond the threshold that would change `on`; none while it is not. JSON keeps it as a list."""

    on: bool = False
    since: float | None = None


def step(band: Band, held: Held, at: float, value: float | None) -> Held:
    """How it stands after the value of a moment; moments come in order."""
    if value is None:
        return Held(held.on, None)
    beyond = value < band.leave if held.on else value >= band.enter
    if not beyond:
        return Held(held.on, None)
    since = at if held.since is None else held.since
    if at - since >= (band.calm_s if held.on else band.hold_s):
        return Held(not held.on, None)
    return Held(held.on, since)
