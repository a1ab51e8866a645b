// A crowd as dots, written straight into pixels: forty thousand rectangles would take longer than a frame.
import { WHOLE } from './cells.js';

const inks = new Map();

// The rows of some runs of a register's columns; `hidden` by category, `size` in px.
export function dots(pen, frame, { x, y, category }, runs, hidden, colour, size) {
  const ratio = devicePixelRatio;
  const [wide, high] = [Math.round(frame.width * ratio), Math.round(frame.height * ratio)];
  const picture = new ImageData(wide, high);
  const pixels = new Uint32Array(picture.data.buffer);
  const ink = inkOf(colour);
  const side = Math.max(1, Math.round(size * ratio));
  const [scale, west, north] = [(frame.world / WHOLE) * ratio, frame.left * ratio + side / 2, frame.top * ratio + side / 2];
  for (const [from, to] of runs) {
    for (let row = from; row < to; row += 1) {
      const left = Math.round(x[row] * scale - west);
      const top = Math.round(y[row] * scale - north);
      if (left < 0 || top < 0 || left + side > wide || top + side > high || hidden?.[category[row]]) continue;
      for (let at = top * wide + left, line = 0; line < side; line += 1, at += wide) for (let step = 0; step < side; step += 1) pixels[at + step] = ink;
    }
  }
  const aside = new OffscreenCanvas(wide, high);
  aside.getContext('2d').putImageData(picture, 0, 0);
  pen.drawImage(aside, 0, 0, frame.width, frame.height);
}

// "#RRGGBB" as a pixel, in this machine's order of bytes.
function inkOf(colour) {
  if (!inks.has(colour)) {
    const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    inks.set(colour, new Uint32Array(new Uint8Array([red, green, blue, 255]).buffer)[0]);
  }
  return inks.get(colour);
}
