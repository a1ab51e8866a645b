// A layer: what it knows, how it is drawn on its sheet, and what of it lies under the pointer.
import { worldX, worldY } from './mercator.js';
import { sheetOf } from './sheet.js';
import { faceOf, shown } from './state.js';

const REACH = 14; // px around a mark that still count as a hit

export class CanvasLayer {
  constructor(map, name, level, overlay = name) {
    Object.assign(this, { map, name, level, overlay, hits: [], seen: new Set(), frame: null, dirty: true });
    this.sheet = sheetOf(map, level);
    this.sheet.layers.push(this);
  }

  // `ground` is a layer that lies still: the sheet paints it anew only after it has asked for it here.
  repaint() {
    this.dirty = true;
    this.sheet.repaint();
  }

  visible() {
    return shown(this.overlay) !== false && !this.empty();
  }

  // `seen` are signs of what was drawn, for the legend.
  // How this overlay is drawn at a zoom, as resources/style/map.toml says; nothing when it is not drawn there.
  face(zoom) {
    return faceOf(this.overlay, zoom);
  }

  hit(key, x, y, more) {
    this.hits.push({ layer: this.name, key, x, y, ...more });
  }

  // The hits as they lie in the map's container now.
  marks() {
    const shift = this.sheet.shift();
    return this.hits.map((hit) => ({ ...hit, x: hit.x + shift.x, y: hit.y + shift.y }));
  }

  nearest(x, y, closer = Infinity) {
    if (!this.frame) return null;
    const shift = this.sheet.shift();
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
