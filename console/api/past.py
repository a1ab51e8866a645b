"""The hall as of an earlier moment."""

import time
from collections.abc import Iterable
from datetime import datetime

from console.api.door import BULK_S, Cursor, Door
from wire.changes import Change
from wire.message import Versioned
from wire.nouns import thing_of
from wire.on_shift import OnShift
from wire.past import PastMarks, Rewound, Stretch
from wire.units import Positions

PAGE = 500  # things that are decoded in a few ms: nobody may hold the interpreter for longer than 10 (DESIGN 4)
Read = list[tuple[Change, Versioned | None]]


class PastApi(Door):
    def rewound(self, at: datetime, seen: Cursor) -> tuple[Rewound, Read]:
        """What was different at `at` from the hall at `seen`, and the things that it was."""
        told = self._get(Rewound, "/v1/past", {"at": at.isoformat(), "seen": seen.seq, "epoch": seen.epoch}, read_s=BULK_S)
        return told, read(told.changes)

    def stretch(self, after: Cursor, until: datetime) -> tuple[Stretch, Read]:
        """What happened after a change and not later than `until`."""
        params = {"after": after.seq, "until": until.isoformat(), "epoch": after.epoch}
        told = self._get(Stretch, "/v1/past/changes", params, read_s=BULK_S)
        return told, read(told.changes)

    def positions_then(self, at: datetime) -> Positions:
        return self._get(Positions, "/v1/past/positions", {"at": at.isoformat()}, read_s=BULK_S)

    def on_shift(self, at: datetime) -> list[OnShift]:
        """Whose shift ran at a moment, and who had signed in."""
        return self._get(list[OnShift], "/v1/past/shifts", {"at": at.isoformat()})

    def past_marks(self, start: datetime, end: datetime) -> PastMarks:
        """What is worth looking at in a period of a week at most."""
        return self._get(PastMarks, "/v1/past/marks", {"start": start.isoformat(), "end": end.isoformat()}, read_s=BULK_S)


def read(changes: Iterable[Change]) -> Read:
    things: Read = []
    for number, change in enumerate(changes):
        things.append((change, thing_of(change)))
        if not number % PAGE:
            time.sleep(0)
    return things
