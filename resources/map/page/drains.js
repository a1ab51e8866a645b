// Drains, as lines.
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

export function start(map) {
  new Drains(map, 'drains', 406, false);
}
