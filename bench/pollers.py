"""Consoles that only follow the feed, by the console's own client: `python -m bench.pollers SERVER COUNT SECONDS`, the token on stdin.

Prints one `Heard` as JSON. A change is as old as the time since its `at`, which the backend takes in its last lock before the commit,
so the figures are a little worse than commit to receipt. Each poller has a thread, and decodes the envelopes but not the things.
"""

import os
import sys
import threading
import time
from datetime import UTC, datetime

import msgspec

from console.api import Api, ApiError, Cursor
from console.connection import Connection
from console.workers.poller import WAIT_S
from wire.changes import Change

_change = msgspec.json.Decoder(Change).decode


class Heard(msgspec.Struct, kw_only=True):
    """`late_ms` of each change at each poller, one list per poller; `gaps` counts numbers that did not come in order."""

    late_ms: list[list[float]]
    gaps: int
    errors: int
    cpu_s: float


class Poller:
    def __init__(self, api: Api, begin: Cursor) -> None:
        self._api, self._cursor = api.twin(), begin
        self.late_ms: list[float] = []
        self.gaps = self.errors = 0

    def run(self, until: float) -> None:
        while time.monotonic() < until:
            try:
                answer = self._api.changes(self._cursor, WAIT_S)
            except ApiError:
                self.errors += 1
                continue
            heard = datetime.now(UTC)
            for entry in answer.changes:
                change = _change(bytes(entry))
                self.gaps += change.seq != self._cursor.seq + 1
                self._cursor = Cursor(answer.epoch, change.seq)
                self.late_ms.append((heard - change.at).total_seconds() * 1000)


def main(server: str, count: int, seconds: float, token: str) -> Heard:
    api = Api(Connection(server, token))
    health = api.health()
    pollers = [Poller(api, Cursor(health.epoch, health.head)) for _ in range(count)]
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=poller.run, args=(until,)) for poller in pollers]
    began = time.process_time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Heard(
        late_ms=[poller.late_ms for poller in pollers],
        gaps=sum(poller.gaps for poller in pollers),
        errors=sum(poller.errors for poller in pollers),
        cpu_s=time.process_time() - began,
    )


if __name__ == "__main__":
    heard = main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.stdin.readline().strip())
    os.write(1, msgspec.json.encode(heard))
