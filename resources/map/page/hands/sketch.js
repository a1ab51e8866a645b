// What hands have drawn: the tool's own figure, what was selected, where something was found. One canvas for all, above the layers.
import { CanvasLayer } from '../canvas.js';
import { worldX, worldY } from '../mercator.js';
import { state } from '../state.js';

const figures = new Map();
let layer = null;

class Sketch extends CanvasLayer {
  empty() {
    return figures.size === 0;
  }

  draw(pen, frame) {
    for (const figure of figures.values()) {
      pen.save();
      figure(pen, frame);
      pen.restore();
    }
  }
}

// `figure(pen, frame)` draws it, nothing takes it away.
export function sketch(name, figure) {
  if (figure) figures.set(name, figure);
  else figures.delete(name);
  layer?.repaint();
}

export const drawn = (name) => figures.has(name);

export function project(frame, [lon, lat]) {
  return [worldX(lon) * frame.world - frame.left, worldY(lat) * frame.world - frame.top];
}

export function path(frame, points, closed = false) {
  const made = new Path2D();
  points.forEach((point, at) => (at ? made.lineTo(...project(frame, point)) : made.moveTo(...project(frame, point))));
  if (closed) made.closePath();
  return made;
}

// A line that is seen on any ground.
export function line(pen, made, frame, { width = 2, dash = [], colour = frame.colours.accent } = {}) {
  Object.assign(pen, { lineJoin: 'round', lineCap: 'round', lineWidth: width + 3, strokeStyle: frame.colours.window });
  pen.setLineDash(dash);
  pen.stroke(made);
  Object.assign(pen, { lineWidth: width, strokeStyle: colour });
  pen.stroke(made);
  pen.setLineDash([]);
}

export function wash(pen, made, frame, colour = frame.colours.accent) {
  Object.assign(pen, { fillStyle: colour, globalAlpha: 0.14 });
  pen.fill(made);
  pen.globalAlpha = 1;
}

export function dot(pen, frame, point, { radius = 4, hollow = false } = {}) {
  const [x, y] = project(frame, point);
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  Object.assign(pen, { fillStyle: hollow ? frame.colours.window : frame.colours.accent, strokeStyle: hollow ? frame.colours.accent : frame.colours.window, lineWidth: 2 });
  pen.fill();
  pen.stroke();
}

// Where a key puts a point, or takes one along: in the middle of the map.
export function cross(map) {
  const { lng, lat } = map.getCenter();
  sketch('cross', (pen, frame) => {
    const [x, y] = project(frame, [lng, lat]);
    Object.assign(pen, { lineWidth: 1.5, strokeStyle: frame.colours.text });
    pen.stroke(new Path2D(`M${x - 12} ${y}h24M${x} ${y - 12}v24`));
  });
}

export function note(pen, frame, text, x, y) {
  Object.assign(pen, { font: `600 11px ${state.font}`, textAlign: 'center', textBaseline: 'middle', lineJoin: 'round', lineWidth: 3 });
  Object.assign(pen, { strokeStyle: frame.colours.window, fillStyle: frame.colours.text });
  pen.strokeText(text, x, y);
  pen.fillText(text, x, y);
}

export function start(map) {
  layer = new Sketch(map, 'sketch', 460);
}
