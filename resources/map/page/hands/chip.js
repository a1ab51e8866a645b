// One line at the top of the map that says what goes on, with what can be done about it.
import { button, keep, make } from '../dom.js';
import { on } from '../state.js';

const SAID_MS = 3000; // a word that nobody has to answer

const chips = new Map();
let holder = null;

// `acts` are [words, act]. Without text the chip goes.
export function chip(name, text, acts = []) {
  const held = [...(chips.get(name)?.querySelectorAll('button') ?? [])].indexOf(document.activeElement);
  chips.get(name)?.remove();
  chips.delete(name);
  if (!text || !holder) return;
  const made = make('div', 'chip');
  made.dataset.name = name;
  made.append(make('span', '', text), ...acts.map(([words, act]) => button(words, words, act)));
  chips.set(name, made);
  holder.append(made);
  made.querySelectorAll('button')[held]?.focus();
}

export function start(map) {
  let wait = null;
  on('said', (text) => {
    clearTimeout(wait);
    chip('said', text);
    wait = setTimeout(() => chip('said', ''), SAID_MS);
  });
  holder = keep(make('div', 'chips'));
  map.getContainer().append(holder);
}
