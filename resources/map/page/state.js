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

// How an overlay is drawn at a zoom: the face with the highest `from` that is reached, nothing below the first.
export function faceOf(overlay, zoom) {
  return state.rules[overlay]?.faces.findLast((face) => zoom >= face.from);
}

// Where a layer lies among the others: what the operator has ordered, then what knows no order.
export function orderOf({ overlay, level }) {
  const at = state.drawing.order.indexOf(overlay);
  return at < 0 ? 1000 + level : at + level / 1000;
}

// Whether things of a category are shown: of sensors their kind, of components their class.
export const admits = (overlay, category) => !state.drawing.hidden[overlay]?.includes(category);

// What goes to the console; channel.js fills it in.
export const hall = {};
