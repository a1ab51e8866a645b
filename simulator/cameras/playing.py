"""The clock that all clients of a clip share: frame n of N is due when int(monotonic seconds x fps) % N is n.

A client gets the frames since the newest key frame at once, as media gateways do, so that its first picture does not wait for the next one.
"""

import asyncio
import math
import os
import time
from collections.abc import AsyncIterator
from typing import NamedTuple

from simulator.cameras.clip import Clip, Unit
from simulator.cameras.crop import Crop
from simulator.cameras.faults import Faults
from simulator.cameras.mount import Mount


class Due(NamedTuple):
    """A unit whose time has come. `place` is its index in the clip; `number` and `shown` count this client's frames, as decoded and as shown.

    `at` is the moment that it shows, of the monotonic clock: those since the newest key are of the past. `turned` is the unit instead of that of
    the clip when the camera has been turned.
    """

    clip: Clip
    place: int
    number: int
    at: float
    turned: Unit | None = None

    @property
    def unit(self) -> Unit:
        return self.turned or self.clip.units[self.place]

    @property
    def shown(self) -> int:
        return self.number + self.unit.delay


async def play(clip: Clip, faults: Faults, other: Clip | None = None, mount: Mount | None = None) -> AsyncIterator[Due]:
    """The units of a clip as they fall due, in an endless loop; `other` takes over at `faults.switch_at`. After `faults.freeze_after` it is one
    key for ever.

    Once the camera has been turned, what its mount looks at is cut out and encoded for this client.
    """
    began = time.monotonic()
    ago = 0.0 if faults.since is None else max(0.0, time.time() - faults.since)
    live = math.floor((began - ago) * clip.fps)
    start = live - (live % len(clip.units)) + clip.key_before(live % len(clip.units))
    number, crop, frozen = 0, None, -1
    while True:
        passed = time.monotonic() - began
        if passed > faults.close_after:
            return
        if faults.kind == "stall" or passed > faults.stall_after:
            await asyncio.Event().wait()
        now_playing = other if other and passed > faults.switch_at else clip
        due = (start + number) / clip.fps + ago if faults.slow == 1 else began + number * faults.slow / clip.fps
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        place = (start + number) % len(now_playing.units)
        if passed > faults.freeze_after:
            place = frozen = clip.key_before(place) if frozen < 0 else frozen
            yield Due(clip, place, number, due)
        elif mount is not None and mount.turned and now_playing is clip:
            crop = crop or Crop(clip)
            unit = await asyncio.to_thread(crop.unit, place, mount.window())
            if unit is not None:
                yield Due(clip, place, number, due, unit)
        else:
            yield Due(now_playing, place, number, due)
        number += 1


def spoilt(payload: bytes, faults: Faults) -> bytes:
    return os.urandom(len(payload)) if faults.kind == "garbage" else payload
