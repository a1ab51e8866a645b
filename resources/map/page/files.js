// Files that somebody has laid over the map: points, lines and areas in one colour each, and their panel. Their names and attributes are text.
import { CanvasLayer } from './canvas.js';
import { WHOLE } from './cells.js';
import { decode } from './columns.js';
import { button, control, make } from './dom.js';
import { footOf, nearestOfEach, worldOf } from './foot.js';
import { add, layers } from './layers.js';
import { roundNumber } from './marks.js';
import { begin, end } from './rest.js';
import { hall, on, state } from './state.js';
import { plain } from './text.js';

// Over areas and lines, beneath everything that somebody works with: where `orderOf` puts a layer that knows no order of its own.
const beneath = () => state.drawing.order.indexOf('components') - 1000.5;
const POINT = 0, RING = 2, HOLE = 3; // the holes of a ring come right after it
const REACH = 7; // px beside a line that still count as a hit
const CROWD = 4000; // points in view: more are drawn as small squares
const FEW = 400; // points that the names of the base map too keep clear of

class FileLayer extends CanvasLayer {
  columns = null;
  #boxes = null; // west, north, east, south of each part

  constructor(map, file) {
    super(map, `file:${file.id}`, beneath());
    this.file = file;
    add(this);
  }

  take(columns) {
    this.columns = columns;
    const { x, y, starts, kinds } = columns;
    this.#boxes = new Float64Array(4 * kinds.length);
    for (let part = 0; part < kinds.length; part += 1) {
      let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
      for (let at = starts[part]; at < starts[part + 1]; at += 1) {
        west = Math.min(west, x[at]);
        east = Math.max(east, x[at]);
        north = Math.min(north, y[at]);
        south = Math.max(south, y[at]);
      }
      this.#boxes.set([west, north, east, south], 4 * part);
    }
    this.repaint();
  }

  empty() {
    return !this.columns;
  }

  has(kind) {
    return this.columns.kinds.includes(kind);
  }

  draw(pen, frame) {
    const { kinds } = this.columns;
    const [points, lines, areas] = [[], new Path2D(), new Path2D()];
    for (const part of this.#within(frame)) {
      if (kinds[part] === POINT) points.push(part);
      else this.#trace(kinds[part] >= RING ? areas : lines, part, frame);
    }
    this.seen.add('file');
    pen.globalAlpha = this.file.opacity;
    Object.assign(pen, { fillStyle: this.file.colour, lineJoin: 'round', lineCap: 'round' });
    pen.save();
    pen.globalAlpha *= 0.25;
    pen.fill(areas, 'evenodd');
    pen.restore();
    for (const [width, colour] of [[4, frame.colours.window], [2, this.file.colour]]) {
      Object.assign(pen, { lineWidth: width, strokeStyle: colour });
      pen.stroke(lines);
    }
    pen.lineWidth = 1.5;
    pen.stroke(areas);
    this.#points(pen, points, frame);
    pen.globalAlpha = 1;
  }

  #points(pen, parts, frame) {
    const many = parts.length > CROWD;
    const path = new Path2D();
    for (const part of parts) {
      const [x, y] = this.#spot(this.columns.starts[part], frame);
      if (!many) frame.names.keep(x, y, 4, parts.length > FEW);
      if (many) path.rect(x - 1.5, y - 1.5, 3, 3);
      else {
        path.moveTo(x + 4, y);
        path.arc(x, y, 4, 0, 2 * Math.PI);
      }
    }
    if (!many) {
      Object.assign(pen, { lineWidth: 2.5, strokeStyle: frame.colours.window });
      pen.stroke(path);
    }
    pen.fill(path);
  }

  // What lies under a place of the map's container: points before lines before areas.
  nearest(x, y, closer = Infinity) {
    if (!this.frame || this.empty() || !this.visible()) return null;
    const shift = this.sheet.shift();
    const at = [x - shift.x, y - shift.y];
    let best = null;
    let far = Math.min(REACH, closer);
    for (const part of this.#within({ ...this.frame, left: this.frame.left + at[0] - REACH, top: this.frame.top + at[1] - REACH, width: 2 * REACH, height: 2 * REACH })) {
      const distance = this.#distance(part, at);
      if (distance < far) [best, far] = [part, distance];
    }
    return best === null ? null : { layer: this.name, key: String(this.columns.owner[best]), x, y, far, foot: worldOf(this.frame, this.#foot(best, at)) };
  }

  marks() {
    return this.empty() ? [] : nearestOfEach(this, this.#within.bind(this), (part) => this.columns.owner[part], (part, at) => this.#foot(part, at));
  }

  #distance(part, [x, y]) {
    const { kinds } = this.columns;
    const [fx, fy] = this.#foot(part, [x, y]);
    const far = Math.hypot(fx - x, fy - y);
    if (kinds[part] === POINT) return Math.max(far - 4, 0);
    return kinds[part] === RING && this.#covers(part, [x, y]) ? Math.min(far, REACH - 1) : far;
  }

  // The point of a part, in px of the frame, that is nearest to another.
  #foot(part, [x, y]) {
    const { starts } = this.columns;
    let best = this.#spot(starts[part], this.frame);
    let [far, [ax, ay]] = [Math.hypot(best[0] - x, best[1] - y), best];
    for (let at = starts[part] + 1; at < starts[part + 1]; at += 1) {
      const [bx, by] = this.#spot(at, this.frame);
      const [fx, fy] = footOf(x, y, ax, ay, bx, by);
      const distance = Math.hypot(fx - x, fy - y);
      if (distance < far) [best, far] = [[fx, fy], distance];
      [ax, ay] = [bx, by];
    }
    return best;
  }

  // Within a ring and in none of its holes.
  #covers(part, at) {
    const { kinds } = this.columns;
    if (!this.#holds(part, at)) return false;
    for (let hole = part + 1; kinds[hole] === HOLE; hole += 1) if (this.#holds(hole, at)) return false;
    return true;
  }

  #holds(part, [x, y]) {
    const { starts } = this.columns;
    let inside = false;
    for (let at = starts[part]; at + 1 < starts[part + 1]; at += 1) {
      const [[ax, ay], [bx, by]] = [this.#spot(at, this.frame), this.#spot(at + 1, this.frame)];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
    return inside;
  }

  #spot(at, { left, top, world }) {
    return [(this.columns.x[at] / WHOLE) * world - left, (this.columns.y[at] / WHOLE) * world - top];
  }

  #trace(path, part, frame) {
    const { starts } = this.columns;
    for (let at = starts[part]; at < starts[part + 1]; at += 1) {
      const [x, y] = this.#spot(at, frame);
      if (at === starts[part]) path.moveTo(x, y);
      else path.lineTo(x, y);
    }
  }

  *#within({ left, top, width, height, world }) {
    const scale = WHOLE / world;
    const [west, north, east, south] = [left * scale, top * scale, (left + width) * scale, (top + height) * scale];
    for (let at = 0; at < this.#boxes.length; at += 4) {
      if (this.#boxes[at] <= east && this.#boxes[at + 2] >= west && this.#boxes[at + 1] <= south && this.#boxes[at + 3] >= north) yield at / 4;
    }
  }

  drop() {
    layers.delete(this.name);
    this.sheet.layers.splice(this.sheet.layers.indexOf(this), 1);
    this.repaint();
  }
}

function row(map, layer) {
  const { file } = layer;
  const box = make('div', 'file');
  const dress = () => {
    hall.dress_file(file.id, file.colour, file.opacity);
    layer.repaint();
  };
  const colour = Object.assign(make('input', ''), { type: 'color', value: file.colour, title: state.words.colour });
  colour.oninput = () => dress(Object.assign(file, { colour: colour.value }));
  const name = make('button', 'name', file.name);
  const [west, south, east, north] = file.bounds;
  name.onclick = () => map.fitBounds([[south, west], [north, east]], { animate: false, maxZoom: 17 });
  name.title = plain(file.name);
  const opacity = Object.assign(make('input', ''), { type: 'range', min: 10, max: 100, step: 5, value: 100 * file.opacity, title: state.words.opacity });
  opacity.oninput = () => dress(Object.assign(file, { opacity: opacity.value / 100 }));
  for (const part of [colour, opacity]) part.setAttribute('aria-label', part.title);
  box.append(colour, name, make('span', 'count', roundNumber(file.count)), button('×', state.words.remove, () => hall.remove_file(file.id)), opacity);
  return box;
}

async function fetched(layer, file) {
  begin();
  try {
    const answer = await fetch(`/files/${file.id}`);
    if (answer.ok) layer.take(decode(await answer.arrayBuffer()));
  } finally {
    end();
  }
}

export function start(map) {
  const known = new Map();
  const panel = control(map, 'topleft', make('div', 'panel files'));
  const fill = () => {
    panel.hidden = !known.size;
    panel.replaceChildren(...[...known.values()].map((layer) => row(map, layer)));
  };
  const settle = (files) => {
    const wanted = new Set(files.map(({ id }) => id));
    for (const [id, layer] of known) if (!wanted.has(id) && known.delete(id)) layer.drop();
    for (const file of files) {
      if (known.has(file.id)) continue;
      const layer = new FileLayer(map, file);
      known.set(file.id, layer);
      fetched(layer, file);
    }
    fill();
  };
  settle(state.files ?? []);
  on('files', settle);
  on('words', fill);
}
