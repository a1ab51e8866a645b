// How many open cases lie in each basic grid.
import { Filled } from './filled.js';

export const DENSITY = {
  token: 'accent', alphas: [0.14, 0.3, 0.47, 0.66], limits: [1, 2, 4, 8], // open cases
  band: (count) => DENSITY.limits.findLastIndex((limit) => count >= limit),
  text: (count) => (count > 0 ? String(count) : ''),
};

export function start(map) {
  new Filled(map, 'density', 401, DENSITY);
}
