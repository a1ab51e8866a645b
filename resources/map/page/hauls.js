// Muck haulage: sites, tipping grounds and forbidden areas, the approved line of the chosen truck, and the way that it took.
import { Geofences } from './geofences.js';
import { add } from './layers.js';
import { GAP_DASH } from './track.js';

const LINE = 3, WAY = 4; // as console/map/layers/hauls.py numbers them
const TOKENS = ['warn', 'ok', 'danger', 'accent', 'danger']; // site, tipping ground, forbidden area, line, way

class Hauls extends Geofences {
  read(columns, row) {
    return { ...super.read(columns, row), unseen: new Set(columns.unseen[row]) };
  }

  shape(pen, haul, { world, left, top }, colours) {
    const [path, gaps] = [new Path2D(), new Path2D()];
    const spots = haul.places.map(([x, y]) => [x * world - left, y * world - top]);
    spots.forEach((spot, number) => {
      if (!haul.unseen.has(number)) return path.lineTo(...spot);
      gaps.moveTo(...spots[number - 1]);
      gaps.lineTo(...spot);
      return path.moveTo(...spot);
    });
    const line = haul.kind >= LINE;
    if (!line) path.closePath();
    const colour = colours[TOKENS[haul.kind]];
    pen.save();
    Object.assign(pen, { strokeStyle: colour, fillStyle: colour, lineJoin: 'round', lineCap: 'round', globalAlpha: 0.16 });
    if (!line) pen.fill(path);
    if (haul.kind === LINE) {
      pen.lineWidth = Math.max(2 * haul.radius * world, 5);
      pen.stroke(path);
    }
    pen.globalAlpha = 0.9;
    pen.lineWidth = haul.kind === WAY ? 3 : 1.75;
    if (haul.kind === 2) pen.setLineDash([2, 4]);
    pen.stroke(path);
    pen.setLineDash(GAP_DASH); // the straight way over what nobody saw, as in a track
    pen.lineWidth = 1.5;
    if (haul.unseen.size) pen.stroke(gaps);
    pen.restore();
  }

  mark(pen, haul, x, y, colours) {
    const world = 256 * 2 ** this.map.getZoom();
    this.shape(pen, haul, { world, left: haul.x * world - x, top: haul.y * world - y }, colours);
  }
}

export function start(map) {
  add(new Hauls(map, 'hauls', 407));
}
