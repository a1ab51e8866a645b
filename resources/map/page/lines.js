// Drains as lines, buildings as outlines.
import { ShapesLayer } from './shapes.js';

class Drains extends ShapesLayer {
  draw(pen, frame) {
    this.seen.add(this.name);
    const paths = this.paths(frame);
    Object.assign(pen, { lineCap: 'round', lineJoin: 'round', lineWidth: 4, strokeStyle: frame.colours.window });
    for (const path of paths) pen.stroke(path);
    Object.assign(pen, { lineWidth: this.face(frame.zoom).width, strokeStyle: frame.colours.speed });
    for (const path of paths) pen.stroke(path);
  }
}

class Buildings extends ShapesLayer {
  draw(pen, frame) {
    this.seen.add(this.name);
    Object.assign(pen, { fillStyle: frame.colours.line, strokeStyle: frame.colours.edge, lineWidth: 0.75, globalAlpha: 0.55 });
    for (const path of this.paths(frame)) {
      pen.fill(path);
      pen.stroke(path);
    }
    pen.globalAlpha = 1;
  }
}

export function start(map) {
  new Buildings(map, 'buildings', 400, true);
  new Drains(map, 'drains', 406, false);
}
