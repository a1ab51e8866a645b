"""Squads: whoever is called out looks at the terminal, says that he goes, goes where it is by then, and says when it is done."""

from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue

import msgspec
import numpy as np

from simulator.doors import Doors
from simulator.scenario import Span
from simulator.sender import Job
from simulator.world import World
from wire.callouts import UNDER_WAY, Callout
from wire.codes import CalloutState

LOOKS_S: Span = (2.0, 8.0)  # from when it was sent
SAYS_S: Span = (3.0, 12.0)  # from then on
FOLLOWS_S = 20.0  # on the way the terminal is looked at again so often: what he goes to moves
DECLINES = 0.06  # share of callouts
CALLOUTS = msgspec.json.Decoder(list[Callout])
CHANCE = 9  # a stream of chance of their own, so that nothing else happens otherwise


@dataclass
class _Waiting:
    """`left` seconds until the terminal is looked at, then until it is answered."""

    callout: Callout
    left: float
    looked: bool = False


class Squads:
    def __init__(self, doors: Doors, world: World, seed: int) -> None:
        self._doors, self._world, self._rng = doors, world, np.random.default_rng([seed, CHANCE])
        self._waiting: dict[str, _Waiting] = {}
        self._going: dict[str, float] = {}  # by unit, how long until it looks again
        self._places: SimpleQueue[Callout] = SimpleQueue()  # what the terminals say

    def hear(self, callout: Callout) -> None:
        """What has become of a callout; those of units that are not ours are other people's."""
        if not (self._world.has(callout.unit_id) and self._doors.knows(callout.unit_id)):
            return
        if callout.state is CalloutState.ACCEPTED:
            self._world.call_out(callout)
            self._going[callout.unit_id] = FOLLOWS_S
        elif callout.state not in UNDER_WAY:
            self._waiting.pop(callout.id, None)
            self._going.pop(callout.unit_id, None)
            self._world.call_back(callout)
        elif callout.id not in self._waiting:
            seen = callout.state is CalloutState.SEEN
            self._waiting[callout.id] = _Waiting(callout, self._within(SAYS_S if seen else LOOKS_S), seen)

    def step(self, seconds: float) -> list[Job]:
        jobs: list[Job] = []
        while not self._places.empty():
            self._world.follow(self._places.get())
        for unit_id, left in list(self._going.items()):
            self._going[unit_id] = left - seconds if left > seconds else FOLLOWS_S
            if left <= seconds:
                jobs.append(partial(self._look, unit_id))
        for id, each in list(self._waiting.items()):
            each.left -= seconds
            if each.left > 0:
                continue
            if each.looked:
                del self._waiting[id]
                jobs.append(partial(self._say, each.callout, CalloutState.DECLINED if self._rng.random() < DECLINES else CalloutState.ACCEPTED))
            else:
                each.looked, each.left = True, self._within(SAYS_S)
                jobs.append(partial(self._doors.get, each.callout.unit_id, "/v1/callouts", under_way=True))
        return jobs

    def done(self, callout: Callout) -> None:
        """Somebody has been there."""
        self._say(callout, CalloutState.DONE)

    def _look(self, unit_id: str) -> None:
        """Where what one goes to is by now."""
        for callout in CALLOUTS.decode(self._doors.get(unit_id, "/v1/callouts", under_way=True).content):
            if callout.state is CalloutState.ACCEPTED and callout.now_lon is not None and callout.now_lat is not None:
                self._places.put(msgspec.structs.replace(callout, lon=callout.now_lon, lat=callout.now_lat))

    def _say(self, callout: Callout, state: CalloutState) -> None:
        note = {CalloutState.DECLINED: "正在处置其他警情，无法前往", CalloutState.DONE: "已到场核查"}.get(state, "")
        self._doors.post(callout.unit_id, f"/v1/callouts/{callout.id}/answer", {"state": state, "note": note}, key=f"{callout.id}-{state}"[:80])

    def _within(self, span: Span) -> float:
        return float(self._rng.uniform(*span))
