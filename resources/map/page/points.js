// A layer of points by the hundred thousand, kept as the columns they came in. A point's key is its row.
import { CanvasLayer } from './canvas.js';
import { Cells, WHOLE } from './cells.js';
import { Clusters } from './clusters.js';
import { Names } from './names.js';
import { dots, inkOf } from './dots.js';
import { add } from './layers.js';
import { pillBox, pillMark } from './pills.js';
import { fanned } from './spots.js';
import { stamp } from './sprites.js';
import { on, state } from './state.js';

const MARGIN = 12; // px
const MOST = 4000; // marks on one sheet: a thicker crowd is drawn as dots
const FEW = 400; // marks that the numbers of clusters and the names of the base map keep clear of: of more they would find no room
const NOTHING = { x: new Uint32Array(0), y: new Uint32Array(0), category: new Uint16Array(0), variant: new Uint8Array(0), categories: [] };

export class PointsLayer extends CanvasLayer {
  #points = NOTHING;
  #cells = new Cells(NOTHING.x, NOTHING.y);
  #clusters = null;
  #names = null;
  #hidden = null; // by category, or nothing when none is
  #drawn = null; // the crowd as it was drawn last: units move over it each second

  // `glyph(pen, category, variant, colours)` paints one mark around the origin; `reach` is how far it gets, px.
  constructor(map, name, level, glyph, reach = 9) {
    super(map, name, level);
    Object.assign(this, { glyph, reach });
    add(this);
    on('drawing', () => this.filter());
  }

  take(columns) {
    this.#points = columns.x ? columns : NOTHING;
    const { x, y } = this.#points;
    this.#cells = new Cells(x, y);
    this.#names = new Names(this, () => this.repaint());
    this.filter();
  }

  // What the panel lets through has changed.
  filter() {
    const hidden = state.drawing.hidden[this.overlay] ?? [];
    const { categories } = this.#points;
    this.#hidden = hidden.length ? Uint8Array.from(categories, (id) => hidden.includes(id)) : null;
    this.#clusters = new Clusters(this.#points, this.#cells, this.#hidden);
    this.#drawn = null;
    this.repaint();
  }

  get size() {
    return this.#points.x.length;
  }

  get categories() {
    return this.#points.categories;
  }

  empty() {
    return this.size === 0 || !this.face(this.map.getZoom());
  }

  draw(pen, frame) {
    const face = this.face(frame.zoom);
    const runs = face.cluster ? [] : this.#runs(frame);
    if (face.dot || runs.reduce((sum, [from, to]) => sum + to - from, 0) > MOST) return this.#crowd(pen, frame, runs, face);
    this.#drawn = null;
    if (face.cluster) this.#gather(pen, frame);
    else this.#stand(pen, frame, runs, face);
  }

  // What the numbers of clusters keep clear of.
  reserve(frame) {
    const face = this.face(frame.zoom);
    if (face?.cluster) return [...this.#clusters.singles(frame, this)].map(([x, y]) => [x, y, this.reach]);
    const runs = face && !face.dot ? this.#runs(frame) : [];
    if (runs.reduce((sum, [from, to]) => sum + to - from, 0) > FEW) return [];
    return [...this.#within(runs, frame)].map(([, x, y]) => [x, y, this.reach]);
  }

  #runs(frame, margin = MARGIN) {
    const { left, top, width, height, world } = frame;
    return [...this.#cells.runs((left - margin) / world, (top - margin) / world, (left + width + margin) / world, (top + height + margin) / world)];
  }

  // Row and place of what is let through of some runs, in px of the frame.
  *#within(runs, frame, margin = MARGIN) {
    const { x, y, category } = this.#points;
    const scale = frame.world / WHOLE;
    for (const [from, to] of runs) {
      for (let row = from; row < to; row += 1) {
        if (this.#hidden?.[category[row]]) continue;
        const px = x[row] * scale - frame.left;
        const py = y[row] * scale - frame.top;
        if (px > -margin && py > -margin && px < frame.width + margin && py < frame.height + margin) yield [row, px, py];
      }
    }
  }

  #gather(pen, frame) {
    for (const cluster of this.#clusters.within(frame, this)) {
      const { x, y, count, row } = cluster;
      if (count === 1) {
        this.#single(pen, frame, row, x, y);
        frame.names.keep(x, y, this.reach / 2);
      } else {
        const box = pillBox(x, y, count);
        frame.names.over(box, () => this.#pill(cluster, frame));
        this.seen.add('gathered');
        this.hit('', x, y, { radius: (box[2] - box[0]) / 2, cluster, box });
      }
    }
  }

  // Where there are shapes by class they are told apart in a crowd too, only smaller, and no name lies on them; on squares of two px it can be read.
  #crowd(pen, frame, runs, face) {
    const { name, reach } = this;
    const { categories } = this.#points;
    const square = inkOf(`${name} ${face.dot}`, face.dot ?? 2, (on) => dot(on, face.dot ?? 2, frame.colours.text_2));
    const mark = (sign, variant) => inkOf(`${name} ${sign} ${variant} ${face.crowd}`, reach, (on) => {
      on.scale(face.crowd, face.crowd);
      this.glyph(on, sign, variant, frame.colours);
    });
    const { zoom, left, top, width, height, colours } = frame;
    const key = [zoom, left, top, width, height, devicePixelRatio, colours.window].join();
    if (this.#drawn?.key !== key) {
      const ink = (category, variant) => (face.crowd ? mark(this.sign(categories[category]) ?? '', variant) : square);
      this.#drawn = { key, ...dots(frame, this.#points, runs, this.#hidden, ink, face.crowd && (reach * face.crowd) / 2) };
    }
    pen.drawImage(this.#drawn.picture, 0, 0, width, height);
    if (this.#drawn.covered) frame.names.cover(this.#drawn.covered);
    if (!face.crowd) this.seen.add(name);
    else this.#drawn.seen.forEach((there, kind) => there && this.#note(kind >> 1, kind & 1));
  }

  #pill({ x, y, count }, frame) {
    const { pen } = this.sheet;
    pen.globalAlpha = state.drawing.opacity[this.overlay] ?? 1;
    pillMark(pen, this, x, y, count, frame);
    pen.globalAlpha = 1;
  }

  #stand(pen, frame, runs, face) {
    const singles = [...this.#within(runs, frame)];
    const reach = this.reach * (face.scale ?? 1);
    for (const [row, x, y] of face.fan ? fanned(pen, singles, frame.colours) : singles) {
      this.#single(pen, frame, row, x, y, face.scale);
      frame.names.keep(x, y, reach / 2, singles.length > FEW); // no name of anything stands on a mark
      if (face.names) frame.names.add(this.#names.of(row), x, y, { gap: reach + 2, key: String(row) });
    }
  }

  #single(pen, frame, row, x, y, scale) {
    this.#note(this.#points.category[row], this.#points.variant[row]);
    this.stamp(pen, this.#points.category[row], this.#points.variant[row], x, y, frame.colours, scale);
    this.hit(String(row), x, y);
  }

  #note(category, variant) {
    this.seen.add(this.sign(this.#points.categories[category]));
    if (variant) this.seen.add('damaged');
  }

  // What the legend knows a mark by.
  sign(category) {
    return this.name === 'components' ? category?.slice(0, 2) : this.name;
  }

  stamp(pen, category, variant, x, y, colours, scale = 1) {
    const kind = this.#points.categories[category] ?? '';
    stamp(pen, `${this.name} ${kind} ${variant} ${scale}`, Math.ceil(this.reach * scale), x, y, (on) => {
      on.scale(scale, scale);
      this.glyph(on, kind, variant, colours);
    });
  }

  // Of dots there are too many to remember where each was drawn: the index knows.
  nearest(x, y, closer = Infinity) {
    const best = super.nearest(x, y, closer);
    if (best || !this.frame || !this.visible() || this.hits.length || this.face(this.frame.zoom)?.cluster) return best;
    const shift = this.sheet.shift();
    const near = { ...this.frame, left: this.frame.left + x - shift.x - 6, top: this.frame.top + y - shift.y - 6, width: 12, height: 12 };
    let [found, far] = [null, Math.min(6, closer)];
    for (const [row, px, py] of this.#within(this.#runs(near, 0), near, 0)) {
      const distance = Math.hypot(px - 6, py - 6);
      if (distance < far) [found, far] = [{ layer: this.name, key: String(row), x: x + px - 6, y: y + py - 6 }, distance];
    }
    return found && { ...found, far };
  }

  // The zoom at which a cluster comes apart.
  expansion({ zoom }) {
    return zoom + 2;
  }

  place(key) {
    const [row, { x, y }] = [Number(key), this.#points];
    return key !== '' && row < x.length ? { x: x[row] / WHOLE, y: y[row] / WHOLE, row } : undefined;
  }

  mark(pen, { row }, x, y, colours) {
    this.stamp(pen, this.#points.category[row], this.#points.variant[row], x, y, colours);
  }

  // Every row in a box of 0..1 that is let through, for whoever selects by area.
  *rowsIn(west, north, east, south) {
    const { x, y, category } = this.#points;
    for (const [from, to] of this.#cells.runs(west, north, east, south)) {
      for (let row = from; row < to; row += 1) if (!this.#hidden?.[category[row]]) yield { key: String(row), x: x[row] / WHOLE, y: y[row] / WHOLE };
    }
  }
}

function dot(pen, side, colour) {
  pen.fillStyle = colour;
  pen.fillRect(-side / 2, -side / 2, side, side);
}
