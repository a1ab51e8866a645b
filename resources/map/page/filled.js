// What is known of each basic grid, as colours in bands.
import { wash } from './bands.js';
import { ROOM } from './basic.js';
import { CanvasLayer } from './canvas.js';
import { add, layers } from './layers.js';

// `values` has a number for each basic grid, NaN where there is none; `title` says what they are of, where the name does not.
export class Filled extends CanvasLayer {
  flat = true;
  ground = true;
  title = '';
  #values = new Float32Array(0);

  constructor(map, name, level, scale) {
    super(map, name, level);
    this.scale = scale;
    add(this);
  }

  get basic() {
    return layers.get('basic');
  }

  // What the legend says: of another moment it is another sign.
  get sign() {
    return this.title ? `${this.name} ${this.title}` : this.name;
  }

  take({ values, title }) {
    this.title = title ?? '';
    this.#values = values ?? new Float32Array(0);
    this.repaint();
  }

  empty() {
    return !this.#values.length || !this.basic?.size || !this.face(this.map.getZoom());
  }

  // A band on the map, or a swatch of it.
  fill(pen, path, band, { colours, opacity }) {
    wash(pen, path, colours[this.scale.token], this.scale.alphas[band] * opacity);
  }

  draw(pen, frame) {
    const bands = this.scale.alphas.map(() => new Path2D());
    for (const line of this.basic.within(frame)) {
      const value = this.#values[this.basic.shapes.owner[line]];
      const band = this.scale.band(value);
      if (band < 0) continue;
      this.seen.add(this.sign);
      this.basic.trace(bands[band], line, frame);
      if (this.face(frame.zoom).names && this.scale.text(value)) frame.names.add(this.scale.text(value), ...this.basic.middle(line, frame), { room: ROOM, colour: frame.colours.text });
    }
    bands.forEach((path, band) => this.fill(pen, path, band, frame));
  }
}
