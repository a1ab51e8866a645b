// A layer on one canvas, repainted in the browser's own rhythm however often it is asked to.
import { worldX, worldY } from './mercator.js';
import { begin, end } from './rest.js';
import { on, shown, state } from './state.js';

const REACH = 14; // px around a mark that still count as a hit

export class CanvasLayer {
  constructor(map, name, level, overlay = name) {
    Object.assign(this, { map, name, overlay, hits: [], asked: false });
    const pane = map.createPane(`yiping-${name}`);
    Object.assign(pane.style, { zIndex: level, pointerEvents: 'none' });
    this.canvas = pane.appendChild(document.createElement('canvas'));
    this.pen = this.canvas.getContext('2d');
    map.on('move zoom viewreset resize', () => this.repaint());
    for (const topic of ['theme', 'overlays']) on(topic, () => this.repaint());
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
    if (!visible) return;
    const { x: width, y: height } = this.map.getSize();
    this.fit(width, height);
    const world = 256 * 2 ** this.map.getZoom();
    const { x: left, y: top } = this.map.getPixelBounds().min;
    this.pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    this.pen.clearRect(0, 0, width, height);
    this.draw(this.pen, { world, left, top, width, height, zoom: this.map.getZoom(), colours: state.theme });
  }

  fit(width, height) {
    const [w, h] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
    if (this.canvas.width !== w || this.canvas.height !== h) {
      Object.assign(this.canvas, { width: w, height: h });
      Object.assign(this.canvas.style, { width: `${width}px`, height: `${height}px` });
    }
    L.DomUtil.setPosition(this.canvas, this.map.containerPointToLayerPoint([0, 0]));
  }

  hit(key, x, y, more) {
    this.hits.push({ layer: this.name, key, x, y, ...more });
  }

  nearest(x, y, closer = Infinity) {
    let best = null;
    let far = Math.min(REACH, closer);
    for (const hit of this.hits) {
      const distance = Math.hypot(hit.x - x, hit.y - y) - (hit.radius ?? 0);
      if (distance < far) [best, far] = [hit, distance];
    }
    return best && { ...best, far };
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
    this.repaint();
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
