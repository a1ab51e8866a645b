// Places that people name.
import { poi } from './glyphs.js';
import { PointsLayer } from './points.js';

export function start(map) {
  new PointsLayer(map, 'pois', 412, poi, 8);
}
