// What the keys do.
import { keep, make } from '../dom.js';
import { on, state } from '../state.js';
import { usable } from './present.js';

let box = null;

export const KEYS = [
  ['← → ↑ ↓  W A S D', 'pan'], ['+ −  E Q', 'zoom'], ['Home', 'home'], ['/', 'search'], ['L', 'layers'], ['K', 'lock'], ['F', 'follow'], ['P', 'place'], ['C', 'copy_place'], ['Z', 'datum'],
  ['O', 'around'], ['R', 'ruler'], ['X', 'rect'], ['Shift+X', 'lasso'], ['Ctrl+X', 'polygon'], ['G', 'fence'], ['Shift+G', 'circle'], ['Ctrl+G', 'corridor'],
  ['Space', 'put_point'], ['Enter', 'finish'], ['Backspace', 'take_back'], ['Tab  Shift+Tab', 'cycle'], ['F6  Shift+F6', 'parts'], ['Ctrl+P', 'print'], ['Esc', 'leave'], ['?', 'help'],
];

export function help(open = box.hidden) {
  box.hidden = !open;
  if (!open) return;
  const rows = KEYS.filter(([, does]) => usable(does)).map(([keys, does]) => {
    const row = make('div', 'key');
    row.append(make('kbd', '', keys), make('span', '', state.words.hands.does[does]));
    return row;
  });
  const list = make('div', 'keys');
  list.append(...rows);
  box.replaceChildren(make('strong', '', state.words.hands.keys), list);
}

export const helping = () => !box.hidden;

export function start(map) {
  box = keep(make('section', 'help'));
  box.hidden = true;
  box.onclick = () => help(false);
  map.getContainer().append(box);
  on('words', () => box.hidden || help(true));
}
