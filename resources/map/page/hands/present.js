// A hall of the past has no tools that ask or draw what is of now, and none that select for a list that stands in the hall of now.
import { state, tell } from '../state.js';

const OF_NOW = new Set(['around', 'place', 'fence', 'circle', 'corridor', 'rect', 'lasso', 'polygon']);

export const usable = (name) => !(state.hands.replay && OF_NOW.has(name));

// Whether the tool may be taken; if not, that is said.
export function taken(name) {
  if (!usable(name)) tell('said', state.words.hands.of_now);
  return usable(name);
}
