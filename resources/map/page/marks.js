// The marks of LOOK: shape and colour together, so that colour is never the only sign. No two layers share a silhouette: what is a lamp's here is
// nobody else's, but for the dot of those on foot, which is smaller (tests/console/test_map_silhouettes.py).
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

const SHAPES = [
  (pen, x, y, r) => pen.roundRect(x - r, y - r * 0.42, 2 * r, r * 0.84, r * 0.2), // a dash, as in the queues: no clock runs
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

const ALARM_LEAST = 0.8; // an alarm is seen from afar too
const BANG = 3.6; // px from one exclamation mark to the next

// Beside the mark of a unit: what supervision has raised, as many exclamation marks as its level says, yellow to look at, red to be stopped.
export function alarmMark(pen, level, colours, scale = 1, farther = 0) {
  const large = Math.max(scale, ALARM_LEAST);
  pen.save();
  pen.translate((8 + farther) * scale, (-7 - farther) * scale);
  pen.scale(large, large);
  pen.beginPath();
  for (let at = 0; at < level; at += 1) bang(pen, at * BANG);
  Object.assign(pen, { lineJoin: 'round', lineWidth: 3, strokeStyle: colours.window, fillStyle: level > 1 ? colours.danger : colours.warn });
  pen.stroke();
  pen.fill();
  pen.restore();
}

function bang(pen, x) {
  polygon(pen, [[x - 1.5, -5], [x + 1.5, -5], [x + 0.8, 1.4], [x - 0.8, 1.4]]);
  circle(pen, x, 3.6, 1.4);
}

export const OFFLINE = 1, ONLINE = 2;
export const DOT_REACH = 9; // px

// A camera as plans show it, its lens in its azimuth: up when nobody knows it. In a box from -5 to 5.
function cameraBody(pen) {
  polygon(pen, [[-4, 0], [-1.3, 0], [-1.3, -1.5], [-4.6, -5.5], [4.6, -5.5], [1.3, -1.5], [1.3, 0], [4, 0], [4, 5.2], [-4, 5.2]]);
}

const turned = (pen, azimuth) => pen.rotate(((Number.isFinite(azimuth) ? azimuth : 0) * Math.PI) / 180);

// With a cone in its azimuth, unless `reach` is 0; filled when online, hollow and crossed when offline, hollow when nobody knows.
export function cameraMark(pen, x, y, azimuth, angle, online, colours, scale = 1, reach = 17) {
  const colour = colours.text_3;
  pen.save();
  pen.translate(x, y);
  pen.scale(scale, scale);
  if (reach && Number.isFinite(azimuth)) cameraCone(pen, azimuth, angle, online, reach, colour);
  pen.save();
  turned(pen, azimuth);
  pen.beginPath();
  cameraBody(pen);
  Object.assign(pen, { lineJoin: 'round', lineWidth: 4, strokeStyle: colours.window, fillStyle: online === ONLINE ? colour : colours.window });
  pen.stroke();
  pen.fill();
  if (online !== ONLINE) {
    Object.assign(pen, { lineWidth: 1.5, strokeStyle: colour });
    pen.stroke();
  }
  pen.restore();
  if (online === OFFLINE) cross(pen, colour, colours.window);
  pen.restore();
}

const DOT_SCALE = 0.62;

// A camera seen from far away: smaller, with its cone, hollow unless it is online.
export function cameraDot(pen, azimuth, online, colours) {
  if (Number.isFinite(azimuth)) cameraCone(pen, azimuth, 60, online, DOT_REACH, colours.text_3);
  pen.save();
  turned(pen, azimuth);
  pen.scale(DOT_SCALE, DOT_SCALE);
  pen.beginPath();
  cameraBody(pen);
  Object.assign(pen, { lineWidth: 4, lineJoin: 'round', strokeStyle: colours.window, fillStyle: online === ONLINE ? colours.text_3 : colours.window });
  pen.stroke();
  pen.fill();
  if (online !== ONLINE) {
    Object.assign(pen, { lineWidth: 1.75, strokeStyle: colours.text_3 });
    pen.stroke();
  }
  pen.restore();
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
