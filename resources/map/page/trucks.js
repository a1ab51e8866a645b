// Trucks: an arrow from afar as long as its heading is known, a tipper from close by.
import { polygon } from './marks.js';
import { UnitLayer } from './units.js';

const ARROW = [[0, -8.5], [6, 6.5], [0, 3.5], [-6, 6.5]];

export const TRUCK = {
  turns: true,
  shape: (pen, turned) => (turned ? polygon(pen, ARROW) : TRUCK.icon(pen)),
  icon(pen) {
    polygon(pen, [[-9.5, -6], [2, -6], [2, 3.5], [-9.5, 3.5]]);
    polygon(pen, [[3, -3.5], [6.8, -3.5], [9.5, 0], [9.5, 3.5], [3, 3.5]]);
  },
  panes: (pen) => polygon(pen, [[4.6, -2.2], [6.3, -2.2], [7.9, 0], [4.6, 0]]),
  wheels: [[-5.8, 4.4], [-1, 4.4], [6.2, 4.4]],
};

export function start(map) {
  new UnitLayer(map, 'trucks', 430, TRUCK);
}
