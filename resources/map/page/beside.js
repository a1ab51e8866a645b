// Who goes beside the unit that is played: a dot with its name where each was at the moment of the playhead, and the way it came there.
import { CanvasLayer } from './canvas.js';
import { add } from './layers.js';
import { worldX, worldY } from './mercator.js';
import { on, state } from './state.js';

const TRAIL_S = 600;
const MOST_STEPS = 6000; // of all trails in one frame; the more units, the shorter are theirs
const SILENT_S = 180; // nobody knows where a unit was between two fixes that are farther apart
const NAMED = 30; // more names than that cover what they are about

class Beside extends CanvasLayer {
  #names = [];

  take({ names, since, first, at, lon, lat }) {
    this.#names = names ?? [];
    if (names) Object.assign(this, { since, first: Array.from(first), at: Array.from(at), x: Array.from(lon, worldX), y: Array.from(lat, worldY) });
    this.repaint();
  }

  empty() {
    return !this.#names.length || !state.playhead;
  }

  // How many units go beside, for whoever asks the page.
  get size() {
    return this.#names.length;
  }

  // Of one unit at a moment: the row of its newest fix, where it was, and whether that is known. Nothing before its first fix.
  where(unit, moment) {
    const [first, end] = [this.first[unit], this.first[unit + 1]];
    let [low, high] = [first, end];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at[middle] <= moment) low = middle + 1;
      else high = middle;
    }
    const row = low - 1;
    if (row < first) return null;
    const span = row + 1 < end ? this.at[row + 1] - this.at[row] : Infinity;
    if (span > SILENT_S) return { row, x: this.x[row], y: this.y[row], known: moment - this.at[row] <= SILENT_S };
    const share = (moment - this.at[row]) / span;
    return { row, x: this.x[row] + share * (this.x[row + 1] - this.x[row]), y: this.y[row] + share * (this.y[row + 1] - this.y[row]), known: true };
  }

  draw(pen, frame) {
    const moment = state.playhead[3] - this.since;
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
    for (const [unit, x, y, known] of places) this.#dot(pen, x, y, known, places.length <= NAMED ? this.#names[unit] : '', frame.colours);
  }

  #trail(path, unit, place, x, y, moment, steps, frame) {
    path.moveTo(x, y);
    const last = Math.max(this.first[unit], place.row - steps);
    for (let row = place.row; row >= last && moment - this.at[row] <= TRAIL_S; row -= 1) {
      if (row < place.row && this.at[row + 1] - this.at[row] > SILENT_S) break;
      path.lineTo(this.x[row] * frame.world - frame.left, this.y[row] * frame.world - frame.top);
    }
  }

  // Hollow: it was silent then, and this is where it was last.
  #dot(pen, x, y, known, name, colours) {
    pen.beginPath();
    pen.arc(x, y, 4.5, 0, 2 * Math.PI);
    Object.assign(pen, { fillStyle: known ? colours.accent : colours.window, strokeStyle: known ? colours.window : colours.accent, lineWidth: 2 });
    pen.fill();
    pen.stroke();
    if (!name) return;
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
