// One tool at a time has the mouse. A tool says what it does with it: begin, press, drag, release, click, move, double click, keys, end.
import { state, tell } from '../state.js';

const NOTHING = { name: '' };
let tool = NOTHING;
let putDown = false; // since the mouse was pressed last: the click that follows was still the tool's

export const busy = () => tool !== NOTHING;
export const taking = () => busy() || putDown;
export const active = () => tool.name;

export function enter(map, next) {
  leave(map);
  tool = next;
  map.getContainer().style.cursor = 'crosshair';
  if (tool.drags) map.dragging.disable();
  tell('tool', tool.name);
  tool.begin?.();
}

export function leave(map) {
  if (!busy()) return;
  const last = tool;
  tool = NOTHING;
  putDown = true;
  map.getContainer().style.cursor = '';
  map.dragging.enable();
  last.end?.();
  tell('tool', '');
}

// Whether the tool took it.
export function press(key) {
  return busy() && (tool.key?.(key) ?? false);
}

export function start(map) {
  state.tool = '';
  map.on('mousedown', () => { putDown = false; });
  for (const [event, does] of [['mousedown', 'press'], ['mousemove', 'move'], ['mouseup', 'release'], ['click', 'click'], ['dblclick', 'finish'], ['contextmenu', 'strike']]) {
    map.on(event, (what) => tool[does]?.(what));
  }
}
