// Inspectors: a dot from afar, a person from close by.
import { circle } from './marks.js';
import { UnitLayer } from './units.js';

export const INSPECTOR = {
  turns: false,
  shape: (pen) => circle(pen, 0, 0, 4.5),
  icon(pen) {
    circle(pen, 0, -3.9, 3.2);
    pen.moveTo(-6, 6.8);
    pen.bezierCurveTo(-6, 1.6, -3.4, 0.3, 0, 0.3);
    pen.bezierCurveTo(3.4, 0.3, 6, 1.6, 6, 6.8);
    pen.closePath();
  },
};

export function start(map) {
  new UnitLayer(map, 'inspectors', 432, INSPECTOR);
}
