// Who goes beside the unit that is played: a dot with its name where each was at the moment of the playhead, and the way it came there.
import { CanvasLayer } from './canvas.js';
import { add } from './layers.js';
import { worldX, worldY } from './mercator.js';
import { stamp } from './sprites.js';
import { on, state } from './state.js';

const TRAIL_MS = 600_000;
const MOST_STEPS = 6000; // of all trails in one frame; the more units, the shorter are theirs
// Nobody knows where a unit was between two fixes that are farther apart than this and than so many of its usual intervals.
const SILENT_MS = 180_000;
const SILENT_TIMES = 5;
const SAMPLES = 31; // intervals that tell what is usual
const NAMED = 30; // more names than that cover what they are about
const DEGREE = 1e7;
const DOT = 7; // px that a dot reaches

class Beside extends CanvasLayer {
  #names = [];

  // All units of a day are six million fixes: they stay as they came, and what a frame shows of them is projected in it.
  take({ names, since, first, at, lon, lat }) {
    this.#names = names ?? [];
    const columns = [first, at, lon, lat].map((column) => column ?? []);
    [this.first, this.at, this.lon, this.lat] = columns;
    this.since = (since ?? 0) / 1000;
    this.silent = this.#names.map((_, unit) => this.#silence(unit));
    this.repaint();
  }

  // In milliseconds.
  #silence(unit) {
    const [first, last] = [this.first[unit], this.first[unit + 1] - 1];
    const apart = Math.max(1, Math.floor((last - first) / SAMPLES));
    const spans = [];
    for (let row = first; row < last; row += apart) spans.push(this.at[row + 1] - this.at[row]);
    spans.sort((one, other) => one - other);
    return Math.max(SILENT_MS, SILENT_TIMES * (spans[spans.length >> 1] ?? 0));
  }

  empty() {
    return !this.#names.length || !state.playhead;
  }

  // How many units go beside, for whoever asks the page.
  get size() {
    return this.#names.length;
  }

  // Of one unit at a moment, in milliseconds after `since`: the row of its newest fix, where it was, and whether that is known. Nothing before its
  // first fix.
  where(unit, moment) {
    const first = this.first[unit];
    const end = this.first[unit + 1];
    let low = first;
    let high = end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at[middle] <= moment) low = middle + 1;
      else high = middle;
    }
    const row = low - 1;
    if (row < first) return null;
    const span = row + 1 < end ? this.at[row + 1] - this.at[row] : Infinity;
    const moves = span <= this.silent[unit];
    const share = moves ? (moment - this.at[row]) / span : 0;
    const next = moves ? row + 1 : row;
    const lon = this.lon[row] + share * (this.lon[next] - this.lon[row]);
    const lat = this.lat[row] + share * (this.lat[next] - this.lat[row]);
    return { row, x: worldX(lon / DEGREE), y: worldY(lat / DEGREE), known: moves || moment - this.at[row] <= this.silent[unit] };
  }

  draw(pen, frame) {
    const moment = (state.playhead[3] - this.since) * 1000;
    const steps = Math.max(2, Math.floor(MOST_STEPS / this.#names.length));
    const trail = new Path2D();
    const places = [];
    for (let unit = 0; unit < this.#names.length; unit += 1) {
      const place = this.where(unit, moment);
      if (!place) continue;
      const [x, y] = [place.x * frame.world - frame.left, place.y * frame.world - frame.top];
      if (place.known) this.#trail(trail, unit, place, x, y, moment, steps, frame);
      if (x > -40 && y > -40 && x < frame.width + 40 && y < frame.height + 40) places.push([unit, x, y, place.known]);
    }
    Object.assign(pen, { lineCap: 'round', lineJoin: 'round', strokeStyle: frame.colours.accent, lineWidth: 2, globalAlpha: 0.6 });
    pen.stroke(trail);
    pen.globalAlpha = 1;
    for (const [, x, y, known] of places) stamp(pen, `beside|${known}`, DOT, x, y, (dot) => this.#dot(dot, known, frame.colours));
    if (places.length <= NAMED) for (const [unit, x, y] of places) this.#name(pen, x, y, this.#names[unit], frame.colours);
  }

  #trail(path, unit, place, x, y, moment, steps, frame) {
    path.moveTo(x, y);
    const last = Math.max(this.first[unit], place.row - steps);
    for (let row = place.row; row >= last && moment - this.at[row] <= TRAIL_MS; row -= 1) {
      if (row < place.row && this.at[row + 1] - this.at[row] > this.silent[unit]) break;
      path.lineTo(worldX(this.lon[row] / DEGREE) * frame.world - frame.left, worldY(this.lat[row] / DEGREE) * frame.world - frame.top);
    }
  }

  // Hollow: it was silent then, and this is where it was last.
  #dot(pen, known, colours) {
    pen.beginPath();
    pen.arc(0, 0, 4.5, 0, 2 * Math.PI);
    Object.assign(pen, { fillStyle: known ? colours.accent : colours.window, strokeStyle: known ? colours.window : colours.accent, lineWidth: 2 });
    pen.fill();
    pen.stroke();
  }

  #name(pen, x, y, name, colours) {
    Object.assign(pen, { font: `12px ${state.font}`, textBaseline: 'middle', textAlign: 'left', lineWidth: 3, strokeStyle: colours.window });
    pen.strokeText(name, x + 9, y);
    pen.fillStyle = colours.text;
    pen.fillText(name, x + 9, y);
  }
}

export function start(map) {
  const beside = new Beside(map, 'beside', 450, 'track');
  add(beside);
  on('playhead', () => beside.empty() || beside.repaint());
}
