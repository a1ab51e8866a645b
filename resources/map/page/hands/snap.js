// To the mark or street beside the pointer, for whoever measures or draws.
import { shifts } from '../datum.js';
import { layers, nearest } from '../layers.js';
import { latOf, lonOf } from '../mercator.js';
import { state } from '../state.js';

const REACH = 15; // px
let roads = []; // of the tiles in view, and where their points lie in the world at `zoom`
let zoom = NaN;

// [lon, lat] of a Leaflet mouse event.
export function snapped(map, event) {
  const { x, y } = event.containerPoint;
  return mark(x, y) ?? street(map, x, y) ?? [event.latlng.lng, event.latlng.lat];
}

function mark(x, y) {
  const hit = nearest(x, y);
  if (!hit?.key || Math.hypot(hit.x - x, hit.y - y) > REACH) return null;
  const place = layers.get(hit.layer).place(hit.key);
  return place ? [lonOf(place.x), latOf(place.y)] : null;
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
        const [nx, ny] = foot(fx, fy, line[at - 1], line[at]);
        const distance = Math.hypot(nx - fx, ny - fy) * scale;
        if (distance < far) [best, far] = [[nx * scale + origin.x, ny * scale + origin.y], distance];
      }
    }
  }
  const world = 256 * 2 ** zoom;
  return best && [lonOf(best[0] / world), latOf(best[1] / world)];
}

// The point of a straight piece that is nearest to another.
function foot(x, y, one, other) {
  const [dx, dy] = [other.x - one.x, other.y - one.y];
  const along = dx || dy ? Math.min(Math.max(((x - one.x) * dx + (y - one.y) * dy) / (dx * dx + dy * dy), 0), 1) : 0;
  return [one.x + along * dx, one.y + along * dy];
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
