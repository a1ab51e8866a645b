// The basic grids, and what is known of each: how many cases lie in it, how long ago an inspector was there.
import { wash } from './bands.js';
import { CanvasLayer } from './canvas.js';
import { add } from './layers.js';
import { ShapesLayer } from './shapes.js';
import { state } from './state.js';

const ROOM = 14; // px that what is said of a square may go from its middle
export const WIDTH = 0.75, FAINT = 0.4; // px, opacity: of the outlines of basic grids

class Basic extends ShapesLayer {
  draw(pen, frame) {
    this.seen.add(this.name);
    // Aside, since neighbours share their edges: through each other they would be darker where one path ends and the next begins.
    const aside = new OffscreenCanvas(Math.round(frame.width * devicePixelRatio), Math.round(frame.height * devicePixelRatio));
    const lines = aside.getContext('2d');
    lines.scale(devicePixelRatio, devicePixelRatio);
    Object.assign(lines, { lineWidth: WIDTH, strokeStyle: frame.colours.text_3 });
    for (const path of this.paths(frame)) lines.stroke(path);
    pen.globalAlpha = FAINT;
    pen.drawImage(aside, 0, 0, frame.width, frame.height);
    pen.globalAlpha = 1;
    if (!this.face(frame.zoom).names) return;
    for (const line of this.within(frame)) frame.names.add(this.shapes.names[this.shapes.owner[line]], ...this.middle(line, frame), { room: ROOM, colour: frame.colours.text_3 });
  }
}

// `values` has a number for each basic grid, NaN where there is none; `title` says what they are of, where the name does not.
class Filled extends CanvasLayer {
  flat = true;
  ground = true;
  title = '';
  #values = new Float32Array(0);

  constructor(map, name, level, basic, scale) {
    super(map, name, level);
    Object.assign(this, { basic, scale });
    add(this);
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
    return !this.#values.length || !this.basic.size || !this.face(this.map.getZoom());
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

export const DENSITY = {
  token: 'accent', alphas: [0.14, 0.3, 0.47, 0.66], limits: [1, 2, 4, 8], // open cases
  band: (count) => DENSITY.limits.findLastIndex((limit) => count >= limit),
  text: (count) => (count > 0 ? String(count) : ''),
};

// The newest is the thickest; where nobody was within the day there is no colour, and that is what is looked for.
export const COVERAGE = {
  token: 'patrol', alphas: [0.68, 0.46, 0.28, 0.13], limits: [1, 4, 8, 24], // hours
  band: (hours) => COVERAGE.limits.findIndex((limit) => hours <= limit),
  text: (hours) => (hours <= 24 ? state.words.hours.replace('{}', hours < 1 ? '<1' : Math.round(hours)) : ''),
};

export function start(map) {
  const basic = new Basic(map, 'basic', 403, true);
  new Filled(map, 'density', 401, basic, DENSITY);
  new Filled(map, 'coverage', 402, basic, COVERAGE);
}
