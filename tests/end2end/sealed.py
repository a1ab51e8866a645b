"""A whole house in a network that leads nowhere: `unshare --net --map-root-user python -m tests.end2end.sealed CITY HOME`.

Every address there is is this machine's own, so that whatever is sent to any of them passes the one interface, where it is read. A city is served,
its people work, and a console in this process shows its map with a base map and all overlays, and the map of the hall as it was. Both pages are told
to try what the policy forbids. What was sent to others than 127.0.0.1 is printed as JSON, beside what was sent there on purpose.
"""

import json
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from console.app import Console
from console.map import scheme
from console.map.view import MapView
from console.settings import Settings
from tests.console.display import start_screen
from tests.console.test_map_sealed import ATTEMPTS
from tests.end2end.conftest import City

ROUTES = ("link set lo up", "route add local 0.0.0.0/0 dev lo", "-6 route add local ::/0 dev lo")
ASKED = ("192.0.2.7", 53), ("198.51.100.7", 443)  # of the documentation: nobody's
OUTSIDE = "203.0.113.9"
ALL_FRAMES, IPV4, IPV6, TO_US = 0x0003, 0x0800, 0x86DD, 4
LIMIT_S = 120


class Recorder:
    """Where what passes the interface goes to: `seen` are protocol, address and port."""

    def __init__(self) -> None:
        self.seen: set[tuple[str, str, int]] = set()
        self._tap = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ALL_FRAMES))
        self._tap.bind(("lo", 0))
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        while True:
            body, (_, kind, way, *_) = self._tap.recvfrom(128)
            if way == TO_US or kind not in (IPV4, IPV6):  # each is read when it is sent, and again when it comes
                continue
            head = (body[0] & 15) * 4 if kind == IPV4 else 40
            protocol, to = (body[9], body[16:20]) if kind == IPV4 else (body[6], body[24:40])
            address = ip_address(to)
            # An answer of a closed port comes from the address that was asked, and goes to whoever asked.
            if not address.is_loopback and not address.is_multicast and not _answer(protocol, body[head:]):
                name, port = {6: "tcp", 17: "udp"}.get(protocol, str(protocol)), struct.unpack("!H", body[head + 2 : head + 4])[0]
                self.seen.add((name, str(address), port))

    def passed(self, *wanted: tuple[str, str, int]) -> None:
        until(lambda: set(wanted) <= self.seen)


def _answer(protocol: int, body: bytes) -> bool:
    """Whether a segment of TCP is none that begins a connection, or a message of ICMP is one about a datagram."""
    return (protocol == 6 and not (body[13] & 2 and not body[13] & 16)) or protocol in (1, 58)


def until(condition: Callable[[], bool]) -> None:
    """Run the event loop, where there is one, until something is so."""
    end, loop, timer = time.monotonic() + LIMIT_S, QEventLoop(), QTimer(interval=20)
    timer.timeout.connect(lambda: (condition() or time.monotonic() > end) and loop.quit())
    timer.start()
    loop.exec()
    timer.stop()
    assert condition(), "waited in vain"


def tried(view: MapView) -> None:
    """All that a page can try has been refused."""
    view.probe(f"(() => {{ {ATTEMPTS.replace('HOST', OUTSIDE)} }})()", lambda _: None)
    told: list[int] = []
    until(lambda: bool(told) or view.probe("window.done >= 7 ? 1 : 0", lambda yes: told.append(1) if yes else None) or False)


def walk(console: Console) -> list[str]:
    """The map of now and that of then with all they have; addresses that their pages were refused by the guard."""
    until(lambda: console.desk is not None and console.desk.hall.cursor is not None and console.desk.map.idle())
    desk = console.desk
    assert desk is not None
    desk.wall.resize(1600, 900)
    for overlay in desk.map.drawing.overlays:
        desk.map.show_overlay(overlay, True)
    until(lambda: len(desk.hall.units) > 0 and desk.map.idle())
    desk.map.go(*desk.map.place()[:2], 17)
    until(desk.map.idle)
    desk.map.hands._seek("路", *desk.map.place()[:2])
    desk.map.hands._ask_place(*desk.map.place()[:2])
    console.wear("light")
    room = desk.rewind
    room.open(desk.hall.clock.now() - timedelta(seconds=5))
    until(lambda: room.rewind is not None and room.rewind.shown is not None and room.map.idle())
    assert len(room.map._hall.bases.all) > 0, "the past has the base map"
    for view in (desk.map, room.map):
        tried(view)
    return desk.map.refused() + room.map.refused()


def main(files: Path, home: Path) -> None:
    for route in ROUTES:
        subprocess.run(["ip", *route.split()], check=True)
    start_screen()
    scheme.prepare()
    application, recorder = QApplication(["yiping"]), Recorder()
    (name, datagrams), (web, port) = ASKED
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", (name, datagrams))
    socket.socket().connect_ex((web, port))
    recorder.passed(("udp", name, datagrams), ("tcp", web, port))
    asked, recorder.seen = recorder.seen, set()
    city = City(files, home)
    console = Console(
        application,
        Settings(server=city.server, user="dispatcher", password=city.password, state=home / "console", basemap=files / "basemap.mbtiles"),
    )
    try:
        city.live()
        console.start()
        refused = walk(console)
    finally:
        console.end()
        city.household.end()
    print(json.dumps({"asked": sorted(asked), "outside": sorted(recorder.seen), "refused": sorted(refused)}), flush=True)  # noqa: T201 - its answer


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
