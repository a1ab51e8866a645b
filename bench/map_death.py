"""The web process of a map is killed, and the map is back as it was: from the kill until all is drawn again.

A map with 2,000 units, a register of 100,000 entries and a selection over the city's tiles; and the same map when its process is replaced
because it has outgrown its budget, where the last picture stays meanwhile.
"""

import os
import signal
import time
from collections.abc import Callable

import msgspec
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

from bench.figures import Row, table
from bench.map_hall import arrow, fill, hall, positions, serve, shown
from bench.map_window import ask, wait
from console.map import health, scheme
from console.map.view import MapView
from wire.codes import Noun

POINTS, UNITS, ROUNDS = 100_000, 2000, 10
KEPT = "[yiping.map.getCenter(), yiping.map.getZoom(), yiping.state.selection, yiping.state.overlays, yiping.layers.get('entities').size]"


def back(view: MapView, end: Callable[[], None]) -> float:
    """Milliseconds until the page that comes after this one has drawn everything."""
    web = view.findChild(QWebEngineView)
    before, settled, started = ask(web.page(), KEPT), [], []
    began = time.perf_counter()
    hooks = [view.ready.connect(lambda: started.append(1)), view.settled.connect(lambda: started and settled.append(time.perf_counter()))]
    end()
    wait(lambda: bool(settled) and view.idle())
    spent = (settled[0] - began) * 1000
    for hook in hooks:
        view.disconnect(hook)
    after = ask(web.page(), KEPT)
    assert after == before, f"{after} is not {before}"
    return spent


def kill(view: MapView) -> None:
    view.life.deaths.clear()  # ten in a minute are one bench, not one broken machine
    os.kill(view.findChild(QWebEngineView).page().renderProcessPid(), signal.SIGKILL)


def main() -> None:
    scheme.prepare()
    application = QApplication([])
    known = hall(UNITS)
    known.fixes.apply(positions(UNITS, 0))
    fill(known, arrow(POINTS))
    server = serve(known)
    view = shown(known, server)
    known.selection.set(Noun.UNIT, "u7")
    wait(view.idle)
    killed = [back(view, lambda: kill(view)) for _ in range(ROUNDS)]
    view.life.health.budget = msgspec.structs.replace(health.budget(), budget_mb=1, growth=0.1, calm_s=0)
    outgrown = [back(view, view.life.health.look) for _ in range(ROUNDS)]
    print(f"{__doc__.splitlines()[0]}\n\n{' '.join(__doc__.splitlines()[2:])}\n")
    print(table("until all is drawn again", [Row("killed", killed), Row("replaced, over its budget", outgrown)]))
    print("\nBudget: 3,000 ms.")
    view.shut()
    server.stop()
    application.quit()
