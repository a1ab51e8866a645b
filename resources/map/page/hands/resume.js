// A tool that another page had in hand goes on where that one ended: its process died, or this page is drawn for paper.
import { on } from '../state.js';
import { draw, FENCES } from './draw.js';
import { measure } from './ruler.js';
import { select } from './select.js';

export function start(map) {
  on('traced', (traced) => {
    if (traced.tool === 'ruler') measure(map, traced);
    else if (FENCES.includes(traced.tool)) draw(map, traced.tool, traced);
    else select(map, traced.tool, traced);
  });
}
