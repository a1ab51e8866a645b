// What the console has told the page: colours, words, the hall's clock, what is selected, what is shown. One copy, many readers.
export const state = await (await fetch('/state')).json();
let heard = performance.now();
const listeners = new Map();

// Answers how to stop listening.
export function on(topic, act) {
  if (!listeners.has(topic)) listeners.set(topic, []);
  listeners.get(topic).push(act);
  return () => listeners.set(topic, listeners.get(topic).filter((other) => other !== act));
}

export function tell(topic, value) {
  state[topic] = value;
  if (topic === 'now') heard = performance.now();
  for (const act of listeners.get(topic) ?? []) act(value);
}

// The hall's time in milliseconds since 1970, whatever this machine's clock says.
export function now() {
  return state.now + performance.now() - heard;
}

export const shown = (overlay) => state.overlays[overlay];

// What goes to the console; channel.js fills it in.
export const hall = {};
