// How many points lie in each tile of about 128 px, and where their middle is: counted when first seen at a zoom, remembered until they change.
import { DEEPEST, WHOLE, tiles } from './cells.js';
import { shownClusters } from './pills.js';

const MOST = 20_000; // tiles that are remembered
const [HALF_WIDTH, HALF_HEIGHT] = [30, 12]; // px, of the widest pill
const STEP = 8; // px

export class Clusters {
  #known = new Map();

  constructor(points, cells, hidden) {
    Object.assign(this, { points, cells, hidden });
  }

  // {x, y, count, row, zoom} in px of the frame. Each keeps inside its tile, and several layers share a tile in bands: none covers another.
  // Where a mark of an upper layer would hide it, it stands aside as far as its tile has room.
  *within(frame, layer) {
    const zoom = Math.min(DEEPEST, Math.floor(frame.zoom) + 1);
    const side = frame.world / 2 ** zoom;
    const { left, top, width, height, world } = frame;
    const [band, bands] = shownClusters(layer);
    for (const [column, line] of tiles(zoom, left / world, top / world, (left + width) / world, (top + height) / world)) {
      const cluster = this.#counted(zoom, column, line);
      if (!cluster.count) continue;
      const [west, north] = [column * side - left, line * side - top];
      let [x, y] = [cluster.x * world - left, cluster.y * world - top];
      if (cluster.count > 1) {
        const [least, most] = [west + HALF_WIDTH, west + side - HALF_WIDTH];
        const high = side / bands;
        y = Math.min(Math.max(y, north + band * high + HALF_HEIGHT), north + (band + 1) * high - HALF_HEIGHT);
        x = clear(frame.reserved, Math.min(Math.max(x, least), most), y, least, most);
      }
      yield { x, y, count: cluster.count, row: cluster.row, zoom: Math.floor(frame.zoom) };
    }
  }

  #counted(zoom, column, line) {
    const key = (zoom * 65536 + column) * 65536 + line;
    let cluster = this.#known.get(key);
    if (cluster) return cluster;
    if (this.#known.size >= MOST) this.#known.clear();
    cluster = this.#count(...this.cells.rows(zoom, column, line));
    this.#known.set(key, cluster);
    return cluster;
  }

  #count(from, to) {
    const { x, y, category } = this.points;
    let [count, east, south, last] = [0, 0, 0, -1];
    for (let row = from; row < to; row += 1) {
      if (this.hidden?.[category[row]]) continue;
      count += 1;
      east += x[row];
      south += y[row];
      last = row;
    }
    return { count, x: east / count / WHOLE, y: south / count / WHOLE, row: last };
  }
}

// The nearest x from `least` to `most` at which nothing hides the pill; the first one where there is none.
function clear(reserved, x, y, least, most) {
  const near = reserved.filter(([, top, reach]) => Math.abs(top - y) < reach + HALF_HEIGHT - 2);
  const free = (at) => near.every(([left, , reach]) => Math.abs(left - at) >= reach + HALF_WIDTH - 4);
  if (free(x)) return x;
  for (let away = STEP; away <= most - least; away += STEP) {
    for (const at of [x - away, x + away]) if (at >= least && at <= most && free(at)) return at;
  }
  return x;
}
