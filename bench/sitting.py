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
LOOK_MS = 10
QUIET_S = 2.0  # after this long without anything to draw or to decode, the start is over


class Order(msgspec.Struct, kw_only=True):
    """`began` is when the process was started, seconds since 1970; `steady_s` for how long it is watched after the start."""

    server: str
    token: str
    state: str
    basemap: str
    began: float
    steady_s: float
    units: int = 0


class Sitting(msgspec.Struct, kw_only=True):
    """`usable_s`, `fresh_s`, `drawn_s` after the process began: the window stands with its rows; the backend has confirmed it; the map has all.

    `start` and `steady` are the lateness in ms at SHARES, from the first show to the drawn map, and after it.
    """

    usable_s: float = 0.0
    fresh_s: float = 0.0
    drawn_s: float = 0.0
    start: list[float] = []
    steady: list[float] = []
    cases: int = 0
    cpu_s: float = 0.0  # of this process, while steady


def percentiles(lateness: Lateness) -> list[float]:
    return [round(lateness.percentile(share), 1) for share in SHARES]


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
            sitting.usable_s = now
        if not sitting.fresh_s and sitting.usable_s and self._confirmed:
            sitting.fresh_s = now
        complete = hall.components.table is not None and len(hall.fixes.items()) >= self._order.units
        if not sitting.drawn_s and sitting.fresh_s and complete and self._desk.map.idle():
            sitting.drawn_s = now
            QTimer.singleShot(int(QUIET_S * 1000), self, self._settle)
            self._timer.stop()

    def _settle(self) -> None:
        self._lateness.stop()
        self.sitting.start = percentiles(self._lateness)
        self._lateness = Lateness(self)
        self._lateness.start()
        self._cpu = time.process_time()
        QTimer.singleShot(int(self._order.steady_s * 1000), self, self._end)

    def _end(self) -> None:
        self._lateness.stop()
        self.sitting.steady = percentiles(self._lateness)
        self.sitting.cpu_s = round(time.process_time() - self._cpu, 2)
        self.sitting.cases = len(self._desk.hall.cases)
        self._app.quit()


def at_the_desk(order: Order) -> Sitting:
    scheme.prepare()
    app = QApplication([])
    theme.wear(app, "dark")
    api = Api(Connection(order.server, order.token))
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
    sitting.steady = percentiles(lateness)
    return sitting


if __name__ == "__main__":
    told = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    sat = {"desk": at_the_desk, "empty": before_an_empty_window}[sys.argv[1]](told)
    print(json.dumps(msgspec.to_builtins(sat)), flush=True)
