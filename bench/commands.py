"""Hands at terminals, in a process of its own: `python -m bench.commands SERVER HANDS PER_S UNITS`, the token on stdin, until SIGTERM.

Each hand has units of its own, which sign out and in again through the public route: a command, a change. It waits for the answer before its next
one. `PER_S` is of all hands together; 0 is as fast as they are answered. Prints "ready" when the first command is stored.
"""

import sys
import threading
from http.client import HTTPConnection
from itertools import cycle
from signal import SIGTERM, signal

from bench.traffic import Pace
from wire.codes import DutyState


def sign(server: str, token: str, hand: int, hands: int, per_s: float, units: int, stored: threading.Event, ending: threading.Event) -> None:
    connection = HTTPConnection(server.removeprefix("http://"), timeout=30)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    pace = Pace(per_s / hands, ending) if per_s else None
    for unit, duty in cycle((unit, duty) for unit in range(hand, units, hands) for duty in (DutyState.OFF_DUTY, DutyState.ON_DUTY)):
        connection.request("POST", f"/v1/units/u{unit}/duty", f'{{"duty": "{duty}"}}', headers)
        answer = connection.getresponse()
        said = answer.read()
        if answer.status != 200:
            raise SystemExit(f"the backend refused a command: {said!r}")
        stored.set()
        if ending.is_set() or (pace and not pace.wait()):
            break
    connection.close()


def main(server: str, hands: int, per_s: float, units: int, token: str) -> None:
    stored, ending = threading.Event(), threading.Event()
    signal(SIGTERM, lambda *_: ending.set())
    threads = [threading.Thread(target=sign, args=(server, token, hand, hands, per_s, units, stored, ending)) for hand in range(hands)]
    for thread in threads:
        thread.start()
    stored.wait(30)
    print("ready", flush=True)
    for thread in threads:
        while thread.is_alive():
            thread.join(0.2)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]), sys.stdin.readline().strip())
