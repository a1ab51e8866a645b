// Street entities: shops, stalls and whoever else has a front on a street.
import { entity } from './glyphs.js';
import { PointsLayer } from './points.js';

export function start(map) {
  new PointsLayer(map, 'entities', 413, entity, 9);
}
