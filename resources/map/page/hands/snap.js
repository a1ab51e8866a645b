// To the mark or street beside the pointer, for whoever measures or draws.
import { shifts } from '../datum.js';
import { footOf } from '../foot.js';
import { layers, nearest } from '../layers.js';
import { latOf, lonOf } from '../mercator.js';
import { state } from '../state.js';

const REACH = 15; // px
let roads = []; // of the tiles in view, and where their points lie in the world at `zoom`
let zoom = NaN;

// [lon, lat] of a Leaflet mouse event.
export function snapped(map, event) {
  const { x, y } = event.containerPoint;
  return mark(map, x, y) ?? street(map, x, y) ?? [event.latlng.lng, event.latlng.lat];
}

// Of a line, or the edge of an area, the point beside the pointer; an area that the pointer is deep in, or that is known by its middle alone, says nothing.
function mark(map, x, y) {
  const hit = nearest(x, y);
  if (!hit?.key || Math.hypot(hit.x - x, hit.y - y) > REACH) return null;
  const place = hit.foot ?? layers.get(hit.layer).place?.(hit.key);
  if (!place) return null;
  const found = [lonOf(place.x), latOf(place.y)];
  const spread = hit.x === x && hit.y === y; // it is hit wherever the pointer is
  return spread && map.latLngToContainerPoint([found[1], found[0]]).distanceTo([x, y]) > REACH ? null : found;
}

function street(map, x, y) {
  if (zoom !== map.getZoom()) return null;
  const { min } = map.getPixelBounds();
  const [px, py] = [min.x + x, min.y + y];
  let [best, far] = [null, REACH];
  for (const { origin, scale, feature } of roads) {
    const [fx, fy, reach] = [(px - origin.x) / scale, (py - origin.y) / scale, REACH / scale];
    const { bbox } = feature;
    if (fx < bbox.minX - reach || fx > bbox.maxX + reach || fy < bbox.minY - reach || fy > bbox.maxY + reach) continue;
    for (const line of feature.geom) {
      for (let at = 1; at < line.length; at += 1) {
        const [nx, ny] = footOf(fx, fy, line[at - 1].x, line[at - 1].y, line[at].x, line[at].y);
        const distance = Math.hypot(nx - fx, ny - fy) * scale;
        if (distance < far) [best, far] = [[nx * scale + origin.x, ny * scale + origin.y], distance];
      }
    }
  }
  const world = 256 * 2 ** zoom;
  return best && [lonOf(best[0] / world), latOf(best[1] / world)];
}

// The streets are in the vector tiles that the base map has fetched already.
// A second look at the tiles that the painter has: the browser keeps them.
const viewsByUrl = new Map();

function viewsOf(map) {
  const found = [];
  if (shifts[state.base?.datum]) return found; // its streets lie where they are only drawn
  map.eachLayer(({ url, maxDataZoom }) => {
    if (!maxDataZoom) return;
    if (!viewsByUrl.has(url)) viewsByUrl.set(url, [...protomapsL.sourcesToViews({ url, maxDataZoom }).values()]);
    found.push(...viewsByUrl.get(url));
  });
  return found;
}

async function gather(map) {
  const views = viewsOf(map);
  const { min, max } = map.getPixelBounds();
  const [at, found] = [map.getZoom(), []];
  for (const view of views) {
    const tiles = await view.getBbox(at, { minX: min.x, minY: min.y, maxX: max.x, maxY: max.y });
    for (const { data, origin, scale } of tiles) {
      for (const feature of data.get('roads') ?? []) found.push({ feature, origin, scale });
    }
  }
  [roads, zoom] = [found, at];
}

// Answers a promise, so that a tool can wait for the first streets; later ones come with the moves of the map.
export function prepare(map) {
  const again = () => gather(map).catch(() => { roads = []; }); // a base map that cannot be read has no streets
  map.on('moveend', again);
  return { ready: again(), stop: () => map.off('moveend', again) };
}
