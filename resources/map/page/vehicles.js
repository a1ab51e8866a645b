// Other vehicles: a box with a nose from afar as long as their heading is known, a car from close by.
import { polygon } from './marks.js';
import { UnitLayer } from './units.js';

const BOX = [[-4.5, 6.5], [-4.5, -3], [0, -8.5], [4.5, -3], [4.5, 6.5]];

export const VEHICLE = {
  turns: true,
  shape: (pen, turned) => (turned ? polygon(pen, BOX) : VEHICLE.icon(pen)),
  icon(pen) {
    pen.moveTo(-8.5, 3.5);
    pen.lineTo(-8.5, 0);
    pen.quadraticCurveTo(-8.5, -1.6, -6.5, -1.9);
    pen.lineTo(-4, -5.6);
    pen.lineTo(2.6, -5.6);
    pen.lineTo(5.2, -1.9);
    pen.quadraticCurveTo(8.8, -1.6, 8.8, 1);
    pen.lineTo(8.8, 3.5);
    pen.closePath();
  },
  panes(pen) {
    polygon(pen, [[-4.5, -1.7], [-3.2, -4.3], [-1.1, -4.3], [-1.1, -1.7]]);
    polygon(pen, [[0.2, -1.7], [0.2, -4.3], [2, -4.3], [3.6, -1.7]]);
  },
  wheels: [[-4.6, 3.6], [4.8, 3.6]],
};

export function start(map) {
  new UnitLayer(map, 'vehicles', 431, VEHICLE);
}
