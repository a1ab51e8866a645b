// How a unit is drawn, whatever kind it is: from afar by its shape, from close by as an icon with a wedge in its heading; the age of its fix fades it,
// hollows it, dashes it. A figure says the rest: `shape(pen, turned)` and `icon(pen)` are paths around the origin, `panes(pen)` what is cut out of the
// icon, `wheels` where it has some; `turns`: its shape points where it goes.
import { circle, polygon } from './marks.js';

export const FRESH = 0, AGEING = 1, STALE = 2, UNKNOWN = 3;
const WHEEL = 2.1; // px
const WEDGE = { near: [[-3.75, -10.5], [0, -15.5], [3.75, -10.5]], far: [[-3.5, -6], [0, -11], [3.5, -6]] };

// Around the origin. Heading in degrees or NaN.
export function unitMark(pen, figure, heading, age, colours, { scale = 1, icon = false } = {}) {
  const turned = Number.isFinite(heading);
  const turn = turned ? (heading * Math.PI) / 180 : 0;
  pen.save();
  pen.scale(scale, scale);
  pen.lineJoin = 'round';
  if (turned && (icon || !figure.turns)) wedge(pen, turn, WEDGE[icon ? 'near' : 'far'], age, colours);
  if (icon) {
    if (Math.sin(turn) < 0) pen.scale(-1, 1); // it drives where it looks
    body(pen, () => figure.icon(pen), age, colours);
    details(pen, figure, age, colours);
  } else {
    pen.rotate(turn);
    body(pen, () => figure.shape(pen, turned), age, colours);
  }
  pen.restore();
}

// Its device says itself that it is somewhere else: as one whose place nobody knows, struck through.
export function mockedMark(pen, figure, heading, colours, face) {
  unitMark(pen, figure, heading, UNKNOWN, colours, face);
  const stroke = new Path2D('M-7.5 7.5L7.5 -7.5');
  for (const [width, colour] of [[5, colours.window], [2, colours.text]]) {
    Object.assign(pen, { lineCap: 'round', lineWidth: width, strokeStyle: colour });
    pen.stroke(stroke);
  }
}

const inked = (age, colours) => (age === FRESH ? colours.text : colours.text_3);

function body(pen, path, age, colours) {
  pen.beginPath();
  path();
  Object.assign(pen, { lineWidth: age >= STALE ? 5 : 3.5, strokeStyle: colours.window });
  pen.stroke();
  if (age >= STALE) {
    pen.setLineDash(age === UNKNOWN ? [2.5, 2.5] : []);
    Object.assign(pen, { lineWidth: 1.75, strokeStyle: age === UNKNOWN ? colours.text_3 : colours.text_2, fillStyle: colours.window });
    pen.fill();
    pen.stroke();
    pen.setLineDash([]);
  } else {
    pen.fillStyle = inked(age, colours);
    pen.fill();
  }
}

function details(pen, { panes, wheels = [] }, age, colours) {
  const hollow = age >= STALE;
  const colour = hollow ? colours.text_3 : inked(age, colours);
  if (panes && !hollow) {
    pen.beginPath();
    panes(pen);
    pen.fillStyle = colours.window;
    pen.fill();
  }
  for (const [x, y] of wheels) {
    pen.beginPath();
    circle(pen, x, y, WHEEL);
    Object.assign(pen, { lineWidth: 2.5, strokeStyle: colours.window, fillStyle: colour });
    pen.stroke();
    pen.fill();
  }
}

function wedge(pen, turn, points, age, colours) {
  pen.save();
  pen.rotate(turn);
  pen.beginPath();
  polygon(pen, points);
  Object.assign(pen, { lineWidth: 3, strokeStyle: colours.window });
  pen.stroke();
  pen.fillStyle = inked(age, colours);
  if (age < STALE) pen.fill();
  else {
    Object.assign(pen, { lineWidth: 1.25, strokeStyle: colours.text_3 });
    pen.stroke();
  }
  pen.restore();
}
