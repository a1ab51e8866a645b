// What is written on the sheet over the data gives way to the marks and names of those too.
import { around, write } from './labels.js';
import { sheetOf } from './sheet.js';

// `x` and `y` are px of the frame of its own sheet; the pen is ready.
export function writeOver(pen, map, frame, text, x, y, gap, colour) {
  const { frame: data } = sheetOf(map, 0);
  const there = data?.names && data.zoom === frame.zoom ? data : null;
  const [east, south] = there ? [frame.left - there.left, frame.top - there.top] : [0, 0];
  const clear = ([left, top, right, bottom]) => !there || there.names.clear([left + east, top + south, right + east, bottom + south]);
  const box = around(x, y, gap, null, pen.measureText(text).width).find(clear);
  if (box) write(pen, text, box, colour);
}
