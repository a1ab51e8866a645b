"""Replay as traccar-web has it, in our engine: `python -m bench.replay_peer FIXES` prints as JSON how many ms a track takes to open, and each seek.

All positions as one JSON array of objects, as its server sends them; a line of MapLibre for each step, and one position that is drawn anew wherever
the index stands. It has no backend to ask, no base map, no chart and no analysis here, which is less than it does. Needs WebGL, from software.
"""

import json
import os
import sys
from datetime import UTC, datetime, timedelta

import numpy as np
from PySide6.QtWidgets import QApplication

from bench.map_pages import MAPLIBRE, page
from bench.map_peer import Peer, let_gl
from bench.map_window import ask
from bench.stage import CENTRE
from console.map import scheme
from console.map.scheme import Reply

SEEKS, ZOOM = 40, 14
BEGAN = datetime(2026, 11, 21, 1, tzinfo=UTC)
SCRIPT = f"""
import * as gl from '{MAPLIBRE}/maplibre-gl.mjs';
gl.setWorkerUrl('{MAPLIBRE}/maplibre-gl-worker.mjs');
const shape = (features) => ({{ type: 'FeatureCollection', features }});
const place = ({{ longitude, latitude }}) => [longitude, latitude];
const step = (from, to) => ({{ type: 'Feature', properties: {{ color: to.speed > 3 ? '#d33' : '#3a3' }},
  geometry: {{ type: 'LineString', coordinates: [place(from), place(to)] }} }});
const point = (position) => ({{ type: 'Feature', properties: {{ id: position.deviceId, rotation: position.course }},
  geometry: {{ type: 'Point', coordinates: place(position) }} }});
const style = {{ version: 8, sources: {{}}, layers: [{{ id: 'ground', type: 'background', paint: {{ 'background-color': '#eee' }} }}] }};
const map = new gl.Map({{ container: 'map', style, center: {list(CENTRE)}, zoom: {ZOOM}, fadeDuration: 0, attributionControl: false }});
const idle = () => new Promise((resolve) => map.once('idle', resolve));
await map.once('load');
const route = {{ 'line-color': ['get', 'color'], 'line-width': 2 }};
for (const [id, type, paint] of [['route', 'line', route], ['position', 'circle', {{ 'circle-radius': 6 }}]]) {{
  map.addSource(id, {{ type: 'geojson', data: shape([]) }});
  map.addLayer({{ id, type, source: id, paint }});
}}
await idle();
let positions = [];
const seek = async (index) => {{
  const began = performance.now();
  map.getSource('position').setData(shape([point(positions[index])]));
  await idle();
  await painted();
  return performance.now() - began;
}};
bench.open = async () => {{
  const began = performance.now();
  positions = await (await fetch('/positions')).json();
  map.getSource('route').setData(shape(positions.slice(1).map((to, row) => step(positions[row], to))));
  await idle();
  await seek(0);
  return performance.now() - began;
}};
bench.seeks = async (shares) => {{
  const taken = [];
  for (const share of shares) taken.push(await seek(Math.floor(share * (positions.length - 1))));
  return taken;
}};
bench.drawn = 1;
"""


def positions(count: int) -> bytes:
    """As its server writes them."""
    rows = np.arange(count)
    lon, lat = CENTRE[0] + 0.003 * np.sin(rows / 167), CENTRE[1] + 0.002 * np.cos(rows / 127)
    times = [f"{(BEGAN + timedelta(seconds=1.5 * row)).isoformat(timespec='milliseconds')}" for row in range(count)]
    fixed = {
        "deviceId": 1,
        "protocol": "osmand",
        "outdated": False,
        "valid": True,
        "altitude": 0.0,
        "address": None,
        "accuracy": 5.0,
        "network": None,
    }
    told = [
        fixed
        | {"id": row, "serverTime": at, "deviceTime": at, "fixTime": at, "latitude": float(y), "longitude": float(x), "speed": 2.4, "course": 90.0}
        | {"attributes": {"distance": 1.6, "totalDistance": 1.6 * row, "motion": True}}
        for row, at, x, y in zip(rows.tolist(), times, lon, lat, strict=True)
    ]
    return json.dumps(told).encode()


def main(count: int) -> None:
    let_gl()
    scheme.prepare()
    application = QApplication([])
    html, body = page(f'<link rel="stylesheet" href="{MAPLIBRE}/maplibre-gl.css">', SCRIPT).encode(), positions(count)
    peer = Peer(html, {"positions": lambda rest: Reply("application/json", body)})
    peer.load()
    opened = ask(peer.page, "bench.open()")
    seeks = ask(peer.page, f"bench.seeks({np.random.default_rng(1).uniform(0, 1, SEEKS).tolist()})")
    print(json.dumps({"opened": opened, "seeks": seeks, "bytes": len(body)}), flush=True)
    application.quit()
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
