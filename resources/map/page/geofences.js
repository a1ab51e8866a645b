// Geofences: areas that people drew, dashed, so that nobody takes one for a border of the city.
import { ThingLayer } from './canvas.js';
import { add } from './layers.js';
import { worldX, worldY } from './mercator.js';
import { heightOf, roomIn } from './midst.js';

const CIRCLE = 0, CORRIDOR = 2; // as console/map/layers/geofences.py numbers them

export class Geofences extends ThingLayer {
  ground = true;

  read(columns, row) {
    const places = columns.places[row].map(([lon, lat]) => [worldX(lon), worldY(lat)]);
    const lat = (columns.lat[row] * Math.PI) / 180;
    const radius = (columns.radius[row] ?? 0) / (40075016.7 * Math.cos(lat));
    return { name: columns.name[row], kind: columns.kind[row], places, radius, height: radius || heightOf([places]) };
  }

  draw(pen, frame) {
    this.seen.add(this.name);
    for (const fence of this.things.values()) {
      this.shape(pen, fence, frame, frame.colours);
      const [x, y] = [fence.x * frame.world - frame.left, fence.y * frame.world - frame.top];
      if (this.face(frame.zoom)?.names) frame.names.add(fence.name, x, y, { room: roomIn(fence, frame), colour: frame.colours.accent_2, key: fence.id });
      this.hit(fence.id, x, y, { radius: 4 });
    }
  }

  shape(pen, fence, { world, left, top }, colours) {
    const path = new Path2D();
    const spots = fence.places.map(([x, y]) => [x * world - left, y * world - top]);
    if (fence.kind === CIRCLE) path.arc(...spots[0], fence.radius * world, 0, 2 * Math.PI);
    else spots.forEach((spot) => path.lineTo(...spot));
    if (fence.kind !== CORRIDOR) path.closePath();
    pen.save();
    Object.assign(pen, { strokeStyle: colours.accent_2, fillStyle: colours.accent_2, lineJoin: 'round', lineCap: 'round' });
    pen.globalAlpha = 0.1;
    if (fence.kind === CORRIDOR) {
      pen.lineWidth = Math.max(2 * fence.radius * world, 3);
      pen.stroke(path);
    } else pen.fill(path);
    pen.globalAlpha = 0.9;
    pen.lineWidth = 1.75;
    pen.setLineDash([6, 4]);
    pen.stroke(path);
    pen.restore();
  }

  mark(pen, fence, x, y, colours) {
    const world = 256 * 2 ** this.map.getZoom();
    this.shape(pen, fence, { world, left: fence.x * world - x, top: fence.y * world - y }, { ...colours, accent_2: colours.accent });
  }
}

export function start(map) {
  add(new Geofences(map, 'geofences', 407));
}
