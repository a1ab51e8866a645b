// The tools as buttons at the edge, each with its key.
import { button, control, make } from '../dom.js';
import { hall, on, state } from '../state.js';
import { around } from './around.js';
import { draw } from './draw.js';
import { follow } from './follow.js';
import { help } from './help.js';
import { icon } from './icons.js';
import { active, leave } from './modes.js';
import { lock } from './moves.js';
import { usable } from './present.js';
import { measure } from './ruler.js';
import { search } from './search.js';
import { select } from './select.js';

// Name, key, what it does; `tool` lights the button while it is in the hand.
const BUTTONS = [
  ['search', '/', search],
  ['lock', 'K', () => lock(!state.hands.locked)],
  ['follow', 'F', (map) => follow(map)],
  ['around', 'O', around],
  ['ruler', 'R', measure],
  ['rect', 'X', (map) => select(map, 'rect')],
  ['lasso', 'Shift+X', (map) => select(map, 'lasso')],
  ['polygon', 'Ctrl+X', (map) => select(map, 'polygon')],
  ['fence', 'G', (map) => draw(map, 'fence')],
  ['circle', 'Shift+G', (map) => draw(map, 'circle')],
  ['corridor', 'Ctrl+G', (map) => draw(map, 'corridor')],
  ['print', 'Ctrl+P', () => hall.picture()],
  ['help', '?', () => help()],
];

const lit = {
  lock: () => state.hands.locked,
  follow: () => Boolean(state.hands.following),
};

function made(map, [name, key, act]) {
  const title = () => `${state.words.hands.does[name]}  (${key})`;
  const one = button('', title(), (event) => {
    if (event.detail) one.blur(); // by mouse: the next key is the tool's
    if (active() === name) leave(map);
    else act(map);
    if (active()) map.getContainer().focus({ preventScroll: true });
  });
  one.dataset.tool = name;
  one.append(icon(name));
  return one;
}

export function start(map) {
  const box = control(map, 'topright', make('div', 'bar tools'));
  const light = () => {
    for (const one of box.children) {
      const name = one.dataset.tool;
      const pressed = active() === name || (lit[name]?.() ?? false);
      one.setAttribute('aria-pressed', String(pressed));
      if (name === 'lock') one.replaceChildren(icon(pressed ? 'lock' : 'unlock'));
    }
  };
  const fill = () => {
    box.replaceChildren(...BUTTONS.filter(([name]) => usable(name)).map((each) => made(map, each)));
    light();
  };
  fill();
  on('words', fill);
  for (const topic of ['tool', 'hands']) on(topic, light);
}
