// A layer of lines or outlines by the ten thousand: all their corners in two columns, and where each line begins. A shape's key is its row.
import { CanvasLayer } from './canvas.js';
import { WHOLE } from './cells.js';
import { footOf, nearestOfEach, worldOf } from './foot.js';
import { add } from './layers.js';

const CHUNK = 200; // lines to a path
const REACH = 8; // px beside a line that still count as a hit
const NOTHING = { x: new Uint32Array(0), y: new Uint32Array(0), starts: new Uint32Array(1), owner: new Uint32Array(0), names: [] };

export class ShapesLayer extends CanvasLayer {
  shapes = NOTHING;
  ground = true;
  #boxes = new Float64Array(0); // west, north, east, south of each line, 0..1

  constructor(map, name, level, closed) {
    super(map, name, level);
    this.closed = closed;
    add(this);
  }

  // `starts` has one more than there are lines; `owner` is the row of the thing that a line belongs to, rising.
  take(columns) {
    this.shapes = columns.x ? columns : NOTHING;
    const { x, y, starts, owner } = this.shapes;
    this.#boxes = new Float64Array(4 * owner.length);
    for (let line = 0; line < owner.length; line += 1) this.#boxes.set(boxOf(x, y, starts[line], starts[line + 1]), 4 * line);
    this.repaint();
  }

  get size() {
    return this.shapes.owner.length;
  }

  empty() {
    return this.size === 0 || !this.face(this.map.getZoom());
  }

  // The lines that reach into a frame.
  *within({ left, top, width, height, world }) {
    const [west, north, east, south] = [left / world, top / world, (left + width) / world, (top + height) / world];
    const boxes = this.#boxes;
    for (let line = 0; line < this.size; line += 1) {
      const at = 4 * line;
      if (boxes[at] < east && boxes[at + 2] > west && boxes[at + 1] < south && boxes[at + 3] > north) yield line;
    }
  }

  trace(pen, line, frame) {
    const { x, y, starts } = this.shapes;
    const scale = frame.world / WHOLE;
    for (let at = starts[line]; at < starts[line + 1]; at += 1) {
      if (at === starts[line]) pen.moveTo(x[at] * scale - frame.left, y[at] * scale - frame.top);
      else pen.lineTo(x[at] * scale - frame.left, y[at] * scale - frame.top);
    }
    if (this.closed) pen.closePath();
  }

  // All lines in a frame, some hundreds to a path: what a path costs grows faster than its corners.
  paths(frame) {
    const paths = [];
    let count = 0;
    for (const line of this.within(frame)) {
      if (count % CHUNK === 0) paths.push(new Path2D());
      this.trace(paths.at(-1), line, frame);
      count += 1;
    }
    return paths;
  }

  // The middle of a line's box, in px of the frame.
  middle(line, frame) {
    const [west, north, east, south] = this.#boxes.subarray(4 * line, 4 * line + 4);
    return [((west + east) / 2) * frame.world - frame.left, ((north + south) / 2) * frame.world - frame.top];
  }

  nearest(x, y, closer = Infinity) {
    if (!this.frame || !this.visible() || this.closed) return null;
    const shift = this.sheet.shift();
    const [px, py] = [x - shift.x, y - shift.y];
    let [best, far] = [null, Math.min(REACH, closer)];
    for (const line of this.within({ ...this.frame, left: this.frame.left + px - REACH, top: this.frame.top + py - REACH, width: 2 * REACH, height: 2 * REACH })) {
      const foot = this.#foot(line, px, py);
      const distance = Math.hypot(foot[0] - px, foot[1] - py);
      if (distance < far) [best, far] = [{ layer: this.name, key: String(this.shapes.owner[line]), x, y, foot: worldOf(this.frame, foot) }, distance];
    }
    return best && { ...best, far };
  }

  // The point of a line, in px of the frame, that is nearest to another.
  #foot(line, px, py) {
    const { x, y, starts } = this.shapes;
    const scale = this.frame.world / WHOLE;
    const place = (at) => [x[at] * scale - this.frame.left, y[at] * scale - this.frame.top];
    let [best, far] = [place(starts[line]), Infinity];
    for (let at = starts[line] + 1; at < starts[line + 1]; at += 1) {
      const foot = footOf(px, py, ...place(at - 1), ...place(at));
      const distance = Math.hypot(foot[0] - px, foot[1] - py);
      if (distance < far) [best, far] = [foot, distance];
    }
    return best;
  }

  marks() {
    return this.closed || this.empty() ? [] : nearestOfEach(this, this.within.bind(this), (line) => this.shapes.owner[line], (line, at) => this.#foot(line, ...at));
  }

  place(key) {
    const row = Number(key);
    const line = key === '' ? -1 : this.shapes.owner.indexOf(row);
    if (line < 0) return undefined;
    const [west, north, east, south] = this.#boxes.subarray(4 * line, 4 * line + 4);
    return { x: (west + east) / 2, y: (north + south) / 2, line };
  }

  // Also on another sheet than its own: where its middle is drawn says where the rest of it lies.
  mark(pen, place, x, y, colours) {
    const world = 256 * 2 ** this.map.getZoom();
    pen.beginPath();
    this.trace(pen, place.line, { world, left: place.x * world - x, top: place.y * world - y });
    Object.assign(pen, { lineWidth: 3, strokeStyle: colours.accent });
    pen.stroke();
  }
}

function boxOf(x, y, from, to) {
  let [west, north, east, south] = [WHOLE, WHOLE, 0, 0];
  for (let at = from; at < to; at += 1) {
    west = Math.min(west, x[at]);
    east = Math.max(east, x[at]);
    north = Math.min(north, y[at]);
    south = Math.max(south, y[at]);
  }
  return [west / WHOLE, north / WHOLE, east / WHOLE, south / WHOLE];
}
