// The names of a base map of vectors: written with all others, where those and the marks have left room.
import { CanvasLayer } from './canvas.js';
import { begin, end } from './rest.js';
import { offsets } from './shifted.js';

const LEVEL = 399;
const PAUSE_MS = 200; // while the map runs and zooms it is painted anew anyway, and often enough

export class GroundNames extends CanvasLayer {
  #zoom = -1; // what they were laid out for
  #known = new Map(); // by id
  #wait = null;

  constructor(map) {
    super(map, 'ground names', LEVEL);
  }

  // From the worker that paints the tiles; `datum` is that of the base map.
  take({ zoom, anew, gone, come }, datum) {
    if (anew) this.#drop([...this.#known.keys()]);
    const away = offsets(datum, 256 * 2 ** zoom);
    const before = [...this.#known.keys()].filter((id) => this.#seen(id));
    const left = gone.some((id) => this.#seen(id));
    this.#zoom = zoom;
    this.#drop(gone);
    for (const { id, ...said } of come) {
      const { x, y } = away(said.left + said.width / 2, said.top + said.height / 2);
      this.#known.set(id, { ...said, left: said.left - x, top: said.top - y, boxes: said.boxes.map(([west, north, east, south]) => [west - x, north - y, east - x, south - y]) });
    }
    if (anew || left || [...this.#known.keys()].filter((id) => this.#seen(id)).length !== before.length) this.#later();
  }

  #later() {
    if (this.#wait !== null) return;
    begin();
    this.#wait = setTimeout(() => {
      this.repaint();
      this.#rest();
    }, PAUSE_MS);
  }

  #rest() {
    if (this.#wait === null) return;
    clearTimeout(this.#wait);
    this.#wait = null;
    end();
  }

  clear() {
    this.#drop([...this.#known.keys()]);
    this.repaint();
  }

  // How many it keeps, for whoever asks the page.
  get size() {
    return this.#known.size;
  }

  empty() {
    return !this.#known.size || this.#zoom !== this.map.getZoom();
  }

  draw(pen, frame) {
    this.#rest();
    frame.names.under([...this.#known].filter(([id]) => this.#seen(id)).map(([, name]) => name));
  }

  // Whether any of it lies in what was painted last.
  #seen(id) {
    if (!this.frame || !this.#known.has(id)) return false;
    const { left, top, width, height } = this.#known.get(id);
    const { frame } = this;
    return left < frame.left + frame.width && left + width > frame.left && top < frame.top + frame.height && top + height > frame.top;
  }

  #drop(ids) {
    for (const id of ids) {
      this.#known.get(id)?.bitmap.close();
      this.#known.delete(id);
    }
  }
}
