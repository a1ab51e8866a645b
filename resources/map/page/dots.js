// A crowd, written straight into pixels: forty thousand rectangles would take longer than a frame, and as many stamps too.
import { WHOLE } from './cells.js';
import { Covered } from './room.js';
import { on } from './state.js';

const FAINT = 16; // of 255: what is fainter is not written
const inks = new Map();
on('theme', () => inks.clear());

// The rows of some runs of a register's columns; `hidden` by category. `ink(category, variant)` is a picture as `inkOf` makes it. Answers a picture of the
// frame, what there is in it, one byte for each variant of each category, and what it covers, where each keeps names off so many px around it.
export function dots(frame, { x, y, category, variant, categories }, runs, hidden, ink, keeps = 0) {
  const ratio = devicePixelRatio;
  const [wide, high] = [Math.round(frame.width * ratio), Math.round(frame.height * ratio)];
  const picture = new ImageData(wide, high);
  const pixels = new Uint32Array(picture.data.buffer);
  const [seen, known] = [new Uint8Array(2 * categories.length), []];
  const covered = keeps ? new Covered(frame.width, frame.height) : null;
  const [scale, west, north] = [(frame.world / WHOLE) * ratio, frame.left * ratio, frame.top * ratio];
  for (const [from, to] of runs) {
    for (let row = from; row < to; row += 1) {
      if (hidden?.[category[row]]) continue;
      const kind = 2 * category[row] + variant[row];
      const { reach, steps, colours } = (known[kind] ??= stepped(ink(category[row], variant[row]), wide));
      const left = Math.round(x[row] * scale - west);
      const top = Math.round(y[row] * scale - north);
      if (left < reach || top < reach || left + reach >= wide || top + reach >= high) continue;
      seen[kind] = 1;
      covered?.take(left / ratio - keeps, top / ratio - keeps, left / ratio + keeps, top / ratio + keeps);
      const place = top * wide + left;
      for (let at = 0; at < colours.length; at += 1) pixels[place + steps[at]] = colours[at];
    }
  }
  const aside = new OffscreenCanvas(wide, high);
  aside.getContext('2d').putImageData(picture, 0, 0);
  return { picture: aside, seen, covered };
}

// With how far each pixel lies from that of its place, in a picture so many wide.
function stepped(ink, wide) {
  if (ink.wide !== wide) Object.assign(ink, { wide, steps: Int32Array.from(ink.dx, (step, at) => ink.dy[at] * wide + step) });
  return ink;
}

// What `paint(pen)` draws around the origin within `reach` px, as pixels of the screen; `key` names all that it depends on but the theme.
export function inkOf(key, reach, paint) {
  const ratio = devicePixelRatio;
  const whole = `${key} ${ratio}`;
  if (!inks.has(whole)) inks.set(whole, taken(Math.ceil(reach * ratio), ratio, paint));
  return inks.get(whole);
}

function taken(reach, ratio, paint) {
  const side = 2 * reach + 1;
  const pen = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
  pen.translate(reach + 0.5, reach + 0.5);
  pen.scale(ratio, ratio);
  paint(pen);
  const { data } = pen.getImageData(0, 0, side, side);
  const all = new Uint32Array(data.buffer);
  const rows = [...all.keys()].filter((at) => data[4 * at + 3] > FAINT);
  return { reach, dx: Int16Array.from(rows, (at) => (at % side) - reach), dy: Int16Array.from(rows, (at) => Math.floor(at / side) - reach), colours: Uint32Array.from(rows, (at) => all[at]) };
}
