// Flood points: where water gathers.
import { flood } from './glyphs.js';
import { PointsLayer } from './points.js';

export function start(map) {
  new PointsLayer(map, 'flood', 415, flood, 11);
}
