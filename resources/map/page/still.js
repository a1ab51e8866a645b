// What lies still below everything that moves on a sheet: outlines by the ten thousand, painted once for many paintings of the rest.
export class Still {
  #layers = []; // those at the bottom, as they were painted last
  #key = '';
  #turns = 0; // paintings in a row in which nothing of them has changed
  #picture = null;
  #names = null;

  constructor(sheet) {
    this.sheet = sheet;
  }

  drop() {
    [this.#picture, this.#names, this.#turns, this.#key] = [null, null, 0, ''];
  }

  // Answers those of the visible layers that need not be painted: all that lie still at the bottom, or none.
  look(visible, { zoom, left, top, width, height }) {
    const above = visible.findIndex((layer) => !layer.ground);
    const layers = above < 0 ? visible : visible.slice(0, above);
    const key = [zoom, left, top, width, height, devicePixelRatio, ...layers.map((layer) => layer.name)].join();
    // One that is not shown counts too: another may be drawn by what it knows.
    const changed = this.sheet.layers.some((layer) => layer.ground && layer.dirty);
    for (const layer of this.sheet.layers) layer.dirty = false;
    if (changed || key !== this.#key) this.drop();
    else this.#turns += 1;
    [this.#layers, this.#key] = [layers, key];
    return this.#picture ? layers : [];
  }

  draw(pen, frame) {
    pen.drawImage(this.#picture, 0, 0, frame.width, frame.height);
    frame.names.resume(this.#names);
  }

  // Kept at the second painting of the same: while the map is dragged there is none.
  drawn(layer, frame) {
    if (layer !== this.#layers.at(-1) || this.#turns < 1) return;
    const { canvas } = this.sheet;
    this.#picture = new OffscreenCanvas(canvas.width, canvas.height);
    this.#picture.getContext('2d').drawImage(canvas, 0, 0);
    this.#names = frame.names.record();
  }
}
