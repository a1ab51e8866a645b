// The layers by name.
import { latOf, lonOf } from './mercator.js';
import { orderOf } from './state.js';

export const layers = new Map();

export function add(layer) {
  layers.set(layer.name, layer);
}

// West, south, east, north of what is known; a few per cent at each side are left out, since one wrong place would show the whole world.
export function extent() {
  const places = ['cases', 'units', 'cameras', 'grids'].flatMap((name) => sample(layers.get(name)));
  if (!places.length) return null;
  const span = (values) => {
    values.sort((a, b) => a - b);
    const cut = Math.floor(values.length * 0.02);
    return [values[cut], values.at(-1 - cut)];
  };
  const [west, east] = span(places.map((place) => lonOf(place.x)));
  const [south, north] = span(places.map((place) => latOf(place.y)));
  return [west, south, east, north];
}

// A thousand of the things of a layer tell as much as all of them.
function sample(layer) {
  const things = [...(layer?.things.values() ?? [])];
  const step = Math.ceil(things.length / 1000) || 1;
  return things.filter((_, at) => at % step === 0);
}

// The thing nearest to a point of the map's container, in pixels: {layer, key, x, y} or nothing. Of the lower layers it must be clearly nearer.
export function nearest(x, y) {
  let best = null;
  for (const layer of [...layers.values()].sort((one, other) => orderOf(other) - orderOf(one))) {
    const found = layer.nearest(x, y, best ? best.far - 4 : Infinity);
    if (found) best = found;
  }
  return best;
}
