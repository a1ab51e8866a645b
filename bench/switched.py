"""A sitting in which theme and language are switched, in a process of its own: `python -m bench.switched` with an `Order` on stdin.

Prints a list of `Switch` as JSON.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QApplication

from bench.map_window import wait
from bench.sitting import Order
from console.api import Api
from console.connection import Connection
from console.desk import Desk
from console.language import Language
from console.map import scheme
from console.map.drawing import Drawing
from console.settings import Settings
from console.widgets import theme
from console.widgets.lateness import Lateness

WATCHED_S, REST_S, LIMIT_S = 2.0, 3.0, 120.0


class Switch(msgspec.Struct, frozen=True, kw_only=True):
    """`late_ms`, `worked_ms`: of the longest turn of the GUI thread within two seconds; `drawn_ms`: until the map has drawn everything known."""

    to: str
    late_ms: float
    worked_ms: float
    drawn_ms: float


def watched(desk: Desk, to: str, do: Callable[[], None]) -> Switch:
    lateness, began = Lateness(), time.monotonic()
    lateness.start()
    do()
    wait(desk.map.idle)
    drawn = time.monotonic() - began
    wait(lambda: time.monotonic() - began > WATCHED_S)
    lateness.stop()
    return Switch(to=to, late_ms=lateness.late.worst(), worked_ms=lateness.worked.worst(), drawn_ms=1000 * drawn)


def main() -> None:
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    scheme.prepare()
    app = QApplication([])
    language = Language(app)
    language.set("zh_CN")
    theme.wear(app, "dark")
    api = Api(Connection(order.server, order.token))
    desk = Desk(Settings(server=order.server, state=Path(order.state), basemap=Path(order.basemap)), api, api.me(), "dark")

    def wear(name: str) -> None:
        theme.wear(app, name)
        desk.maps.set_theme(name)

    desk.open()
    wait(lambda: desk.hall.cursor is not None and desk.hall.catalogue is not None, LIMIT_S)
    whole = Drawing(base=desk.map.drawing.base).whole()
    desk.map.draw(msgspec.structs.replace(whole, overlays=dict.fromkeys(whole.overlays, True)))
    wait(lambda: desk.hall.components.columns is not None and len(desk.hall.fixes.items()) >= order.units, LIMIT_S)
    rest(desk)
    switches = []
    for to, do in (
        ("floor: nothing", lambda: None),
        ("light", lambda: wear("light")),
        ("dark", lambda: wear("dark")),
        ("English", lambda: language.set("en")),
        ("Chinese", lambda: language.set("zh_CN")),
    ):
        switches.append(watched(desk, to, do))
        rest(desk)
    desk.close()
    print(json.dumps(msgspec.to_builtins(switches)), flush=True)


def rest(desk: Desk) -> None:
    began = time.monotonic()
    wait(lambda: time.monotonic() - began > REST_S and desk.map.idle(), LIMIT_S)


if __name__ == "__main__":
    main()
