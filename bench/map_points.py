"""100,000 points on the map and 2,000 that move, against Leaflet.markercluster and plain folium MarkerCluster in the same run.

All three get the same points in the same web view, served by the same scheme, without a GPU. "To the picture" is from the call that loads
the page until the first frame with everything in it; panning is six pixels per frame for three seconds.
"""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import folium
import numpy as np
from folium.plugins import MarkerCluster
from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

from bench.figures import Row, table
from console.hall.hall import Hall
from console.map import document, scheme
from console.map.page import MapProfile
from console.map.scheme import ORIGIN, Reply
from console.map.view import MapView
from wire.cases import Case
from wire.codes import DutyState, Kind, Role, Source, Status, UnitKind
from wire.people import User
from wire.units import Positions, Unit

POINTS, UNITS, RUNS, MOVES = 100_000, 2_000, 3, 20
SIZE = (1600, 900)
CENTRE = (114.05, 22.55)
LIMIT_MS = 180_000
NPM = f"{ORIGIN}/npm"
CLUSTER = f"{NPM}/leaflet.markercluster/dist"

PAN = """
window.pan = (map) => new Promise((resolve) => {
  const frames = []; let last = performance.now(); const end = last + 3000; let step = 0;
  const frame = () => {
    const at = performance.now(); frames.push(at - last); last = at;
    map.panBy([Math.round(6 * Math.cos(step / 40)), Math.round(6 * Math.sin(step / 40))], { animate: false }); step += 1;
    if (at < end) requestAnimationFrame(frame); else { frames.sort((a, b) => a - b); resolve(frames[Math.floor(frames.length * 0.95)]); }
  };
  requestAnimationFrame(frame);
});
"""
PEER = f"""<!doctype html><meta charset="utf-8">
<link rel="stylesheet" href="{NPM}/leaflet/dist/leaflet.css"><link rel="stylesheet" href="{CLUSTER}/MarkerCluster.css">
<link rel="stylesheet" href="{CLUSTER}/MarkerCluster.Default.css">
<script src="{NPM}/leaflet/dist/leaflet.js"></script><script src="{CLUSTER}/leaflet.markercluster.js"></script>
<style>html, body, #map {{ margin: 0; height: 100% }}</style><div id="map"></div>
<script type="module">
const map = window.map = L.map('map', {{ zoomAnimation: false, fadeAnimation: false, maxZoom: 19 }}).setView([{CENTRE[1]}, {CENTRE[0]}], 12);
const points = new Float64Array(await (await fetch('/points')).arrayBuffer());
const group = L.markerClusterGroup({{ animate: false }});
const markers = [];
for (let at = 0; at < points.length; at += 2) markers.push(L.marker([points[at + 1], points[at]]));
map.addLayer(group); // first: a group that is not on a map compares each marker with all the others
group.addLayers(markers);
requestAnimationFrame(() => setTimeout(() => {{ window.drawn = true; }}));
</script>"""


def places(count: int, seed: int = 1) -> np.ndarray:
    """lon, lat of `count` points, thickest in the middle as cases are; shape (count, 2)."""
    return np.random.default_rng(seed).normal(CENTRE, (0.08, 0.05), (count, 2))


def wait(until: Callable[[], bool]) -> None:
    """Run the event loop until something is so."""
    loop, timer = QEventLoop(), QTimer(interval=5)
    timer.timeout.connect(lambda: until() and loop.quit())
    timer.start()
    QTimer.singleShot(LIMIT_MS, loop.quit)
    loop.exec()
    timer.stop()
    if not until():
        raise TimeoutError("the page did not come to an end")


def ask(page: QWebEnginePage, script: str) -> Any:
    """The value of an expression in the page, which may be a promise."""
    page.runJavaScript(
        f"window.answer = null; Promise.resolve({script}).then((value) => JSON.stringify(value ?? 0)).catch((error) => JSON.stringify(String(error)))"
        ".then((text) => { window.answer = text; })"
    )
    answers: list[str] = []

    def arrived() -> bool:
        page.runJavaScript("window.answer ?? ''", lambda text: answers.append(text) if text else None)
        return bool(answers)

    wait(arrived)
    return json.loads(answers[0])


def hall(cases: int, units: int) -> Hall:
    now = datetime.now(UTC)
    made = Hall(User(id="u", version=1, name="bench", full_name="bench", roles=[Role.DISPATCHER]))
    made.cases.replace([case(number, lon, lat, now) for number, (lon, lat) in enumerate(places(cases).tolist())])
    made.units.replace(
        [Unit(id=f"u{n}", version=1, code=f"u{n}", kind=UnitKind.INSPECTOR, name=f"监督员{n}", duty=DutyState.ON_DUTY) for n in range(units)]
    )
    return made


def case(number: int, lon: float, lat: float, now: datetime) -> Case:
    deadline = now + timedelta(minutes=number % 600 - 60)
    return Case(
        id=f"c{number}",
        version=1,
        number=f"{number:019}",
        status=Status.DISPOSING,
        source=Source.INSPECTOR,
        kind=Kind.EVENT,
        class_code="0101",
        catalogue="1",
        lon=lon,
        lat=lat,
        address="",
        description="",
        reported_at=now,
        status_at=now,
        yellow_at=deadline - timedelta(hours=1),
        deadline_at=deadline,
    )


def positions(units: int, seed: int) -> Positions:
    at, now = places(units, seed), datetime.now(UTC)
    ids = [f"u{number}" for number in range(units)]
    lon, lat = at.T.tolist()
    return Positions(
        cursor=seed, now=now, unit_ids=ids, at=[int(now.timestamp() * 1000)] * units, lon=lon, lat=lat, speed=[1.0] * units, heading=[45.0] * units
    )


def ours() -> tuple[float, float]:
    """Milliseconds to the picture, and the 95th percentile of a frame while panning."""
    full = hall(POINTS, 0)
    began = time.perf_counter()
    view = MapView(full)
    view.resize(*SIZE)
    view.show()
    wait(view.idle)
    loaded = (time.perf_counter() - began) * 1000
    page = view.findChild(QWebEngineView).page()
    seen = ask(page, "yiping.layers.get('cases').things.size")
    assert seen == POINTS, f"{seen} points on the map"
    ask(page, f"(yiping.map.setView([{CENTRE[1]}, {CENTRE[0]}], 12), 0)")
    wait(view.idle)
    frame = ask(page, f"(() => {{ {PAN} return window.pan(yiping.map); }})()")
    view.shut()
    return loaded, frame


def peer(html: str, map_name: str, ready: str) -> tuple[float, float]:
    body = places(POINTS).tobytes()
    profile = MapProfile(
        dict, {"map.html": lambda rest: Reply("text/html", html.encode()), "points": lambda rest: Reply("application/octet-stream", body)}
    )
    view = QWebEngineView()
    page = QWebEnginePage(profile, view)
    view.setPage(page)
    view.resize(*SIZE)
    view.show()
    began = time.perf_counter()
    page.load(QUrl(f"{ORIGIN}/map.html"))
    drawn: list[bool] = []

    def arrived() -> bool:
        page.runJavaScript(ready, lambda value: drawn.append(True) if value is True else None)
        return bool(drawn)

    wait(arrived)
    loaded = (time.perf_counter() - began) * 1000
    frame = ask(page, f"(() => {{ {PAN} return window.pan({map_name}); }})()")
    view.close()
    page.deleteLater()
    wait_for_end(view)
    return loaded, frame


def wait_for_end(view: QWebEngineView) -> None:
    ended: list[bool] = []
    view.destroyed.connect(lambda: ended.append(True))
    view.deleteLater()
    wait(lambda: bool(ended))


class LocalMap(folium.Map):
    """folium as it is, but for the addresses of its scripts."""

    default_js = document.HallMap.default_js[:1]
    default_css = document.HallMap.default_css[:1]


class LocalMarkerCluster(MarkerCluster):
    default_js = [("markercluster", f"{CLUSTER}/leaflet.markercluster.js")]
    default_css = [("cluster", f"{CLUSTER}/MarkerCluster.css"), ("cluster_default", f"{CLUSTER}/MarkerCluster.Default.css")]


def folium_page() -> tuple[str, str, float]:
    """The page, the name of its map, and the milliseconds that Python took to write it."""
    began = time.perf_counter()
    plain = LocalMap(location=[CENTRE[1], CENTRE[0]], zoom_start=12, tiles=None, zoom_animation=False, maxZoom=19)
    LocalMarkerCluster(locations=places(POINTS)[:, ::-1].tolist()).add_to(plain)
    html = plain.get_root().render()
    return html, plain.get_name(), (time.perf_counter() - began) * 1000


def movement() -> tuple[list[float], list[float], list[float], list[float]]:
    """Of 2,000 units that all move at once: call to picture, what the page spent, how late the GUI thread was; and what it costs Leaflet."""
    full = hall(0, UNITS)
    full.fixes.apply(positions(UNITS, 1))
    view = MapView(full)
    view.resize(*SIZE)
    view.show()
    wait(view.idle)
    page = view.findChild(QWebEngineView).page()
    script = """(() => { const layer = yiping.layers.get('units'), take = layer.take.bind(layer), paint = layer.paint.bind(layer);
      window.spent = []; let begun = 0;
      layer.take = (columns) => { begun = performance.now(); take(columns); begun = performance.now() - begun; };
      layer.paint = () => { const at = performance.now(); paint(); if (begun) window.spent.push(begun + performance.now() - at); begun = 0; }; })()"""
    ask(page, script)
    late, picture = Lateness(), []
    for seed in range(MOVES):
        began = time.perf_counter()
        full.fixes.apply(positions(UNITS, seed + 2))
        wait(lambda: not view.idle())
        wait(view.idle)
        picture.append((time.perf_counter() - began) * 1000)
    spent = ask(page, "window.spent")
    floor = ask(page, LEAFLET_MOVES)
    view.shut()
    return picture, spent, late.stop(), floor


LEAFLET_MOVES = f"""(async () => {{
  const markers = Array.from({{ length: {UNITS} }}, () => L.marker([{CENTRE[1]}, {CENTRE[0]}]).addTo(yiping.map)), spent = [];
  for (let move = 0; move < {MOVES}; move += 1) {{
    const at = performance.now();
    for (const marker of markers) marker.setLatLng([{CENTRE[1]} + Math.random() / 10, {CENTRE[0]} + Math.random() / 10]);
    document.body.getBoundingClientRect();
    spent.push(performance.now() - at);
    await new Promise(requestAnimationFrame);
  }}
  return spent;
}})()"""


class Lateness:
    """How much later than asked a timer of 5 ms comes, in ms: what an operator feels as a window that does not answer."""

    def __init__(self) -> None:
        self._samples: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(interval=5)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self._samples.append(max((now - self._last) * 1000 - 5, 0))
        self._last = now

    def stop(self) -> list[float]:
        self._timer.stop()
        return self._samples


def main() -> None:
    scheme.prepare()
    if not Path(document.__file__).parents[2].joinpath("resources/map/node_modules/leaflet.markercluster").exists():
        raise SystemExit("bench: leaflet.markercluster is missing; run npm ci in resources/map")
    application = QApplication([])
    html, name, written = folium_page()
    shown = f"document.readyState === 'complete' && typeof {name} !== 'undefined' && document.querySelector('.marker-cluster') !== null"
    own, clusters, plain = [], [], []
    for _ in range(RUNS):  # in turn, so that whatever else this machine does meets all of them
        own.append(ours())
        clusters.append(peer(PEER, "window.map", "window.drawn === true"))
        plain.append(peer(html, name, shown))
    picture, spent, late, floor = movement()
    print(f"{__doc__.splitlines()[0]}\n")
    print(
        table(
            f"{POINTS:,} points, to the picture", [*rows(0, own, clusters, plain), Row("folium writing its page in Python, before that", [written])]
        )
    )
    print()
    print(table(f"{POINTS:,} points, a frame while panning (p95)", rows(1, own, clusters, plain)))
    print()
    print(table(f"{UNITS:,} units move, in the page", [Row("Yiping, one canvas", spent), Row("Leaflet, a marker each, setLatLng", floor)]))
    print()
    print(table(f"{UNITS:,} units move, from the Hall to the picture (tick 100 ms)", [Row("Yiping", picture)]))
    print(f"\nThe GUI thread meanwhile: 99th percentile {np.percentile(late, 99):.1f} ms late, at most {max(late):.1f} ms (budget 50 ms).")
    application.quit()


def rows(at: int, own: list[tuple[float, float]], clusters: list[tuple[float, float]], plain: list[tuple[float, float]]) -> list[Row]:
    runs = (("Yiping", own), ("Leaflet.markercluster", clusters), ("folium MarkerCluster", plain))
    return [Row(name, [run[at] for run in several]) for name, several in runs]
