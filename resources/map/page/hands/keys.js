// The whole map by keyboard. A key that is being typed into a field is the field's.
import { hall, state } from '../state.js';
import { home } from '../controls.js';
import { around } from './around.js';
import * as cycle from './cycle.js';
import { draw } from './draw.js';
import * as focus from './focus.js';
import { follow } from './follow.js';
import { help, helping } from './help.js';
import { active, busy, leave, press } from './modes.js';
import { journey, lock } from './moves.js';
import { ask, here } from './place.js';
import { nextDatum } from './readout.js';
import { measure } from './ruler.js';
import { search } from './search.js';
import { select } from './select.js';
import { cross, drawn, sketch } from './sketch.js';

const STEP = 0.15; // of the view
const FIELDS = 'input, select, textarea, [contenteditable]';
const SCROLLS = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'];

const pan = (x, y) => (map) => {
  const size = map.getSize();
  map.panBy([x * size.x * STEP, y * size.y * STEP], { animate: false });
};
const zoom = (by) => (map) => map.setZoom(map.getZoom() + by, { animate: false });

const ACTS = {
  ArrowLeft: pan(-1, 0), ArrowRight: pan(1, 0), ArrowUp: pan(0, -1), ArrowDown: pan(0, 1),
  A: pan(-1, 0), D: pan(1, 0), W: pan(0, -1), S: pan(0, 1),
  '+': zoom(1), '=': zoom(1), E: zoom(1), '-': zoom(-1), Q: zoom(-1),
  Home: (map) => journey(map, 'home', () => home(map)),
  '/': search,
  L: focus.intoLayers,
  K: () => lock(!state.hands.locked),
  F: (map) => follow(map),
  P: (map) => ask(here(map)),
  C: (map) => hall.copy_place(...here(map)),
  Z: nextDatum,
  O: around,
  R: measure,
  X: (map) => select(map, 'rect'), 'Shift+X': (map) => select(map, 'lasso'), 'Ctrl+X': (map) => select(map, 'polygon'),
  G: (map) => draw(map, 'fence'), 'Shift+G': (map) => draw(map, 'circle'), 'Ctrl+G': (map) => draw(map, 'corridor'),
  'Ctrl+P': () => hall.picture(),
  '?': () => help(),
};

function name(event) {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  if (event.ctrlKey) return `Ctrl+${key}`;
  return event.shiftKey && /^[A-Z]$/.test(key) ? `Shift+${key}` : key;
}

// A tool's point by key: in the middle of the map, where a cross stands.
let down = false;

function put(map, tool) {
  const middle = { latlng: map.getCenter(), containerPoint: map.getSize().divideBy(2) };
  cross(map);
  if (!tool.drags) return map.fire('click', middle);
  map.fire(down ? 'mouseup' : 'mousedown', middle);
  down = busy() && !down;
  return down;
}

function escape(map) {
  if (helping()) help(false);
  else if (busy()) leave(map);
  else if (cycle.stop()) return true;
  else if (drawn('selected')) hall.hide_ring();
  else if (state.hands.replay && document.querySelector('.about').hidden) return false; // it leads back to now
  else hall.dismiss();
  sketch('cross', null);
  down = false;
  return true;
}

// Whether the key has been used.
function act(map, event) {
  const key = name(event);
  focus.expect(key);
  if (key === 'Escape') return escape(map);
  if (press(key)) return true;
  if (key === ' ' && busy()) put(map, { drags: !map.dragging.enabled() });
  else if (key === 'Tab' && !busy()) return cycle.step(map, event.shiftKey ? -1 : 1);
  else if (key === 'Enter') return cycle.take();
  else if (ACTS[key]) ACTS[key](map);
  else return false;
  return true;
}

// From part to part, and out of them.
function beside(map, { key, shiftKey, target }) {
  const part = focus.partOf(target);
  if (key === 'F6') focus.roam(map, shiftKey ? -1 : 1);
  else if (key === 'Escape' && part) focus.backToMap(map, part);
  else return false;
  return true;
}

// What the element that has the keyboard does with a key by itself.
function isItsOwn({ key, target, altKey, metaKey }) {
  const part = focus.partOf(target);
  if (altKey || metaKey || target.matches?.(FIELDS)) return true;
  return Boolean(part) && (['Enter', ' ', 'Tab'].includes(key) || (part.matches('.about') && SCROLLS.includes(key)));
}

export function start(map) {
  map.keyboard.disable();
  map.on('mousedown', () => document.activeElement?.blur());
  document.addEventListener('mousedown', () => focus.expect(), { capture: true });
  map.on('move', () => active() || sketch('cross', null));
  document.addEventListener('keydown', (event) => {
    if (beside(map, event) || (!isItsOwn(event) && act(map, event))) event.preventDefault();
  });
}
