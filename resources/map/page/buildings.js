// Buildings, as outlines.
import { ShapesLayer } from './shapes.js';

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
}
