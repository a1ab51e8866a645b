// The areas above the duty grids – of communities, streets, districts – dash-dotted.
import { Grids } from './grids.js';

export function start(map) {
  new Grids(map, 'areas', 404, { dash: [9, 3, 2, 3], alpha: 0.75 });
}
