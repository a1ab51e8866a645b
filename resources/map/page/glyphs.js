// The marks of registers: neutral in colour, for a colour is a state; told apart by shape. Around the origin.
import { state } from './state.js';

function halo(pen, colours, path, width = 3) {
  pen.beginPath();
  path();
  Object.assign(pen, { lineJoin: 'round', lineWidth: width, strokeStyle: colours.window });
  pen.stroke();
}

function filled(pen, colours, path, hollow = false) {
  halo(pen, colours, path);
  Object.assign(pen, { fillStyle: hollow ? colours.window : colours.text_3, strokeStyle: colours.text_2, lineWidth: 1.25 });
  pen.fill();
  if (hollow) pen.stroke();
}

const polygon = (pen, points) => {
  points.forEach(([x, y], at) => (at ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
};

// None is a shape of a lamp (marks.js), nor of another layer.
const SHAPES = {
  valve: (pen) => polygon(pen, [[-4.9, -3.9], [-0.9, -0.9], [0.9, -0.9], [4.9, -3.9], [4.9, 3.9], [0.9, 0.9], [-0.9, 0.9], [-4.9, 3.9]]),
  slab: (pen) => polygon(pen, [[-5, 3], [-1.7, -3], [5, -3], [1.7, 3]]),
  cup: (pen) => polygon(pen, [[-4.8, -4.3], [4.8, -4.3], [1.4, 4.6], [-1.4, 4.6]]),
  leaf(pen) {
    pen.moveTo(-4.4, 4.4);
    pen.quadraticCurveTo(-3.6, -3.6, 4.4, -4.4);
    pen.quadraticCurveTo(3.6, 3.6, -4.4, 4.4);
    pen.closePath();
  },
  cross: (pen) => polygon(pen, [[-1.4, -4.4], [1.4, -4.4], [1.4, -1.4], [4.4, -1.4], [4.4, 1.4], [1.4, 1.4],
    [1.4, 4.4], [-1.4, 4.4], [-1.4, 1.4], [-4.4, 1.4], [-4.4, -1.4], [-1.4, -1.4]]),
  many: (pen) => [[-4.2, -4.2], [0.8, -4.2], [-4.2, 0.8], [0.8, 0.8]].forEach(([x, y]) => pen.rect(x, y, 3.4, 3.4)),
};

// By major class, as resources/style/map.toml says; those of several together without one. Hollow when it is damaged, lost or out of use.
export function component(pen, classCode, variant, colours) {
  const { shapes } = state.rules.components;
  const path = SHAPES[classCode ? shapes[classCode.slice(0, 2)] ?? shapes.other : 'many'];
  filled(pen, colours, () => path(pen), variant === 1);
}

// A shop: its awning over its front.
export function entity(pen, category, variant, colours) {
  halo(pen, colours, () => pen.roundRect(-5.5, -5, 11, 10, 1.5));
  Object.assign(pen, { fillStyle: colours.window, strokeStyle: colours.text_2, lineWidth: 1.25 });
  pen.fill();
  pen.stroke();
  pen.fillStyle = colours.text_2;
  pen.fillRect(-5.5, -5, 11, 4);
  pen.fillRect(-1.5, 1, 3, 4);
}

export function bicycle(pen, category, variant, colours) {
  const path = () => {
    for (const x of [-3.5, 3.5]) {
      pen.moveTo(x + 2.4, 1.6);
      pen.arc(x, 1.6, 2.4, 0, 2 * Math.PI);
    }
    pen.moveTo(-3.5, 1.6);
    pen.lineTo(-1, -2.6);
    pen.lineTo(3.5, 1.6);
    pen.moveTo(-1, -2.6);
    pen.lineTo(2.2, -2.6);
  };
  halo(pen, colours, path, 4);
  Object.assign(pen, { lineWidth: 1.25, strokeStyle: colours.text_2 });
  pen.stroke();
}

// Where water gathers: a drop over its level.
export function flood(pen, category, variant, colours) {
  const path = () => {
    pen.moveTo(0, -7.5);
    pen.bezierCurveTo(2.2, -4, 4.6, -1.8, 4.6, 1);
    pen.arc(0, 1, 4.6, 0, Math.PI);
    pen.bezierCurveTo(-4.6, -1.8, -2.2, -4, 0, -7.5);
  };
  halo(pen, colours, path);
  Object.assign(pen, { fillStyle: colours.speed, strokeStyle: colours.text, lineWidth: 1.25 });
  pen.fill();
  pen.stroke();
  pen.beginPath();
  pen.moveTo(-6, 8);
  pen.lineTo(6, 8);
  pen.stroke();
}

// A gate number: a plate.
export function gate(pen, category, variant, colours) {
  filled(pen, colours, () => polygon(pen, [[-4.5, -2.5], [2, -2.5], [4.5, 0], [2, 2.5], [-4.5, 2.5]]), true);
}

// A place that people name: a pin.
export function poi(pen, category, variant, colours) {
  const path = () => {
    pen.moveTo(0, 5);
    pen.lineTo(-3.4, -0.6);
    pen.arc(0, -2.4, 3.8, Math.PI * 0.85, Math.PI * 0.15);
    pen.closePath();
  };
  filled(pen, colours, path);
  pen.beginPath();
  pen.arc(0, -2.4, 1.4, 0, 2 * Math.PI);
  pen.fillStyle = colours.window;
  pen.fill();
}
