"""One sitting at the real desk, or before an empty window, in a process of its own: `python -m bench.sitting desk|empty` with an `Order` on stdin.

Prints one `Sitting` as JSON. The lateness is that of the console's own timer (20 ms), which runs from before the first widget is built.
"""

import json
import sys
import time
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from console.api import Api
from console.connection import Connection
from console.desk import Desk
from console.hall.link import LinkState
from console.map import scheme
from console.settings import Settings
from console.widgets import theme
from console.widgets.lateness import Lateness

SHARES = (0.5, 0.99, 0.999, 1.0)
LOOK_MS = 20
QUIET_S = 2.0  # the start is over so long after the last point came to the map
POINTS = "window.yiping?.layers?.get('cases')?.things.size ?? 0"


class Order(msgspec.Struct, kw_only=True):
    """`began` is when the process was started, seconds since 1970; `steady_s` for how long it is watched after the start."""

    server: str
    token: str
    state: str
    basemap: str
    began: float
    steady_s: float
    units: int = 0


class Turns(msgspec.Struct, frozen=True, kw_only=True):
    """At SHARES, ms: how late the timer came, and how long the GUI thread worked from one tick to the next."""

    late: list[float] = []
    worked: list[float] = []


class Sitting(msgspec.Struct, kw_only=True):
    """`usable_s`, `fresh_s`, `drawn_s` after the process began: the window stands with its rows; the backend has confirmed it; the map has all cases.

    `start` is from the first show to a little after the drawn map, `steady` after it. `usable_cpu_s` and `cpu_s`: processor time of this
    process until usable, and while steady.
    """

    usable_s: float = 0.0
    fresh_s: float = 0.0
    drawn_s: float = 0.0
    start: Turns = Turns()
    steady: Turns = Turns()
    cases: int = 0
    usable_cpu_s: float = 0.0
    cpu_s: float = 0.0


def turns(lateness: Lateness) -> Turns:
    """What it has seen; it ends."""
    lateness.stop()
    late, worked = ([round(figures.percentile(share), 1) for share in SHARES] for figures in (lateness.late, lateness.worked))
    return Turns(late=late, worked=worked)


class Watch(QObject):
    """Looks at a desk until all is there, then for `steady_s` more, and ends the application."""

    def __init__(self, desk: Desk, order: Order, app: QApplication) -> None:
        super().__init__(app)
        self._desk, self._order, self._app = desk, order, app
        self.sitting, self._lateness = Sitting(), Lateness(self)
        self._arranged = self._confirmed = False
        desk.wall.arranged.connect(self._show)
        desk.hall.refreshed.connect(self._confirm)
        desk.hall.link.changed.connect(self._hear)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _show(self) -> None:
        if not self._arranged:
            self._arranged = True
            self._lateness.start()

    def _confirm(self) -> None:
        self._confirmed = True

    def _hear(self) -> None:
        """With a picture from the disk there is no snapshot: the first answer confirms it."""
        if self._desk.hall.link.state == LinkState.FRESH and self._desk.hall.cursor is not None:
            self._confirmed = True

    def _look(self) -> None:
        now, sitting, hall = round(time.time() - self._order.began, 2), self.sitting, self._desk.hall
        rows = self._desk.queue.model.rowCount() > 0
        if not sitting.usable_s and self._arranged and rows:
            sitting.usable_s, sitting.usable_cpu_s = now, round(time.process_time(), 2)
        if not sitting.fresh_s and sitting.usable_s and self._confirmed:
            sitting.fresh_s = now
        complete = hall.components.table is not None and len(hall.fixes.items()) >= self._order.units
        if not sitting.drawn_s and sitting.fresh_s and complete:
            self._desk.map.probe(POINTS, self._draw)

    def _draw(self, points: object) -> None:
        if not self.sitting.drawn_s and isinstance(points, int | float) and points >= len(self._desk.hall.cases):
            self.sitting.drawn_s = round(time.time() - self._order.began, 2)
            self._timer.stop()
            QTimer.singleShot(int(QUIET_S * 1000), self, self._settle)

    def _settle(self) -> None:
        self.sitting.start = turns(self._lateness)
        self._lateness = Lateness(self)
        self._lateness.start()
        self._cpu = time.process_time()
        QTimer.singleShot(int(self._order.steady_s * 1000), self, self._end)

    def _end(self) -> None:
        self.sitting.steady = turns(self._lateness)
        self.sitting.cpu_s = round(time.process_time() - self._cpu, 2)
        self.sitting.cases = len(self._desk.hall.cases)
        self._app.quit()


def at_the_desk(order: Order) -> Sitting:
    scheme.prepare()
    app = QApplication([])
    theme.wear(app, "dark")
    api = Api(Connection(order.server, order.token))
    with theme.undressed(app):  # as the console does
        desk = Desk(Settings(server=order.server, state=Path(order.state), basemap=Path(order.basemap)), api, api.me(), "dark")
    watch = Watch(desk, order, app)
    desk.open()
    app.exec()
    desk.close()
    return watch.sitting


def before_an_empty_window(order: Order) -> Sitting:
    """The floor: the same timer for the same time, with nothing to do."""
    app, sitting = QApplication([]), Sitting()
    window, lateness = QMainWindow(), Lateness()
    window.resize(1600, 900)
    window.show()
    lateness.start()
    QTimer.singleShot(int(order.steady_s * 1000), app.quit)
    app.exec()
    sitting.steady = turns(lateness)
    return sitting


if __name__ == "__main__":
    told = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    sat = {"desk": at_the_desk, "empty": before_an_empty_window}[sys.argv[1]](told)
    print(json.dumps(msgspec.to_builtins(sat)), flush=True)
