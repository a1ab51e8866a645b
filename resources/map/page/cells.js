// Points in Morton order: those of one tile of the world, at any zoom, lie together, so that a sorted array is index, cluster and order in one.
// console/hall/points.py sorts them; a place is two numbers of 32 bits, from the north-western corner of the Mercator square.
export const WHOLE = 2 ** 32;
export const DEEPEST = 16; // the zoom of the tiles that are told apart; inside one the order says nothing

function spread(half) {
  let bits = half & 0xffff;
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}

const interleaved = (x, y) => (spread(x) | (spread(y) << 1)) >>> 0;

export class Cells {
  constructor(x, y) {
    this.keys = new Uint32Array(x.length);
    for (let row = 0; row < x.length; row += 1) this.keys[row] = interleaved(x[row] >>> 16, y[row] >>> 16);
  }

  // The first and the last-but-one row in a tile.
  rows(zoom, x, y) {
    const span = 2 ** (2 * (DEEPEST - zoom));
    const first = interleaved(x, y) * span;
    const from = this.#first(first, 0);
    return [from, this.keys[from] < first + span ? this.#first(first + span, from) : from];
  }

  // What lies in a box of 0..1: runs of rows, in tiles about as large as a quarter of it.
  *runs(west, north, east, south) {
    const zoom = Math.max(0, Math.min(DEEPEST, Math.round(-Math.log2(Math.max(east - west, 2 ** -DEEPEST))) + 2));
    for (const [x, y] of tiles(zoom, west, north, east, south)) {
      const run = this.rows(zoom, x, y);
      if (run[1] > run[0]) yield run;
    }
  }

  #first(key, from) {
    let [low, high] = [from, this.keys.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.keys[middle] < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export function* tiles(zoom, west, north, east, south) {
  const side = 2 ** zoom;
  const within = (value) => Math.min(Math.max(Math.floor(value * side), 0), side - 1);
  for (let y = within(north); y <= within(south); y += 1) for (let x = within(west); x <= within(east); x += 1) yield [x, y];
}
