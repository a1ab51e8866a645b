// What of an overlay can be shown or left out by itself: kinds of sensors, classes of components, categories of a register.
import { layers } from './layers.js';
import { state } from './state.js';

// [id, words], in the order of the panel.
export function choices(overlay) {
  if (overlay === 'sensors') return state.words.sensor_kinds.map((text, kind) => [kind, text]);
  const all = (layers.get(overlay)?.categories ?? []).filter((id) => id !== '').map((id) => [id, (overlay === 'components' && state.classes[id]) || id]);
  return all.length > 1 ? all.sort(([one], [other]) => (one < other ? -1 : 1)) : [];
}
