// Where there is room on a sheet, for names and for the numbers of clusters.
const CELL = 64, FINE = 4; // px
const [STEP, FAR] = [10, 15]; // px, and steps to each side that are tried
const SPIRAL = spiral();

// Boxes that are taken, found again by the cells that they touch.
export class Taken {
  #cells = new Map();

  free(left, top, right, bottom) {
    for (const box of this.#near(left, top, right, bottom)) {
      if (left < box[2] && right > box[0] && top < box[3] && bottom > box[1]) return false;
    }
    return true;
  }

  take(...box) {
    for (const cell of this.#touched(...box)) {
      if (!this.#cells.has(cell)) this.#cells.set(cell, []);
      this.#cells.get(cell).push(box);
    }
  }

  // The nearest place to a point at which a box of this half width and height is free, [x, y]; nothing when there is none.
  spot(x, y, wide, high) {
    const free = ([dx, dy]) => this.free(x + dx - wide, y + dy - high, x + dx + wide, y + dy + high);
    const found = SPIRAL.find(free);
    return found && [x + found[0], y + found[1]];
  }

  *#touched(left, top, right, bottom) {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1) {
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) yield x * 65536 + y;
    }
  }

  *#near(...box) {
    for (const cell of this.#touched(...box)) yield* this.#cells.get(cell) ?? [];
  }
}

// The same in cells of 4 px, for thousands of marks: what shares a cell with something counts as lying on it.
export class Covered {
  constructor(width, height) {
    [this.wide, this.high] = [Math.ceil(width / FINE), Math.ceil(height / FINE)];
    this.cells = new Uint8Array(this.wide * this.high);
  }

  take(...box) {
    const [left, top, right, bottom] = this.#bounds(...box);
    for (let line = top; line <= bottom; line += 1) this.cells.fill(1, line * this.wide + left, line * this.wide + Math.max(right + 1, left));
  }

  free(...box) {
    const [left, top, right, bottom] = this.#bounds(...box);
    for (let line = top; line <= bottom; line += 1) {
      for (let at = line * this.wide + left; at <= line * this.wide + right; at += 1) if (this.cells[at]) return false;
    }
    return true;
  }

  #bounds(left, top, right, bottom) {
    return [Math.max(Math.floor(left / FINE), 0), Math.max(Math.floor(top / FINE), 0), Math.min(Math.floor(right / FINE), this.wide - 1), Math.min(Math.floor(bottom / FINE), this.high - 1)];
  }
}

function spiral() {
  const side = Array.from({ length: 2 * FAR + 1 }, (_, at) => (at - FAR) * STEP);
  const all = side.flatMap((dx) => side.map((dy) => [dx, dy]));
  return all.sort(([ax, ay], [bx, by]) => Math.hypot(ax, ay) - Math.hypot(bx, by));
}
