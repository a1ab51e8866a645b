// Gate numbers.
import { gate } from './glyphs.js';
import { PointsLayer } from './points.js';

export function start(map) {
  new PointsLayer(map, 'gates', 411, gate, 8);
}
