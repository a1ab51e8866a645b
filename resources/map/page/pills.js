// A cluster of a register: its mark and a number in a neutral pill, so that one layer's cannot be taken for another's.
import { layers } from './layers.js';
import { roundNumber } from './marks.js';
import { orderOf, state } from './state.js';

// Which of the layers that show clusters now this one is, and how many there are.
export function shownClusters(layer) {
  const all = [...layers.values()].filter((other) => other.face?.(layer.map.getZoom())?.cluster && other.visible());
  all.sort((one, other) => orderOf(one) - orderOf(other));
  return [Math.max(all.indexOf(layer), 0), Math.max(all.length, 1)];
}

// Answers how far it reaches to either side.
export function pillMark(pen, layer, x, y, count, { colours }) {
  const text = roundNumber(count);
  const wide = 22 + 7 * text.length;
  pen.beginPath();
  pen.roundRect(x - wide / 2, y - 10, wide, 20, 10);
  Object.assign(pen, { fillStyle: colours.raised, strokeStyle: colours.edge, lineWidth: 1 });
  pen.fill();
  pen.stroke();
  layer.stamp(pen, layer.categories.length === 1 ? 0 : -1, 0, x - wide / 2 + 11, y, colours);
  Object.assign(pen, { fillStyle: colours.text, font: `600 11px ${state.font}`, textAlign: 'left', textBaseline: 'middle' });
  pen.fillText(text, x - wide / 2 + 18, y + 0.5);
  return wide / 2;
}
