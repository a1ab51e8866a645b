// Duty grids, what an inspector answers for, as double lines; their names where there is room.
import { ThingLayer } from './canvas.js';
import { add } from './layers.js';
import { worldX, worldY } from './mercator.js';
import { heightOf, roomIn } from './midst.js';

// Grids as outlines: also the areas above.
export class Grids extends ThingLayer {
  ground = true;

  constructor(map, name, level, style) {
    super(map, name, level);
    this.style = style;
    add(this);
  }

  read(columns, row) {
    const rings = columns.rings[row].flat().map((ring) => ring.map(([lon, lat]) => [worldX(lon), worldY(lat)]));
    return { name: columns.name[row], kind: columns.kind[row], rings, height: heightOf(rings) };
  }

  draw(pen, frame) {
    const face = this.face(frame.zoom);
    if (!face) return;
    this.seen.add(this.name);
    const path = new Path2D();
    for (const grid of this.things.values()) if (shows(face, grid)) outline(path, grid, frame);
    this.line(pen, path, face, frame.colours);
    if (!face.names) return;
    for (const [grid, x, y] of this.within(frame)) if (shows(face, grid)) frame.names.add(grid.name, x, y, { room: roomIn(grid, frame), colour: frame.colours.text_3 });
  }

  // On the map, or a swatch of it. A double line is one that has a gap cut out of it.
  line(pen, path, { width }, colours) {
    const { dash, alpha, gap = 0 } = this.style;
    pen.save();
    pen.setLineDash(dash);
    Object.assign(pen, { lineWidth: width, strokeStyle: colours.text_3, globalAlpha: alpha });
    pen.stroke(path);
    if (gap) {
      Object.assign(pen, { lineWidth: gap * width, strokeStyle: colours.window, globalAlpha: 1 });
      pen.stroke(path);
    }
    pen.restore();
  }

  // Where its middle is drawn says where the rest of it lies.
  mark(pen, grid, x, y, colours) {
    const world = 256 * 2 ** this.map.getZoom();
    pen.beginPath();
    outline(pen, grid, { world, left: grid.x * world - x, top: grid.y * world - y });
    Object.assign(pen, { lineWidth: 2, strokeStyle: colours.accent });
    pen.stroke();
  }
}

const shows = (face, grid) => !face.kinds || face.kinds.includes(grid.kind);

function outline(pen, grid, frame) {
  for (const ring of grid.rings) {
    ring.forEach(([x, y], at) => {
      const [px, py] = [x * frame.world - frame.left, y * frame.world - frame.top];
      if (at) pen.lineTo(px, py);
      else pen.moveTo(px, py);
    });
  }
}

export function start(map) {
  new Grids(map, 'grids', 405, { dash: [], alpha: 0.75, gap: 1 / 3 });
}
