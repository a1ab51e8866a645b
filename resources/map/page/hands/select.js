// Rectangle, lasso, polygon: the ring goes to the console, which knows exactly what lies in it.
import { hall, on, state } from '../state.js';
import { chip } from './chip.js';
import { enter, leave } from './modes.js';
import { dot, line, path, sketch, wash } from './sketch.js';
import { dragging, tracing } from './tracing.js';

const DASH = [6, 4];
const FEW = 4; // px of a drag: less was a click
const ring = (pen, frame, points) => {
  const made = path(frame, points, true);
  wash(pen, made, frame);
  line(pen, made, frame, { dash: DASH, width: 1.5 });
};

export const box = ([[west, south], [east, north]]) => [[west, south], [east, south], [east, north], [west, north]];
const ends = (trail) => [trail[0], trail.at(-1)];

function dragged(map, trail) {
  const [one, other] = ends(trail).map(([lon, lat]) => map.latLngToContainerPoint([lat, lon]));
  return Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y)) >= FEW || trail.length > 8;
}

const TOOLS = {
  rect: (map, done) => dragging(map, 'rect', { figure: (pen, frame, trail) => ring(pen, frame, box(ends(trail))), done: (trail) => dragged(map, trail) && done(box(ends(trail))) }),
  lasso: (map, done) => dragging(map, 'lasso', { figure: ring, done: (trail) => dragged(map, trail) && trail.length > 2 && done(trail) }),
  polygon: (map, done, begun) => tracing(map, 'polygon', {
    begun, least: 3, closes: 'always', figure: (pen, frame, points, pointer) => {
      ring(pen, frame, pointer ? [...points, pointer] : points);
      for (const point of points) dot(pen, frame, point);
    }, done,
  }),
};

export const SHAPES = Object.keys(TOOLS);

export function select(map, shape, begun) {
  const done = (points) => {
    hall.select(JSON.stringify(points));
    leave(map);
  };
  enter(map, TOOLS[shape](map, done, begun));
  chip('tool', state.words.hands[`${shape}_hint`]);
}

export function start(map) {
  on('tool', (name) => name || chip('tool', ''));
  on('ring', (points) => sketch('selected', points.length ? (pen, frame) => ring(pen, frame, points) : null));
}
