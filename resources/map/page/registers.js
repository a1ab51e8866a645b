// The registers of the city that are points, each on its overlay; what they are is drawn by glyphs.js.
import { bicycle, component, entity, flood, gate, poi } from './glyphs.js';
import { PointsLayer } from './points.js';
import { on } from './state.js';

const LAYERS = [
  ['components', component, 7], ['gates', gate, 8], ['pois', poi, 8], ['entities', entity, 9], ['bicycles', bicycle, 9], ['flood', flood, 11],
];

export function start(map) {
  const layers = LAYERS.map(([name, glyph, reach], at) => new PointsLayer(map, name, 410 + at, glyph, reach));
  on('drawing', () => layers.forEach((layer) => layer.filter()));
}
