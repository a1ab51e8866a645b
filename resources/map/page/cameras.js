// Cameras as cones in their azimuth.
import { ThingLayer } from './canvas.js';
import { labels } from './labels.js';
import { add } from './layers.js';
import { cameraMark } from './marks.js';

const NAMES_FROM = 17; // zoom
const CONES_FROM = 14; // zoom: further out a cone says nothing and covers streets

class Cameras extends ThingLayer {
  read(columns, row) {
    return { name: columns.name[row], azimuth: columns.azimuth[row] ?? NaN, angle: columns.angle[row] ?? NaN, online: columns.online[row] };
  }

  draw(pen, frame) {
    const names = frame.zoom >= NAMES_FROM ? labels(pen, frame) : null;
    const near = frame.zoom >= CONES_FROM;
    for (const [camera, x, y] of this.within(frame, 30)) {
      cameraMark(pen, x, y, near ? camera.azimuth : NaN, camera.angle, camera.online, frame.colours, near ? 1 : 0.62);
      names?.add(camera.name, x, y, 10);
      this.hit(camera.id, x, y, { radius: 4 });
    }
    names?.draw();
  }

  mark(pen, camera, x, y, colours) {
    cameraMark(pen, x, y, camera.azimuth, camera.angle, camera.online, colours);
  }
}

export function start(map) {
  add(new Cameras(map, 'cameras', 420));
}
