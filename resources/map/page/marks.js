// The marks of LOOK: shape and colour together, so that colour is never the only sign.
export const NONE = 0, GREEN = 1, YELLOW = 2, RED = 3, GREY = 4, BLUE = 5;
export const LAMP_TOKENS = ['text_2', 'ok', 'warn', 'danger', 'hold', 'done'];

export function circle(pen, x, y, r) {
  pen.moveTo(x + r, y);
  pen.arc(x, y, r, 0, 2 * Math.PI);
}

export function polygon(pen, points) {
  points.forEach(([x, y], at) => (at ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
}

function plus(pen, x, y, r) {
  const [long, half] = [r * 0.95, r * 0.34];
  polygon(pen, [[-half, -long], [half, -long], [half, -half], [long, -half], [long, half], [half, half],
    [half, long], [-half, long], [-half, half], [-long, half], [-long, -half], [-half, -half]].map(([dx, dy]) => [x + dx, y + dy]));
}

const SHAPES = [
  plus,
  (pen, x, y, r) => circle(pen, x, y, r),
  (pen, x, y, r) => polygon(pen, [[x, y - r * 1.2], [x + r * 1.15, y + r * 0.85], [x - r * 1.15, y + r * 0.85]]),
  (pen, x, y, r) => polygon(pen, [[x, y - r * 1.3], [x + r * 1.3, y], [x, y + r * 1.3], [x - r * 1.3, y]]),
  (pen, x, y, r) => pen.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8),
  (pen, x, y, r) => circle(pen, x, y, r * 0.8),
];

function outline(pen, shape, x, y, r, width, colour) {
  pen.beginPath();
  shape(pen, x, y, r);
  pen.lineWidth = width;
  pen.strokeStyle = colour;
  pen.stroke();
}

// The mark of a case: filled but for closed ones, which are hollow; a second outline when urgent.
export function caseMark(pen, x, y, lamp, urgent, colours, r = 6) {
  const [shape, colour] = [SHAPES[lamp], colours[LAMP_TOKENS[lamp]]];
  pen.lineJoin = 'round';
  if (urgent) {
    outline(pen, shape, x, y, r + 3.5, 5, colours.window);
    outline(pen, shape, x, y, r + 3.5, 1.75, colour);
  }
  outline(pen, shape, x, y, r, lamp === BLUE ? 5 : 3, colours.window);
  if (lamp === BLUE) return outline(pen, shape, x, y, r, 2, colour);
  pen.beginPath();
  shape(pen, x, y, r);
  pen.fillStyle = colour;
  pen.fill();
}

// A neutral disc with a number, and a thin ring of the lamps inside it. `counts` by lamp.
export function clusterMark(pen, x, y, r, counts, total, colours, font) {
  pen.beginPath();
  circle(pen, x, y, r + 2);
  pen.fillStyle = colours.window;
  pen.fill();
  pen.beginPath();
  circle(pen, x, y, r - 2.5);
  pen.fillStyle = colours.raised;
  pen.fill();
  ring(pen, x, y, r, counts, total, colours);
  pen.fillStyle = colours.text;
  pen.font = `600 ${total < 1000 ? 13 : 11}px ${font}`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(roundNumber(total), x, y + 0.5);
}

// Around a cluster that holds an urgent case, as around the case itself.
export function urgentRing(pen, x, y, r, colours) {
  for (const [width, colour] of [[4.5, colours.window], [1.75, colours.danger]]) {
    pen.beginPath();
    circle(pen, x, y, r + 4.5);
    Object.assign(pen, { lineWidth: width, strokeStyle: colour });
    pen.stroke();
  }
}

export const roundNumber = (total) => (total < 10000 ? String(total) : `${Math.round(total / 1000)}k`);

const RING_ORDER = [RED, YELLOW, GREEN, NONE, GREY, BLUE]; // what needs a person first, from twelve o'clock

function ring(pen, x, y, r, counts, total, colours) {
  let from = -Math.PI / 2;
  pen.lineWidth = 3.5;
  for (const lamp of RING_ORDER) {
    if (!counts[lamp]) continue;
    const to = from + (2 * Math.PI * counts[lamp]) / total;
    pen.beginPath();
    pen.arc(x, y, r - 0.5, from, to);
    pen.strokeStyle = colours[LAMP_TOKENS[lamp]];
    pen.stroke();
    from = to;
  }
}

// Beside the mark of a unit: what supervision has raised, a triangle to look at, a diamond to be stopped; the highest level has a second outline.
export function alarmMark(pen, level, colours, scale = 1, farther = 0) {
  pen.save();
  pen.scale(scale, scale);
  caseMark(pen, 8 + farther, -7 - farther, level > 1 ? RED : YELLOW, level > 2, colours, 3.5);
  pen.restore();
}

export const OFFLINE = 1, ONLINE = 2;
export const DOT_REACH = 9; // px

// A cone in the camera's azimuth; filled when online, hollow and crossed when offline, hollow when nobody knows.
export function cameraMark(pen, x, y, azimuth, angle, online, colours, scale = 1, reach = 17) {
  const colour = colours.text_3;
  pen.save();
  pen.translate(x, y);
  pen.scale(scale, scale);
  if (Number.isFinite(azimuth)) cameraCone(pen, azimuth, angle, online, reach, colour);
  pen.beginPath();
  pen.roundRect(-4.5, -4.5, 9, 9, 2);
  pen.lineWidth = 3.5;
  pen.strokeStyle = colours.window;
  pen.stroke();
  pen.fillStyle = online === ONLINE ? colour : colours.window;
  pen.fill();
  pen.lineWidth = 1.5;
  pen.strokeStyle = colour;
  pen.stroke();
  if (online === OFFLINE) cross(pen, colour, colours.window);
  pen.restore();
}

// A camera seen from far away: a small square with its cone, hollow unless it is online.
export function cameraDot(pen, azimuth, online, colours) {
  if (Number.isFinite(azimuth)) cameraCone(pen, azimuth, 60, online, DOT_REACH, colours.text_3);
  pen.beginPath();
  pen.rect(-2.25, -2.25, 4.5, 4.5);
  Object.assign(pen, { lineWidth: 2.5, lineJoin: 'round', strokeStyle: colours.window, fillStyle: online === ONLINE ? colours.text_3 : colours.window });
  pen.stroke();
  pen.fill();
  if (online === ONLINE) return;
  Object.assign(pen, { lineWidth: 1.25, strokeStyle: colours.text_3 });
  pen.stroke();
}

export function cameraCone(pen, azimuth, angle, online, reach, colour) {
  const half = ((Number.isFinite(angle) ? Math.min(Math.max(angle, 24), 340) : 60) * Math.PI) / 360;
  const middle = ((azimuth - 90) * Math.PI) / 180;
  pen.beginPath();
  pen.moveTo(0, 0);
  pen.arc(0, 0, reach, middle - half, middle + half);
  pen.closePath();
  pen.strokeStyle = pen.fillStyle = colour;
  pen.lineWidth = 1;
  pen.globalAlpha = reach > 40 ? 0.16 : 0.32; // a large one lies over much that is to be seen
  if (online === ONLINE) pen.fill();
  pen.globalAlpha = 0.9;
  pen.stroke();
  pen.globalAlpha = 1;
}

function cross(pen, colour, halo) {
  for (const [width, style] of [[4, halo], [1.75, colour]]) {
    pen.beginPath();
    pen.moveTo(-7, 7);
    pen.lineTo(7, -7);
    pen.lineWidth = width;
    pen.strokeStyle = style;
    pen.stroke();
  }
}
