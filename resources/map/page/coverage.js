// How long ago an inspector was in each basic grid.
import { Filled } from './filled.js';
import { state } from './state.js';

// The newest is the thickest; where nobody was within the day there is no colour, and that is what is looked for.
export const COVERAGE = {
  token: 'patrol', alphas: [0.68, 0.46, 0.28, 0.13], limits: [1, 4, 8, 24], // hours
  band: (hours) => COVERAGE.limits.findIndex((limit) => hours <= limit),
  text: (hours) => (hours <= 24 ? state.words.hours.replace('{}', hours < 1 ? '<1' : Math.round(hours)) : ''),
};

export function start(map) {
  new Filled(map, 'coverage', 402, COVERAGE);
}
