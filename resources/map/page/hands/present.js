// A hall of the past has no tools that would change what is now.
import { state, tell } from '../state.js';

const OF_NOW = new Set(['fence', 'circle', 'corridor']);

export const usable = (name) => !(state.hands.replay && OF_NOW.has(name));

// Whether the tool may be taken; if not, that is said.
export function taken(name) {
  if (!usable(name)) tell('said', state.words.hands.of_now);
  return usable(name);
}
