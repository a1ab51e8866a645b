// A cluster of a register: its mark and a number in a neutral pill, so that one layer's cannot be taken for another's.
import { layers } from './layers.js';
import { roundNumber } from './marks.js';
import { state } from './state.js';

export const PILL_HEIGHT = 20; // px
export const pillWidth = (count) => 25 + 7 * roundNumber(count).length;

// How many layers show clusters now.
export const shownClusters = (map) => [...layers.values()].filter((layer) => layer.face?.(map.getZoom())?.cluster && layer.visible()).length;

// Left, top, right, bottom.
export function pillBox(x, y, count) {
  const wide = pillWidth(count);
  return [x - wide / 2, y - PILL_HEIGHT / 2, x + wide / 2, y + PILL_HEIGHT / 2];
}

export function pillMark(pen, layer, x, y, count, { colours }) {
  const wide = pillWidth(count);
  pen.beginPath();
  pen.roundRect(x - wide / 2, y - PILL_HEIGHT / 2, wide, PILL_HEIGHT, PILL_HEIGHT / 2);
  Object.assign(pen, { fillStyle: colours.raised, strokeStyle: colours.edge, lineWidth: 1 });
  pen.fill();
  pen.stroke();
  layer.stamp(pen, layer.categories.length === 1 ? 0 : -1, 0, x - wide / 2 + 12, y, colours);
  Object.assign(pen, { fillStyle: colours.text, font: `600 11px ${state.font}`, textAlign: 'left', textBaseline: 'middle' });
  pen.fillText(roundNumber(count), x - wide / 2 + 20, y + 0.5);
}
