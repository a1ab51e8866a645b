// A camera dragged off the map. The page only says that it is: the drag itself is Qt's, since no drag of the page's reaches a pane of the console.
import { busy } from './hands/modes.js';
import { nearest } from './layers.js';
import { hall } from './state.js';

const GRIP = 9; // px around a mark: nearer than for a click, so that the map can be moved between two cameras
const FAR = 6; // px from where it was pressed

let held = null;
let carried = false;

// Whether the click that ends now was the end of a drag.
export const dropped = () => carried;

function press(map, { containerPoint: { x, y }, originalEvent }) {
  carried = false;
  if (busy() || originalEvent?.button || originalEvent?.shiftKey) return;
  const hit = nearest(x, y);
  if (hit?.layer !== 'cameras' || !hit.key || Math.hypot(hit.x - x, hit.y - y) > GRIP) return;
  held = { key: hit.key, x: originalEvent.clientX, y: originalEvent.clientY };
  map.dragging.disable(); // whoever takes a camera up does not move the map
}

function release(map) {
  if (!held) return;
  held = null;
  if (!busy()) map.dragging.enable();
}

export function carry(map) {
  map.on('mousedown', (event) => press(map, event));
  document.addEventListener('mouseup', () => release(map));
  document.addEventListener('mousemove', (event) => {
    if (!held) return;
    if (!(event.buttons & 1)) release(map);
    else if (Math.hypot(event.clientX - held.x, event.clientY - held.y) > FAR) {
      carried = true;
      hall.carry('cameras', held.key);
      release(map);
    }
  });
}
