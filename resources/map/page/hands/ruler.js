// Lengths and areas. Points snap to marks and streets; a click on the first one closes the ring.
import { state } from '../state.js';
import { chip } from './chip.js';
import { area, bearing, distance, length, sayArea, sayLength } from './measure.js';
import { enter } from './modes.js';
import { dot, line, note, path, project, wash } from './sketch.js';
import { tracing } from './tracing.js';

export const measured = { metres: 0, squares: 0, points: 0, closed: false }; // what is read out now

function figure(pen, frame, points, pointer) {
  const way = pointer ? [...points, pointer] : points;
  if (way.length > 2) {
    const ring = path(frame, way, true);
    wash(pen, ring, frame);
    if (!measured.closed) line(pen, path(frame, [way.at(-1), way[0]]), frame, { width: 1, dash: [3, 5] });
  }
  line(pen, path(frame, way, measured.closed), frame);
  for (const point of points) dot(pen, frame, point);
  for (let at = 1; at < way.length; at += 1) {
    const [[ax, ay], [bx, by]] = [project(frame, way[at - 1]), project(frame, way[at])];
    if (Math.hypot(bx - ax, by - ay) > 60) note(pen, frame, sayLength(distance(way[at - 1], way[at])), (ax + bx) / 2, (ay + by) / 2 - 10);
  }
  if (state.hands.still && points.length > 2) sum(pen, frame, points);
}

// On paper there is no chip to read it from.
function sum(pen, frame, points) {
  const [x, y] = project(frame, points.at(-1));
  const text = measured.squares && measured.closed ? sayArea(measured.squares) : sayLength(measured.metres);
  note(pen, frame, text, x, y - 16);
}

function read(points, pointer) {
  const way = pointer ? [...points, pointer] : points;
  if (way.length < 2) measured.closed = false;
  const ring = measured.closed ? [...way, way[0]] : way;
  Object.assign(measured, { metres: length(ring), squares: way.length > 2 ? area(way) : 0, points: points.length });
  const { words } = state;
  if (way.length < 2) return chip('ruler', points.length || pointer ? words.hands.ruler_next : '');
  const parts = [`${measured.closed ? words.hands.perimeter : words.hands.length} ${sayLength(measured.metres)}`];
  if (way.length > 2) {
    if (!measured.closed) parts.push(`${words.hands.last_leg} ${sayLength(distance(...way.slice(-2)))}`);
    parts.push(`${measured.closed ? words.hands.area : words.hands.area_closed} ${sayArea(measured.squares)}`);
  }
  if (!measured.closed) parts.push(`${words.hands.bearing} ${bearing(...way.slice(-2)).toFixed(1)}°`);
  return chip('ruler', parts.join('  ·  '));
}

export function measure(map, begun) {
  measured.closed = begun?.closed ?? false;
  const tool = tracing(map, 'ruler', {
    begun, least: 2, closes: true, snaps: true, figure, changed: read,
    done: (points, closed) => { measured.closed = closed; },
  });
  enter(map, tool);
  if (!begun) chip('ruler', state.words.hands.ruler_first);
}
