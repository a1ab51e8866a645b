// Geofences as they are drawn: circle, polygon, corridor. `radius_m` of a circle, and to either side of a corridor's line.
import { area, away, bearing, circle, length, sayArea, sayLength } from './measure.js';
import { line, path, project, wash } from './sketch.js';

export const CORRIDOR_M = 20; // to either side, until somebody says otherwise
export const LEAST = { CIRCLE: 1, POLYGON: 3, CORRIDOR: 2 };

// How many px a number of metres is at a place: a Mercator map stretches with the latitude.
function pixels(frame, place, metres) {
  const [x, y] = project(frame, place);
  const [ox, oy] = project(frame, away(place, metres, 90));
  return Math.hypot(ox - x, oy - y);
}

export function paint(pen, frame, { kind, places, radius_m: radius }, style = {}) {
  if (kind === 'CORRIDOR') return corridor(pen, frame, places, radius, style);
  const made = path(frame, kind === 'CIRCLE' ? circle(places[0], radius) : places, true);
  wash(pen, made, frame, style.colour);
  return line(pen, made, frame, style);
}

function corridor(pen, frame, places, radius, { colour = frame.colours.accent, width = 2, dash } = {}) {
  const made = path(frame, places);
  const wide = Math.max(pixels(frame, places[0], radius) * 2, 4);
  Object.assign(pen, { lineWidth: wide, strokeStyle: colour, globalAlpha: 0.22, lineJoin: 'round', lineCap: 'round' });
  pen.stroke(made);
  pen.globalAlpha = 1;
  line(pen, made, frame, { colour, width: Math.min(width, 1.5), dash });
}

export function describe({ kind, places, radius_m: radius }, words) {
  if (kind === 'CIRCLE') return `${words.radius} ${sayLength(radius)}  ·  ${words.area} ${sayArea(area(circle(places[0], radius)))}`;
  if (kind === 'POLYGON') return places.length > 2 ? `${words.perimeter} ${sayLength(length([...places, places[0]]))}  ·  ${words.area} ${sayArea(area(places))}` : '';
  return `${words.length} ${sayLength(length(places))}  ·  ${words.width} ${sayLength(radius * 2)}`;
}

// Where a handle for the radius stands: east of a circle's centre, beside the first piece of a corridor.
export function rim({ kind, places, radius_m: radius }) {
  if (kind === 'CIRCLE') return away(places[0], radius, 90);
  return kind === 'CORRIDOR' && places.length > 1 ? away(middle(places[0], places[1]), radius, bearing(places[0], places[1]) + 90) : null;
}

export const middle = (one, other) => [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
