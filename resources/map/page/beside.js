// Who goes beside the unit that is played: a dot with its name where each was at the moment of the playhead, and the way it came there.
import { CanvasLayer } from './canvas.js';
import { add } from './layers.js';
import { worldX, worldY } from './mercator.js';
import { stamp } from './sprites.js';
import { on, state } from './state.js';
import { writeOver } from './written_over.js';

const TRAIL_MS = 600_000;
const MOST_STEPS = 6000; // of all trails in one frame; the more units, the shorter are theirs
const [UNSEEN, DROPPED] = [1, 2]; // flags of wire/tracks.py: nobody saw the way to this fix; nobody believes it
// After its last fix nobody knows where a unit is when it is longer silent than this and than so many of its usual intervals.
const SILENT_MS = 180_000;
const SILENT_TIMES = 5;
const SAMPLES = 31; // intervals that tell what is usual
const NAMED = 30; // more names than that cover what they are about
const DEGREE = 1e7;
const DOT = 7; // px that a dot reaches

const cut = (column, first, end) => (column.subarray ? column.subarray(first, end) : column.slice(first, end));

// In milliseconds.
function silence(at) {
  const apart = Math.max(1, Math.floor((at.length - 1) / SAMPLES));
  const spans = [];
  for (let row = 0; row + 1 < at.length; row += apart) spans.push(at[row + 1] - at[row]);
  spans.sort((one, other) => one - other);
  return Math.max(SILENT_MS, SILENT_TIMES * (spans[spans.length >> 1] ?? 0));
}

// As the track is shown: cleaned, or as it came.
const believed = (flag) => state.raw_track || !(flag & DROPPED);

class Beside extends CanvasLayer {
  #units = [];

  // All units of a day are six million fixes: they come in pieces and stay as they came, and what a frame shows of them is projected in it.
  take({ reset, names, since, first, at, lon, lat, flags }) {
    if (reset) this.#units = [];
    this.since = since / 1000;
    names.forEach((name, unit) => {
      const own = (column) => cut(column, first[unit], first[unit + 1]);
      this.#units.push({ name, at: own(at), lon: own(lon), lat: own(lat), flags: own(flags), silent: silence(own(at)) });
    });
    this.repaint();
  }

  empty() {
    return !this.#units.length || !state.playhead;
  }

  // How many units go beside, for whoever asks the page.
  get size() {
    return this.#units.length;
  }

  // Of one unit at a moment, in milliseconds after `since`: the row of its newest fix, where it was, and whether that is known. Nothing before its
  // first fix.
  where(unit, moment) {
    const { at, lon, lat, flags, silent } = this.#units[unit];
    let low = 0;
    let high = at.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at[middle] <= moment) low = middle + 1;
      else high = middle;
    }
    let row = low - 1;
    while (row >= 0 && !believed(flags[row])) row -= 1;
    if (row < 0) return null;
    let next = low;
    while (next < at.length && !believed(flags[next])) next += 1;
    const last = next === at.length;
    const moves = !last && !(flags[next] & UNSEEN);
    const share = moves ? (moment - at[row]) / (at[next] - at[row]) : 0;
    if (!moves) next = row;
    const x = worldX((lon[row] + share * (lon[next] - lon[row])) / DEGREE);
    const y = worldY((lat[row] + share * (lat[next] - lat[row])) / DEGREE);
    return { row, x, y, known: moves || moment === at[row] || (last && moment - at[row] <= silent) };
  }

  draw(pen, frame) {
    const moment = (state.playhead[3] - this.since) * 1000;
    const steps = Math.max(2, Math.floor(MOST_STEPS / this.#units.length));
    const trail = new Path2D();
    const to = (lon, lat) => trail.lineTo(worldX(lon) * frame.world - frame.left, worldY(lat) * frame.world - frame.top);
    const places = [];
    for (let unit = 0; unit < this.#units.length; unit += 1) {
      const place = this.where(unit, moment);
      if (!place) continue;
      const [x, y] = [place.x * frame.world - frame.left, place.y * frame.world - frame.top];
      if (place.known) {
        trail.moveTo(x, y);
        this.trail(unit, place.row, moment, steps, to);
      }
      if (x > -40 && y > -40 && x < frame.width + 40 && y < frame.height + 40) places.push([unit, x, y, place.known]);
    }
    Object.assign(pen, { lineCap: 'round', lineJoin: 'round', strokeStyle: frame.colours.accent, lineWidth: 2, globalAlpha: 0.6 });
    pen.stroke(trail);
    pen.globalAlpha = 1;
    for (const [, x, y, known] of places) stamp(pen, `beside|${known}`, DOT, x, y, (dot) => this.#dot(dot, known, frame.colours));
    if (places.length <= NAMED) for (const [unit, x, y] of places) this.#name(pen, x, y, this.#units[unit].name, frame);
  }

  // Goes the way that led to a fix, from there back: no farther than it was seen, and than so many fixes.
  trail(unit, row, moment, most, to) {
    const { at, lon, lat, flags } = this.#units[unit];
    for (let back = row, left = most; back >= 0 && left >= 0 && moment - at[back] <= TRAIL_MS; back -= 1) {
      if (!believed(flags[back])) continue;
      to(lon[back] / DEGREE, lat[back] / DEGREE);
      if (flags[back] & UNSEEN) break;
      left -= 1;
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

  #name(pen, x, y, name, frame) {
    Object.assign(pen, { font: `12px ${state.font}`, textBaseline: 'middle', textAlign: 'left', lineWidth: 3, strokeStyle: frame.colours.window });
    writeOver(pen, this.map, frame, name, x, y, 9, frame.colours.text);
  }
}

export function start(map) {
  const beside = new Beside(map, 'beside', 450, 'track');
  add(beside);
  for (const topic of ['playhead', 'raw_track']) on(topic, () => beside.empty() || beside.repaint());
}
