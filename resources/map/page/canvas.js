// A layer on one canvas, repainted in the browser's own rhythm however often it is asked to.
import { worldX, worldY } from './mercator.js';
import { begin, end } from './rest.js';
import { on, shown, state } from './state.js';

const REACH = 14; // px around a mark that still count as a hit
const SPARE = 0.2; // of the view, painted beyond each edge: while the map is dragged that far, nothing is painted anew

export class CanvasLayer {
  constructor(map, name, level, overlay = name) {
    Object.assign(this, { map, name, overlay, hits: [], asked: false, frame: null });
    const pane = map.createPane(`yiping-${name}`);
    Object.assign(pane.style, { zIndex: level, pointerEvents: 'none' });
    this.canvas = pane.appendChild(document.createElement('canvas'));
    this.pen = this.canvas.getContext('2d');
    map.on('zoom viewreset resize', () => this.repaint());
    map.on('move', () => this.#followed(0) || this.repaint());
    map.on('moveend', () => this.#followed(SPARE / 2) || this.repaint());
    for (const topic of ['theme', 'overlays']) on(topic, () => this.repaint());
  }

  // The pane moves with the map and the canvas with the pane: whether what was painted still covers the view, with so much to spare.
  #followed(spare) {
    if (!this.frame || this.frame.zoom !== this.map.getZoom()) return false;
    const { x, y } = this.map.getSize();
    const shift = this.#shift();
    const covers = (at, length, view) => at <= -spare * view && at + length >= view * (1 + spare);
    return covers(shift.x, this.frame.width, x) && covers(shift.y, this.frame.height, y);
  }

  // From where something was painted to where it is in the map's container.
  #shift() {
    const { x, y } = this.map.getPixelBounds().min;
    return { x: this.frame.left - x, y: this.frame.top - y };
  }

  repaint() {
    if (this.asked) return;
    this.asked = true;
    begin();
    requestAnimationFrame(() => {
      this.asked = false;
      try {
        this.paint();
      } finally {
        end();
      }
    });
  }

  paint() {
    this.hits = [];
    const visible = shown(this.overlay) !== false && !this.empty();
    this.canvas.style.display = visible ? '' : 'none';
    this.frame = this.#measure();
    this.#fit(visible);
    if (!visible) return;
    this.pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    this.pen.clearRect(0, 0, this.frame.width, this.frame.height);
    this.draw(this.pen, this.frame);
  }

  // What is to be painted: the view and SPARE of it on every side, in pixels of the whole world at this zoom.
  #measure() {
    const { x, y } = this.map.getSize();
    const [spareX, spareY] = [Math.round(x * SPARE), Math.round(y * SPARE)];
    const { x: left, y: top } = this.map.getPixelBounds().min;
    const [width, height] = [x + 2 * spareX, y + 2 * spareY];
    const zoom = this.map.getZoom();
    return { world: 256 * 2 ** zoom, left: left - spareX, top: top - spareY, width, height, zoom, colours: state.theme };
  }

  // A layer that shows nothing keeps no pixels either.
  #fit(visible) {
    const [width, height] = visible ? [this.frame.width, this.frame.height] : [0, 0];
    const [w, h] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
    const { x, y } = this.map.getPixelBounds().min;
    L.DomUtil.setPosition(this.canvas, this.map.containerPointToLayerPoint([this.frame.left - x, this.frame.top - y]));
    if (this.canvas.width !== w || this.canvas.height !== h) {
      Object.assign(this.canvas, { width: w, height: h });
      Object.assign(this.canvas.style, { width: `${width}px`, height: `${height}px` });
    }
  }

  hit(key, x, y, more) {
    this.hits.push({ layer: this.name, key, x, y, ...more });
  }

  // The hits as they lie in the map's container now.
  marks() {
    const shift = this.#shift();
    return this.hits.map((hit) => ({ ...hit, x: hit.x + shift.x, y: hit.y + shift.y }));
  }

  nearest(x, y, closer = Infinity) {
    if (!this.frame) return null;
    const shift = this.#shift();
    let best = null;
    let far = Math.min(REACH, closer);
    for (const hit of this.hits) {
      const distance = Math.hypot(hit.x + shift.x - x, hit.y + shift.y - y) - (hit.radius ?? 0);
      if (distance < far) [best, far] = [hit, distance];
    }
    return best && { ...best, x: best.x + shift.x, y: best.y + shift.y, far };
  }

  empty() {
    return false;
  }
}

// A layer of things by id, fed with batches; `read(columns, row)` makes one thing.
export class ThingLayer extends CanvasLayer {
  things = new Map();

  take(columns) {
    if (columns.reset) this.things.clear();
    for (const id of columns.gone) this.things.delete(id);
    columns.ids.forEach((id, row) => {
      const thing = this.read(columns, row);
      Object.assign(thing, { id, x: worldX(columns.lon[row]), y: worldY(columns.lat[row]) });
      this.things.set(id, thing);
    });
    if (!columns.more) this.repaint();
  }

  empty() {
    return this.things.size === 0;
  }

  // Where a thing is, in 0..1, for whoever wants to go there or to ring it.
  place(key) {
    return this.things.get(key);
  }

  *within(frame, margin = 20) {
    for (const thing of this.things.values()) {
      const x = thing.x * frame.world - frame.left;
      const y = thing.y * frame.world - frame.top;
      if (x > -margin && y > -margin && x < frame.width + margin && y < frame.height + margin) yield [thing, x, y];
    }
  }
}
