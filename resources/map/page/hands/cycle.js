// From mark to mark by key, the nearest to the middle first.
import { layers } from '../layers.js';
import { hall, tell } from '../state.js';
import { project, sketch } from './sketch.js';
import { latOf, lonOf } from '../mercator.js';

let [marks, at] = [[], -1];

const inside = (size) => ({ x, y }) => x >= 0 && y >= 0 && x < size.x && y < size.y;

function gather(map) {
  const size = map.getSize();
  const away = ({ x, y }) => Math.hypot(x - size.x / 2, y - size.y / 2);
  const all = [...layers.values()].filter((layer) => layer.frame && layer.visible()).flatMap((layer) => layer.marks());
  marks = all.filter((mark) => mark.key && inside(size)(mark)).sort((one, other) => away(one) - away(other));
  at = -1;
}

// Whether there was one to go to.
export function step(map, by) {
  if (at < 0) gather(map);
  if (!marks.length) return false;
  at = (at + by + marks.length + (at < 0 && by < 0 ? 1 : 0)) % marks.length;
  const { layer, key, x, y, at: beside } = marks[at];
  const place = beside ?? layers.get(layer).place?.(key);
  if (!place) return false;
  const [dx, dy] = place.fan ?? [0, 0];
  sketch('cycle', (pen, frame) => {
    const [px, py] = project(frame, [lonOf(place.x), latOf(place.y)]);
    pen.setLineDash([4, 3]);
    Object.assign(pen, { lineWidth: 2, strokeStyle: frame.colours.text });
    pen.strokeRect(px + dx - 14, py + dy - 14, 28, 28);
  });
  tell('point', { layer, key, x, y });
  return true;
}

// The mark one stands on is selected.
export function take() {
  if (at < 0) return false;
  const { layer, key } = marks[at];
  hall.pick(layer, key);
  if (layer === 'cameras') hall.open(layer, key); // a camera has no card: it is looked at
  return true;
}

export function stop() {
  if (at < 0) return false;
  [marks, at] = [[], -1];
  sketch('cycle', null);
  tell('point', null);
  return true;
}

export function start(map) {
  map.on('movestart zoomstart mousedown', stop);
}
