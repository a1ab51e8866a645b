// How many points lie in each tile of 128 px or more, and where their middle is: counted when first seen at a zoom, remembered until they change.
import { DEEPEST, WHOLE, tiles } from './cells.js';
import { PILL_HEIGHT, pillWidth, shownClusters } from './pills.js';

const MOST = 20_000; // tiles that are remembered
const CROWD = 2; // so many layers with clusters share tiles four times as large: more numbers than that nobody reads
const GAP = 2; // px around a pill

export class Clusters {
  #known = new Map();

  constructor(points, cells, hidden) {
    Object.assign(this, { points, cells, hidden });
  }

  // {x, y, count, row, zoom} in px of the frame. The number of a cluster stands near the middle of its points, where no mark of any layer and no
  // other number is; as long as that holds it stays there, so that it does not jump. Where there is no room around at all, there is none.
  *within(frame, layer) {
    const { left, top, world } = frame;
    for (const cluster of this.#tiles(frame, layer)) {
      const [x, y] = [cluster.x * world - left, cluster.y * world - top];
      const found = { x, y, count: cluster.count, row: cluster.row, zoom: Math.floor(frame.zoom) };
      if (cluster.count === 1) yield found;
      else if (this.#stand(frame, cluster, found)) yield found;
    }
  }

  // Those that stand alone, as [x, y].
  *singles(frame, layer) {
    for (const { x, y, count } of this.#tiles(frame, layer)) if (count === 1) yield [x * frame.world - frame.left, y * frame.world - frame.top];
  }

  #stand({ room, zoom }, cluster, found) {
    const [wide, high] = [pillWidth(cluster.count) / 2 + GAP, PILL_HEIGHT / 2 + GAP];
    const [dx, dy] = cluster.away?.zoom === zoom ? cluster.away.by : [0, 0];
    const stays = room.free(found.x + dx - wide, found.y + dy - high, found.x + dx + wide, found.y + dy + high);
    const spot = stays ? [found.x + dx, found.y + dy] : room.spot(found.x, found.y, wide, high);
    if (!spot) return false;
    cluster.away = { zoom, by: [spot[0] - found.x, spot[1] - found.y] };
    [found.x, found.y] = spot;
    room.take(spot[0] - wide, spot[1] - high, spot[0] + wide, spot[1] + high);
    return true;
  }

  *#tiles({ zoom: shown, world, left, top, width, height }, layer) {
    const { tile } = layer.face(shown);
    const finer = tile ? Math.log2(256 / tile) : Number(shownClusters(layer.map) < CROWD);
    const zoom = Math.max(0, Math.min(DEEPEST, Math.floor(shown) + Math.round(finer)));
    for (const [column, line] of tiles(zoom, left / world, top / world, (left + width) / world, (top + height) / world)) {
      const cluster = this.#counted(zoom, column, line);
      if (cluster.count) yield cluster;
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
