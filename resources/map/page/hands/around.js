// "Around here": a radius by drag or by figure, and what the console knows within it.
import { hall, on, state } from '../state.js';
import { chip } from './chip.js';
import { distance, sayLength } from './measure.js';
import { enter, leave } from './modes.js';
import { paint } from './shapes.js';
import { dot, sketch } from './sketch.js';
import { dragging } from './tracing.js';

export const RADIUS_M = 500; // of a click
export const MOST_M = 20000;
const LEAST_M = 10;

const dash = { dash: [6, 4], width: 1.5 };
const circle = (place, radius) => ({ kind: 'CIRCLE', places: [place], radius_m: radius });

export function look([lon, lat], radius) {
  hall.around(lon, lat, Math.min(Math.max(Math.round(radius), LEAST_M), MOST_M));
}

// Around what the card at the edge speaks of.
function encircle(card) {
  sketch('around', card?.radius_m ? (pen, frame) => {
    paint(pen, frame, circle(card.place, card.radius_m), dash);
    dot(pen, frame, card.place);
  } : null);
}

export function around(map) {
  const radius = (trail) => distance(trail[0], trail.at(-1));
  enter(map, dragging(map, 'around', {
    figure: (pen, frame, trail) => paint(pen, frame, circle(trail[0], Math.max(radius(trail), 1)), dash),
    changed: (trail) => (trail.length > 1 ? chip('around', sayLength(radius(trail))) : chip('around', '')),
    done: (trail) => {
      leave(map);
      look(trail[0], radius(trail) < LEAST_M ? RADIUS_M : radius(trail));
    },
  }));
  chip('tool', state.words.hands.around_hint);
}

export function start() {
  on('about', encircle);
}
