// Components, by their class.
import { component } from './glyphs.js';
import { PointsLayer } from './points.js';

export function start(map) {
  new PointsLayer(map, 'components', 410, component, 7);
}
