// Shared bicycles.
import { bicycle } from './glyphs.js';
import { PointsLayer } from './points.js';

export function start(map) {
  new PointsLayer(map, 'bicycles', 414, bicycle, 9);
}
