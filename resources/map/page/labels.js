// Names beside marks, as long as they do not run into each other. Drawn on the canvas: untrusted text never becomes HTML.
import { state } from './state.js';

const CELL = 16; // px: no name nearer than this to another

export function labels(pen, frame, size = 11) {
  const [taken, waiting] = [new Set(), []];
  pen.font = `${size}px ${state.font}`;
  const cells = (x, y, width) => {
    const row = Math.round(y / CELL);
    const found = [];
    for (let column = Math.floor(x / CELL); column <= Math.floor((x + width) / CELL); column += 1) found.push(`${column}:${row}`);
    return found;
  };
  return {
    add(text, x, y, gap, centred = false) {
      const width = pen.measureText(text).width;
      const left = centred ? x - width / 2 : x + gap;
      const needed = cells(left, y, width);
      if (needed.some((cell) => taken.has(cell))) return;
      needed.forEach((cell) => taken.add(cell));
      waiting.push([text, left, y]);
    },
    draw(colour = frame.colours.text_2) {
      pen.font = `${size}px ${state.font}`;
      Object.assign(pen, { textAlign: 'left', textBaseline: 'middle', lineJoin: 'round', lineWidth: 3, strokeStyle: frame.colours.window, fillStyle: colour });
      for (const [text, x, y] of waiting) {
        pen.strokeText(text, x, y);
        pen.fillText(text, x, y);
      }
    },
  };
}
