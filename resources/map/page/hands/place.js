// What a place is called and who answers for it: right click, or a key at the pointer.
import { hall, on } from '../state.js';
import { busy } from './modes.js';
import { project, sketch } from './sketch.js';

let pointer = null; // px of the map where the mouse is, none when it is elsewhere: the map may go on beneath it

export function pin(place) {
  sketch('pin', place && ((pen, frame) => {
    const [x, y] = project(frame, place);
    const drop = new Path2D(`M${x} ${y}c-2 -6 -8 -9 -8 -15a8 8 0 0 1 16 0c0 6 -6 9 -8 15z`);
    Object.assign(pen, { lineJoin: 'round', lineWidth: 4, strokeStyle: frame.colours.window, fillStyle: frame.colours.accent });
    pen.stroke(drop);
    pen.fill(drop);
    pen.beginPath();
    pen.arc(x, y - 15, 3, 0, 2 * Math.PI);
    pen.fillStyle = frame.colours.on_accent;
    pen.fill();
  }));
}

export function ask([lon, lat]) {
  pin([lon, lat]);
  hall.place(lon, lat);
}

// Where a key means: at the mouse, else in the middle.
export function here(map) {
  const { lng, lat } = pointer ? map.containerPointToLatLng(pointer) : map.getCenter();
  return [lng, lat];
}

export function start(map) {
  map.on('contextmenu', (event) => busy() || ask([event.latlng.lng, event.latlng.lat]));
  map.on('mousemove', (event) => { pointer = event.containerPoint; });
  map.on('mouseout', () => { pointer = null; });
  on('closed', () => pin(null));
}
