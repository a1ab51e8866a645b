"""One map in a process of its own: `python -m bench.map_contender NAME COUNT [PAGE]`; prints what was measured as JSON.

Panning is six pixels a frame for 180 frames, zooming a step every tenth of 300 frames (each for 8 s at most), both with all points there; then the
same pan for eight seconds in each of which 2,000 units move, and the same moves while nobody pans. PAGE is the file of a page written before.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

from bench import map_pages
from bench.map_hall import arrow, fill, hall, places, positions, serve
from bench.map_peer import Peer, let_gl
from bench.map_window import SIZE, ask, until, wait
from bench.stage import CENTRE, city
from console.basemaps.base import Tile
from console.basemaps.mbtiles import MBTiles
from console.map import scheme
from console.map.scheme import Reply
from console.map.view import MapView

UNITS, MOVES = 2000, 8
PEERS: dict[str, Callable[[], str]] = {"markercluster": map_pages.markercluster, "circles": map_pages.circles, "maplibre": map_pages.maplibre}

# The first frame is what was in hand when it was asked; there is one at least.
FRAMES = (
    f"""const MOST_MS = {8_000};"""
    + """
window.frames_of = (count, step, most = MOST_MS) => new Promise((resolve) => {
  const frames = [], began = performance.now(); let last = began, number = 0;
  const frame = () => {
    const at = performance.now(); frames.push(at - last); last = at; number += 1;
    if (number > count || (at - began > most && number > 1)) return resolve(frames.slice(1));
    step(number); requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
});
window.watch = () => {
  let last = performance.now(), on = true; window.longest = 0;
  const frame = () => {
    const at = performance.now();
    window.longest = Math.max(window.longest, at - last);
    last = at;
    if (on) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  window.unwatch = () => { on = false; };
};
"""
)
PAN = "(number) => bench.pan(Math.round(6 * Math.cos(number / 40)), Math.round(6 * Math.sin(number / 40)))"
WHEEL = "(number) => { if (number % 10 === 0) bench.zoom(11 + Math.round(2.5 + 2.5 * Math.sin(number / 40))); }"
OURS = """(() => {
  const units = yiping.layers.get('units'), take = units.take.bind(units);
  window.bench = {
    pan: (x, y) => yiping.map.panBy([x, y], { animate: false }),
    zoom: (level) => yiping.map.setZoom(level, { animate: false }),
  };
  units.take = (columns) => { take(columns); requestAnimationFrame(() => setTimeout(() => { bench.moved = Date.now(); })); };
})()"""


def ours(count: int) -> dict[str, Any]:
    known = hall(UNITS)
    server = serve(known)
    body = arrow(count)
    began = time.perf_counter()
    fill(known, body)
    view = MapView(known, server.ask)
    view.show_overlay("entities", True)
    view.resize(*SIZE)
    view.show()
    page = view.findChild(QWebEngineView).page
    spent: dict[str, Any] = {}
    size = f"window.yiping?.layers.get('entities')?.size === {count}"
    painted = "yiping.layers.get('entities').seen.size > 0"
    for name, script in (("page", "!!window.yiping"), ("loaded", size), ("drawn", painted)):
        until(page, script)
        spent[name] = (time.perf_counter() - began) * 1000
    wait(view.idle)
    ask(page(), f"({OURS}, yiping.map.setView([{CENTRE[1]}, {CENTRE[0]}], {map_pages.ZOOM}, {{ animate: false }}), 0)")
    wait(view.idle)
    spent |= moving(page(), lambda serial: known.fixes.apply(positions(UNITS, serial)))
    server.stop()
    return spent


def peer(html: bytes, count: int) -> dict[str, Any]:
    body, base = places(count).tobytes(), MBTiles(city() / "basemap.mbtiles")

    def moves(serial: str) -> Reply:
        fixes = positions(UNITS, int(serial))
        return Reply("application/octet-stream", np.column_stack([fixes.lon, fixes.lat]).tobytes())

    def tile(place: str) -> Reply | None:
        found = base.tile(Tile(*map(int, place.split("/"))))
        return Reply("application/x-protobuf", found.body if found else b"")

    shown = Peer(html, {"points": lambda rest: Reply("application/octet-stream", body), "moves": moves, "tiles": tile})
    began, page = shown.load(), shown.page
    spent = {name: ask(page, f"bench.{name}") - began for name in ("loaded", "drawn")}
    return spent | moving(page, lambda serial: page.runJavaScript(f"bench.move({serial}), 0"))


def moving(page: QWebEnginePage, move: Callable[[int], Any]) -> dict[str, Any]:
    """Frames in ms while panning, zooming, and panning while units move; how late each move was seen; at rest the longest frame; MB."""
    ask(page, f"(() => {{ {FRAMES} return 0; }})()")
    worked = processor_ms(page)
    spent: dict[str, Any] = {"pan": ask(page, f"frames_of(180, {PAN})")}
    spent["work"] = (processor_ms(page) - worked) / len(spent["pan"])
    spent["zoom"] = ask(page, f"frames_of(300, {WHEEL})")
    ask(page, f"(bench.zoom({map_pages.ZOOM}), 0)")
    if ask(page, "bench.move || window.yiping ? 1 : 0"):
        moves(page, move, range(2))  # the first makes the marks, and what is made once is not moving
        ask(page, f"(window.panned = frames_of(Infinity, {PAN}, {1000 * MOVES}), 0)")
        spent["late"] = moves(page, move, range(2, 2 + MOVES))["lag"]
        spent["together"] = ask(page, "panned")
        spent |= moves(page, move, range(2 + MOVES, 2 + 2 * MOVES))
    spent["renderer"] = psutil.Process(page.renderProcessPid()).memory_full_info().uss / 1e6
    spent["console"] = psutil.Process().memory_full_info().uss / 1e6
    return spent


def processor_ms(page: QWebEnginePage) -> float:
    """That the page's process and this one, which puts its frames on the screen, have had so far."""
    return 1000 * sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in (page.renderProcessPid(), os.getpid()))


def moves(page: QWebEnginePage, move: Callable[[int], Any], serials: range) -> dict[str, list[float]]:
    lags, longest = [], []
    ask(page, "(watch(), 0)")
    for serial in serials:
        began = time.time()
        ask(page, "(window.longest = 0, bench.moved = 0)")
        asked = time.time() * 1000
        move(serial)
        seen: list[float] = []
        wait(lambda seen=seen: bool(seen) or page.runJavaScript("bench.moved", lambda at: seen.append(at) if at else None) or False)
        lags.append(seen[0] - asked)
        wait(lambda began=began: time.time() - began >= 1)
        longest.append(ask(page, "window.longest"))
    ask(page, "(unwatch(), 0)")
    return {"lag": lags, "longest": longest}


def main(name: str, count: int, file: str = "") -> None:
    if name == "maplibre":
        let_gl()
    scheme.prepare()
    application = QApplication([])
    html = Path(file).read_bytes() if file else PEERS[name]().encode() if name in PEERS else b""
    print(json.dumps(ours(count) if name == "ours" else peer(html, count)), flush=True)
    application.quit()
    os._exit(0)  # what a process with half a million markers takes to tidy up is nobody's figure


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
