"""The pages that our map is set beside: the same points over the same tiles, each in the way of its library.

Each page fetches `/points` (float64 lon, lat), says `bench.loaded` and `bench.drawn` (ms since 1970), and has `bench.pan`, `bench.zoom` and
`bench.move(serial)`, which puts 2,000 units to `/moves/SERIAL` and says `bench.moved` when they are painted.
"""

import folium
from folium.plugins import MarkerCluster

from bench.stage import CENTRE
from console.map import document
from console.map.scheme import ORIGIN

NPM = f"{ORIGIN}/npm"
CLUSTER, MAPLIBRE = f"{NPM}/leaflet.markercluster/dist", f"{NPM}/maplibre-gl/dist"
ZOOM = 12
TILES, MOST_ZOOM = "/tiles/{z}/{x}/{y}", 15
LON, LAT = CENTRE

COMMON = """
const bench = window.bench = { drawn: 0 };
const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
const floats = async (address) => new Float64Array(await (await fetch(address)).arrayBuffer());
const drive = (map) => Object.assign(bench, {
  pan: (x, y) => map.panBy([x, y], { animate: false }),
  zoom: (level) => map.setZoom(level, { animate: false }),
});
const moves = (place) => {
  bench.move = async (serial) => {
    place(await floats(`/moves/${serial}`));
    await painted();
    bench.moved = Date.now();
  };
};
"""
LEAFLET = f"""
const map = L.map('map', {{ zoomAnimation: false, fadeAnimation: false, preferCanvas: true, maxZoom: 19 }}).setView([{LAT}, {LON}], {ZOOM});
protomapsL.leafletLayer({{ url: '{TILES}', flavor: 'light', maxDataZoom: {MOST_ZOOM} }}).addTo(map);
drive(map);
const points = await floats('/points');
"""
SAID = "bench.loaded = Date.now(); await painted(); bench.drawn = Date.now();"
UNITS = """
const units = [];
moves((at) => {
  for (let row = 0; row < at.length; row += 2) {
    units[row / 2] ??= %s([at[row + 1], at[row]]).addTo(map);
    units[row / 2].setLatLng([at[row + 1], at[row]]);
  }
});
"""


def page(head: str, script: str) -> str:
    style = "<style>html, body, #map { margin: 0; height: 100% }</style>"
    return f'<!doctype html><meta charset="utf-8">{head}{style}<div id="map"></div><script type="module">{COMMON}{script}</script>'


def leaflet_head(*more: str) -> str:
    scripts = [f"{NPM}/leaflet/dist/leaflet.js", f"{NPM}/protomaps-leaflet/dist/protomaps-leaflet.js", *more]
    return f'<link rel="stylesheet" href="{NPM}/leaflet/dist/leaflet.css">' + "".join(f'<script src="{script}"></script>' for script in scripts)


def markercluster() -> str:
    styles = "".join(f'<link rel="stylesheet" href="{CLUSTER}/{name}.css">' for name in ("MarkerCluster", "MarkerCluster.Default"))
    # The group goes to the map first: one that is on no map compares each marker with all the others.
    fill = """
    const group = L.markerClusterGroup({ animate: false }), markers = [];
    for (let at = 0; at < points.length; at += 2) markers.push(L.marker([points[at + 1], points[at]]));
    map.addLayer(group);
    group.addLayers(markers);
    """
    return page(leaflet_head(f"{CLUSTER}/leaflet.markercluster.js") + styles, LEAFLET + fill + SAID + UNITS % "L.marker")


def circles() -> str:
    fill = "for (let at = 0; at < points.length; at += 2) L.circleMarker([points[at + 1], points[at]], { radius: 3, weight: 1 }).addTo(map);"
    return page(leaflet_head(), LEAFLET + fill + SAID + UNITS % "L.circleMarker")


def maplibre() -> str:
    script = f"""
    import * as gl from '{MAPLIBRE}/maplibre-gl.mjs';
    gl.setWorkerUrl('{MAPLIBRE}/maplibre-gl-worker.mjs');
    const shape = (features) => ({{ type: 'FeatureCollection', features }});
    const feature = (lon, lat) => ({{ type: 'Feature', properties: {{}}, geometry: {{ type: 'Point', coordinates: [lon, lat] }} }});
    const all = (at) => shape(Array.from({{ length: at.length / 2 }}, (_, row) => feature(at[2 * row], at[2 * row + 1])));
    const tiles = {{ type: 'vector', tiles: ['{ORIGIN}{TILES}'], minzoom: 9, maxzoom: {MOST_ZOOM} }};
    const roads = {{ id: 'roads', type: 'line', source: 'base', 'source-layer': 'roads', paint: {{ 'line-color': '#fff', 'line-width': 2 }} }};
    const style = {{ version: 8, sources: {{ base: tiles }}, layers: [
      {{ id: 'ground', type: 'background', paint: {{ 'background-color': '#eee' }} }},
      {{ id: 'water', type: 'fill', source: 'base', 'source-layer': 'water', paint: {{ 'fill-color': '#9bd' }} }}, roads,
    ] }};
    const map = new gl.Map({{ container: 'map', style, center: [{LON}, {LAT}], zoom: {ZOOM - 1}, fadeDuration: 0, attributionControl: false }});
    const idle = () => new Promise((resolve) => map.once('idle', resolve));
    Object.assign(bench, {{ pan: (x, y) => map.panBy([x, y], {{ duration: 0 }}), zoom: (level) => map.jumpTo({{ zoom: level - 1 }}) }});
    await map.once('load');
    const points = await floats('/points');
    map.addSource('points', {{ type: 'geojson', data: all(points) }});
    map.addLayer({{ id: 'points', type: 'circle', source: 'points', paint: {{ 'circle-radius': 3, 'circle-color': '#36c' }} }});
    map.addSource('units', {{ type: 'geojson', data: shape([]) }});
    map.addLayer({{ id: 'units', type: 'circle', source: 'units', paint: {{ 'circle-radius': 5, 'circle-color': '#c33' }} }});
    bench.loaded = Date.now();
    await idle();
    await painted();
    bench.drawn = Date.now();
    bench.move = async (serial) => {{
      map.getSource('units').setData(all(await floats(`/moves/${{serial}}`)));
      await idle();
      await painted();
      bench.moved = Date.now();
    }};
    """
    return page(f'<link rel="stylesheet" href="{MAPLIBRE}/maplibre-gl.css">', script)


class LocalMap(folium.Map):
    """folium as it is, but for the addresses of its scripts."""

    default_js = document.HallMap.default_js[:2]
    default_css = document.HallMap.default_css[:1]


class LocalMarkerCluster(MarkerCluster):
    default_js = [("markercluster", f"{CLUSTER}/leaflet.markercluster.js")]
    default_css = [("cluster", f"{CLUSTER}/MarkerCluster.css"), ("cluster_default", f"{CLUSTER}/MarkerCluster.Default.css")]


def plain_folium(places: list[list[float]]) -> str:
    """`places` are lat, lon. Its units cannot move: folium would have to write the page anew."""
    plain = LocalMap(location=[LAT, LON], zoom_start=ZOOM, tiles=None, zoom_animation=False, maxZoom=19)
    LocalMarkerCluster(locations=places).add_to(plain)
    root, name = plain.get_root(), plain.get_name()
    base = f"protomapsL.leafletLayer({{ url: '{TILES}', flavor: 'light', maxDataZoom: {MOST_ZOOM} }}).addTo({name});"
    said = "bench.loaded = Date.now(); painted().then(() => { bench.drawn = Date.now(); });"
    html = str(root.render())
    return html.replace("</html>", f"<script>{COMMON} drive({name}); {base} {said}</script></html>")
