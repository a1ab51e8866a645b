// Components: a hundred thousand small squares, from close by only. Kept as the columns they came in; a component's key is its row.
import { CanvasLayer } from './canvas.js';
import { add } from './layers.js';
import { worldX, worldY } from './mercator.js';

const FROM = 16; // zoom
const SIZE = 5; // px

class Components extends CanvasLayer {
  #x = new Float64Array(0);
  #y = new Float64Array(0);
  #intact = [];
  #order = new Uint32Array(0);

  // Sorted by x once, so that a frame looks only at the rows between its left and right edge.
  take({ lon, lat, intact }) {
    this.#x = Float64Array.from(lon, worldX);
    this.#y = Float64Array.from(lat, worldY);
    this.#intact = intact;
    this.#order = Uint32Array.from(lon.keys()).sort((a, b) => this.#x[a] - this.#x[b]);
    this.repaint();
  }

  empty() {
    return this.#x.length === 0 || this.map.getZoom() < FROM;
  }

  #first(x) {
    let [low, high] = [0, this.#order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#x[this.#order[middle]] < x) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  draw(pen, frame) {
    const to = this.#first((frame.left + frame.width) / frame.world);
    const marks = [new Path2D(), new Path2D()];
    for (let at = this.#first(frame.left / frame.world); at < to; at += 1) {
      const row = this.#order[at];
      const x = this.#x[row] * frame.world - frame.left;
      const y = this.#y[row] * frame.world - frame.top;
      if (y < 0 || y > frame.height) continue;
      marks[this.#intact[row]].rect(x - SIZE / 2, y - SIZE / 2, SIZE, SIZE);
      this.hit(String(row), x, y);
    }
    pen.fillStyle = frame.colours.text_3;
    pen.fill(marks[1]);
    pen.lineWidth = 1.25;
    pen.strokeStyle = frame.colours.text_2;
    pen.fillStyle = frame.colours.window;
    pen.fill(marks[0]);
    pen.stroke(marks[0]);
  }

  place(key) {
    const row = Number(key);
    return row < this.#x.length ? { x: this.#x[row], y: this.#y[row] } : undefined;
  }

  mark(pen, component, x, y, colours) {
    pen.fillStyle = colours.text;
    pen.fillRect(x - SIZE / 2, y - SIZE / 2, SIZE, SIZE);
  }
}

export function start(map) {
  add(new Components(map, 'components', 410));
}
