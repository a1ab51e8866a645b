// The track being played: its line once, coloured by speed; the playhead on a canvas of its own, since it moves thirty times a second.
import { arrows } from './arrows.js';
import { CanvasLayer } from './canvas.js';
import { automatic } from './hands/moves.js';
import { add } from './layers.js';
import { worldX, worldY } from './mercator.js';
import { on, state, tell } from './state.js';
import { writeOver } from './written_over.js';

export const SPEEDS = [0.5, 2, 6, 12]; // m/s: standing, walking, riding, driving, fast

// From grey over blue to magenta: none of them a lamp's. Faster is thicker too, so that colour is not the only sign.
export const speedColours = (colours) => [1, 2, 3, 4, 5].map((band) => colours[`speed_${band}`]);
export const speedWidth = (band) => 2 + 0.75 * band;
export const GAP_DASH = [3, 6]; // px
export const RAW_WIDTH = 1.5; // px

const GAP = SPEEDS.length + 1; // the band of what nobody saw
const REACH = 14; // px
const TOGETHER = 24; // px
const CHUNK = 200; // steps to a path: what a path costs grows faster than its corners, most of all where a way crosses itself all day
const SPECK = 0.6; // px: a step shorter than that goes into the next one

// Where fixes are in 0..1, and how fast the step to each was; of fifty thousand each array method would take longer than the drawing.
function lineOf(lon, lat, speed, unseen) {
  const count = lon.length;
  const [x, y, bands] = [new Float64Array(count), new Float64Array(count), new Uint8Array(count)];
  for (let row = 0; row < count; row += 1) {
    x[row] = worldX(lon[row]);
    y[row] = worldY(lat[row]);
    if (!speed) continue;
    let band = 0;
    while (band < SPEEDS.length && speed[row] > SPEEDS[band]) band += 1;
    bands[row] = unseen[row] ? GAP : band;
  }
  return { x, y, bands };
}

function boundsOf(lon, lat) {
  let [west, south, east, north] = [lon[0], lat[0], lon[0], lat[0]];
  for (let row = 1; row < lon.length; row += 1) {
    west = Math.min(west, lon[row]);
    east = Math.max(east, lon[row]);
    south = Math.min(south, lat[row]);
    north = Math.max(north, lat[row]);
  }
  return L.latLngBounds([south, west], [north, east]);
}

// A fix that nobody believes.
export function cross(pen, x, y, colours) {
  pen.beginPath();
  for (const turn of [1, -1]) {
    pen.moveTo(x - 3, y - 3 * turn);
    pen.lineTo(x + 3, y + 3 * turn);
  }
  Object.assign(pen, { strokeStyle: colours.text_3, lineWidth: 1.5 });
  pen.stroke();
}

// The steps in px of the frame, by how fast they were; the last are those that nobody saw. What lies out of the frame is not drawn.
function pathsOf({ x, y, bands }, { world, left, top, width, height }) {
  const paths = Array.from({ length: GAP + 1 }, () => []);
  const counts = new Array(GAP + 1).fill(0);
  const [near, far] = [-40, 40];
  let fromX = x[0] * world - left;
  let fromY = y[0] * world - top;
  let before = -1; // the band of a path that ends where the next step begins
  let passed = -1;
  for (let row = 1; row < x.length; row += 1) {
    const toX = x[row] * world - left;
    const toY = y[row] * world - top;
    const band = bands[row];
    if (band === passed && row + 1 < x.length && Math.abs(toX - fromX) + Math.abs(toY - fromY) < SPECK) continue;
    const out = Math.max(fromX, toX) < near || Math.max(fromY, toY) < near || Math.min(fromX, toX) > width + far || Math.min(fromY, toY) > height + far;
    if (!out) {
      const fresh = counts[band] % CHUNK === 0;
      if (fresh) paths[band].push(new Path2D());
      counts[band] += 1;
      const path = paths[band].at(-1);
      if (fresh || band !== before) path.moveTo(fromX, fromY);
      path.lineTo(toX, toY);
    }
    before = out ? -1 : band;
    passed = band;
    fromX = toX;
    fromY = toY;
  }
  return paths;
}

class TrackLine extends CanvasLayer {
  #track = null;
  #raw = null; // as it came, beneath what is believed of it
  #wrong = []; // fixes that nobody believes
  #resumed = Boolean(state.view); // the first batch repeats what the last page showed, and looked past

  take({ lon, lat, speed, unseen, raw_lon, raw_lat, stop_lon, stop_lat, stop_minutes, wrong_lon, wrong_lat, ends }) {
    this.#track = lon ? lineOf(lon, lat, speed, unseen) : null;
    this.#raw = raw_lon ? lineOf(raw_lon, raw_lat) : null;
    const placed = (row) => ({ x: worldX(lon[row]), y: worldY(lat[row]) });
    this.stops.take({ stop_lon: stop_lon ?? [], stop_lat, stop_minutes }, ends ? [placed(0), placed(lon.length - 1)] : []);
    this.#wrong = Array.from(wrong_lon ?? [], (value, row) => ({ x: worldX(value), y: worldY(wrong_lat[row]) }));
    this.bounds = lon ? boundsOf(lon, lat) : null;
    const fit = () => this.map.fitBounds(this.bounds, { padding: [60, 60], maxZoom: 16, animate: false });
    if (this.bounds && !this.#resumed && !this.map.getBounds().intersects(this.bounds)) automatic(fit);
    this.#resumed = false;
    tell('track', lon !== undefined);
    this.repaint();
  }

  empty() {
    return !this.#track;
  }

  // How many fixes are drawn, and how many beneath them, for whoever asks the page.
  get size() {
    return this.#track?.x.length ?? 0;
  }

  get beneath() {
    return this.#raw?.x.length ?? 0;
  }

  // The fix under the pointer, by its row.
  nearest(x, y, closer = Infinity) {
    if (!this.frame || !this.#track) return null;
    const { world, left, top } = this.frame;
    const shift = this.sheet.shift();
    const [atX, atY] = [x - shift.x + left, y - shift.y + top];
    const { x: xs, y: ys } = this.#track;
    let best = -1;
    let far = Math.min(REACH, closer) ** 2;
    for (let row = 0; row < xs.length; row += 1) {
      const distance = (xs[row] * world - atX) ** 2 + (ys[row] * world - atY) ** 2;
      if (distance < far) [best, far] = [row, distance];
    }
    if (best < 0) return null;
    const [px, py] = [xs[best] * world - left + shift.x, ys[best] * world - top + shift.y];
    return { layer: this.name, key: String(best), x: px, y: py, far: Math.sqrt(far), foot: { x: xs[best], y: ys[best] } };
  }

  draw(pen, frame) {
    this.seen.add('track');
    const paths = pathsOf(this.#track, frame);
    for (const [sign, there] of [['gap', paths[GAP].length], ['raw', this.#raw], ['wrong', this.#wrong.length]]) if (there) this.seen.add(sign);
    if (this.#raw) this.#beneath(pen, pathsOf(this.#raw, frame)[0], frame.colours);
    Object.assign(pen, { lineCap: 'round', lineJoin: 'round', strokeStyle: frame.colours.window });
    paths.slice(0, GAP).forEach((parts, band) => {
      pen.lineWidth = speedWidth(band) + 3;
      parts.forEach((path) => pen.stroke(path));
    });
    speedColours(frame.colours).forEach((colour, band) => {
      Object.assign(pen, { strokeStyle: colour, lineWidth: speedWidth(band) });
      paths[band].forEach((path) => pen.stroke(path));
    });
    pen.setLineDash(GAP_DASH);
    Object.assign(pen, { lineWidth: 1.5, strokeStyle: frame.colours.text_3 });
    paths[GAP].forEach((path) => pen.stroke(path));
    pen.setLineDash([]);
    for (const { x, y } of this.#wrong) cross(pen, x * frame.world - frame.left, y * frame.world - frame.top, frame.colours);
    arrows(pen, this.#track, GAP, frame);
  }

  #beneath(pen, paths, colours) {
    Object.assign(pen, { lineCap: 'round', lineJoin: 'round' });
    for (const [lineWidth, strokeStyle] of [[RAW_WIDTH + 2, colours.window], [RAW_WIDTH, colours.text_2]]) {
      Object.assign(pen, { lineWidth, strokeStyle });
      for (const path of paths) pen.stroke(path);
    }
  }
}

// Over those who go beside, whose dots would hide how long it was.
class Stops extends CanvasLayer {
  #stops = [];
  #ends = []; // the first place and the last

  take({ stop_lon, stop_lat, stop_minutes }, ends) {
    this.#ends = ends;
    this.#stops = Array.from(stop_lon, (lon, row) => ({ x: worldX(lon), y: worldY(stop_lat[row]), minutes: Math.round(stop_minutes[row]) }));
    this.repaint();
  }

  empty() {
    return !this.#stops.length && !this.#ends.length;
  }

  draw(pen, frame) {
    for (const stop of this.#stops) this.#rest(pen, stop, frame);
    for (const end of this.ends(frame)) this.#end(pen, end, frame);
  }

  // What is written where it begins and ends; once where that is one place.
  ends({ world }) {
    if (!this.#ends.length) return [];
    const [first, last] = this.#ends;
    const { start, end } = state.words.track;
    if (Math.hypot(first.x - last.x, first.y - last.y) * world < TOGETHER) return [{ ...last, text: `${start} · ${end}` }];
    return [{ ...first, text: start }, { ...last, text: end }];
  }

  #end(pen, { x, y, text }, frame) {
    const [left, top] = [x * frame.world - frame.left, y * frame.world - frame.top];
    pen.beginPath();
    pen.arc(left, top, 4.5, 0, 2 * Math.PI);
    Object.assign(pen, { fillStyle: frame.colours.text, strokeStyle: frame.colours.window, lineWidth: 3, textBaseline: 'middle', textAlign: 'left' });
    pen.stroke();
    pen.fill();
    pen.font = `600 11px ${state.font}`;
    writeOver(pen, this.map, frame, text, left, top, 9, frame.colours.text);
  }

  // A stop is a block with how long it was beside it.
  #rest(pen, { x, y, minutes }, frame) {
    const [left, top] = [x * frame.world - frame.left, y * frame.world - frame.top];
    pen.beginPath();
    pen.rect(left - 5, top - 5, 10, 10);
    Object.assign(pen, { fillStyle: frame.colours.hold, strokeStyle: frame.colours.window, lineWidth: 3, textBaseline: 'middle', textAlign: 'left' });
    pen.stroke();
    pen.fill();
    pen.font = `600 11px ${state.font}`;
    const hours = state.words.track.hours.replace('{}', Math.floor(minutes / 60)).replace('{}', String(minutes % 60).padStart(2, '0'));
    const text = minutes < 60 ? state.words.minutes.replace('{}', minutes) : hours;
    writeOver(pen, this.map, frame, text, left, top, 9, frame.colours.text);
  }
}

class Playhead extends CanvasLayer {
  empty() {
    return !state.playhead;
  }

  draw(pen, frame) {
    const [lon, lat, heading, , seen] = state.playhead;
    const { accent, window } = frame.colours;
    const [x, y] = [worldX(lon) * frame.world - frame.left, worldY(lat) * frame.world - frame.top];
    pen.translate(x, y);
    if (heading !== null && seen) this.#wedge(pen, heading, frame.colours);
    pen.beginPath();
    pen.arc(0, 0, 7, 0, 2 * Math.PI);
    Object.assign(pen, seen ? { fillStyle: accent, strokeStyle: window, lineWidth: 3 } : { fillStyle: window, strokeStyle: accent, lineWidth: 2 });
    pen.stroke();
    pen.fill();
    if (!seen) return; // hollow: in a gap, on the straight way over it, which nobody saw
    pen.beginPath();
    pen.arc(0, 0, 2.5, 0, 2 * Math.PI);
    pen.fillStyle = frame.colours.on_accent;
    pen.fill();
  }

  #wedge(pen, heading, colours) {
    pen.save();
    pen.rotate((heading * Math.PI) / 180);
    pen.beginPath();
    pen.moveTo(-6, -8);
    pen.lineTo(0, -17);
    pen.lineTo(6, -8);
    Object.assign(pen, { fillStyle: colours.accent, strokeStyle: colours.window, lineWidth: 3 });
    pen.stroke();
    pen.fill();
    pen.restore();
  }
}

// Only when it comes near an edge; a map that a hand has locked stays where it is.
function keepInSight(map, place) {
  if (!map.getBounds().pad(-0.2).contains(place)) automatic(() => map.panTo(place, { animate: false }));
}

export function start(map) {
  const line = new TrackLine(map, 'track', 425);
  line.stops = new Stops(map, 'stops', 452, 'track');
  add(line);
  const head = new Playhead(map, 'playhead', 455, 'track');
  on('playhead', () => {
    head.repaint();
    if (state.follow_track && state.playhead) keepInSight(map, [state.playhead[1], state.playhead[0]]);
  });
}
