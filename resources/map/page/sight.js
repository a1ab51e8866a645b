// Who can see a place and who is there first: cones and lines of the cameras, the place, the nearest units. Told under the topic `sight`.
import { CanvasLayer } from './canvas.js';
import { metresPerPixel, worldX, worldY } from './mercator.js';
import { on, state } from './state.js';

// Of a camera: how its cone and the line to the place are drawn. Dashed: nobody knows whether it looks there; dotted: something stands between.
const LOOKS = {
  SEES: { tone: 'accent', fill: 0.16, dash: [] },
  DIRECTION_UNKNOWN: { tone: 'text_2', fill: 0, dash: [6, 5] },
  HIDDEN: { tone: 'text_3', fill: 0.05, dash: [1.5, 5] },
};
const HALO = 3; // px around a line, so that it is seen on any ground
const APART = 12; // px: lines end before the place, where its own mark stands

class Sight extends CanvasLayer {
  empty() {
    return !state.sight;
  }

  draw(pen, frame) {
    const { place, cameras, units } = state.sight;
    const at = ([lon, lat]) => [worldX(lon) * frame.world - frame.left, worldY(lat) * frame.world - frame.top];
    const goal = at(place);
    const scale = metresPerPixel(worldY(place[1]), frame.zoom);
    for (const camera of cameras) cone(pen, at(camera.at), camera, scale, frame.colours);
    for (const unit of units) way(pen, at(unit.at), goal, frame.colours);
    for (const camera of cameras) line(pen, at(camera.at), goal, LOOKS[camera.view], frame.colours);
    cross(pen, goal, frame.colours);
  }
}

function cone(pen, [x, y], { view, azimuth, angle, reach }, scale, colours) {
  const { tone, fill } = LOOKS[view];
  if (azimuth === null || !fill) return;
  const [middle, half] = [((azimuth - 90) * Math.PI) / 180, (angle * Math.PI) / 360];
  pen.beginPath();
  pen.moveTo(x, y);
  pen.arc(x, y, reach / scale, middle - half, middle + half);
  pen.closePath();
  Object.assign(pen, { fillStyle: colours[tone], strokeStyle: colours[tone], lineWidth: 1, globalAlpha: fill });
  pen.fill();
  pen.globalAlpha = fill * 3;
  pen.stroke();
  pen.globalAlpha = 1;
}

// A little before `to`.
function before([x, y], to) {
  const [dx, dy] = [to[0] - x, to[1] - y];
  const part = Math.max(1 - APART / Math.max(Math.hypot(dx, dy), 1), 0);
  return [x + dx * part, y + dy * part];
}

function line(pen, from, to, { tone, dash }, colours) {
  for (const [width, colour] of [[2 + HALO, colours.window], [2, colours[tone]]]) {
    pen.beginPath();
    pen.moveTo(...from);
    pen.lineTo(...before(from, to));
    pen.setLineDash(width === 2 ? dash : []);
    Object.assign(pen, { lineWidth: width, strokeStyle: colour, lineCap: 'round', globalAlpha: width === 2 ? 1 : 0.5 });
    pen.stroke();
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

// Straight, since the way itself is not known here: from which side somebody comes, and no more.
function way(pen, from, to, colours) {
  pen.beginPath();
  pen.moveTo(...from);
  pen.lineTo(...before(from, to));
  pen.setLineDash([2, 7]);
  Object.assign(pen, { lineWidth: 2, strokeStyle: colours.text, lineCap: 'round', globalAlpha: 0.8 });
  pen.stroke();
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

// A cross with its middle open, so that it does not lie on what it is about.
function cross(pen, [x, y], colours) {
  for (const [width, colour] of [[5, colours.window], [2, colours.accent]]) {
    pen.beginPath();
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      pen.moveTo(x + dx * 9, y + dy * 9);
      pen.lineTo(x + dx * 22, y + dy * 22);
    }
    Object.assign(pen, { lineWidth: width, strokeStyle: colour, lineCap: 'round' });
    pen.stroke();
  }
}

export function start(map) {
  const layer = new Sight(map, 'sight', 451);
  on('sight', () => layer.repaint());
}
