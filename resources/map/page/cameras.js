// Cameras as cones in their azimuth.
import { ThingLayer } from './canvas.js';
import { labels } from './labels.js';
import { add } from './layers.js';
import { cameraDot, cameraMark } from './marks.js';

// From which zoom cameras are drawn as what: of a whole city nobody asks which way a camera looks, and hundreds of them would hide the cases.
const FACES = [
  { from: 17, cone: true, names: true, scale: 1 },
  { from: 16, cone: true, scale: 1 },
  { from: 14.5, scale: 0.7 },
  { from: 12.5, dot: true },
];

class Cameras extends ThingLayer {
  read(columns, row) {
    return { name: columns.name[row], azimuth: columns.azimuth[row] ?? NaN, angle: columns.angle[row] ?? NaN, online: columns.online[row] };
  }

  draw(pen, frame) {
    const face = FACES.find(({ from }) => frame.zoom >= from);
    if (!face) return;
    const names = face.names ? labels(pen, frame) : null;
    for (const [camera, x, y] of this.within(frame, 30)) {
      if (face.dot) cameraDot(pen, x, y, camera.online, frame.colours);
      else cameraMark(pen, x, y, face.cone ? camera.azimuth : NaN, camera.angle, camera.online, frame.colours, face.scale);
      names?.add(camera.name, x, y, 10);
      this.hit(camera.id, x, y, { radius: face.dot ? 0 : 4 });
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
