// Where the keyboard is: on the map, or in one of the parts at its edges. F6 leads from part to part, Tab goes on within one, Escape back to the map.
import { hall } from '../state.js';

const PARTS = ['.overlays', '.files', '.chips', '.about', '.tools', '.zoom', '.legend', '.foot'];
const FIELDS = ['button', 'input', 'summary'].map((tag) => `${tag}:not([disabled]):not([tabindex="-1"])`).join();
const INTO_A_CARD = ['P', 'O', 'Enter', ' ']; // whose answer is a card: the keyboard goes there

let [asked, opened] = [false, false]; // a card by key; the layers by key, so that leaving shuts them

export const partOf = (element) => element.closest?.(PARTS.join());

const fields = (part) => [...part.querySelectorAll(FIELDS)].filter((field) => field.checkVisibility());
const toMap = (map) => map.getContainer().focus({ preventScroll: true });

// The next part that has something to press or to fill in, after the last one the map.
export function roam(map, step) {
  const box = map.getContainer();
  const parts = PARTS.map((name) => box.querySelector(name)).filter((part) => part && fields(part).length);
  const at = parts.indexOf(partOf(document.activeElement)) + step;
  const next = parts[at < -1 ? parts.length - 1 : at];
  if (next) fields(next)[0].focus();
  else toMap(map);
}

// The layers, open, with the keyboard in them.
export function intoLayers() {
  const box = document.querySelector('.overlays');
  if (!box.open) {
    opened = true;
    box.querySelector('summary').click();
  }
  box.querySelector('.search').focus();
}

export function backToMap(map, part) {
  if (part.matches('.about')) hall.dismiss();
  if (part.matches('.overlays') && opened && part.open) part.querySelector('summary').click();
  opened = false;
  toMap(map);
}

// A key was pressed on the map, or nothing: whether the card that comes next was asked for by it.
export function expect(key = '') {
  asked = INTO_A_CARD.includes(key);
}

export function expected() {
  const was = asked;
  asked = false;
  return was;
}

// Something is made anew in `box`: the keyboard stays on the field that stands where the last one stood.
export function keepingFocus(box, act) {
  const at = fields(box).indexOf(document.activeElement);
  act();
  if (at >= 0) fields(box)[at]?.focus();
}
