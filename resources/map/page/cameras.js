// Cameras: small marks of a city, boxes of a quarter, cones at their true reach of a street.
import { ThingLayer } from './canvas.js';
import { add } from './layers.js';
import { metresPerPixel } from './mercator.js';
import { DOT_REACH, cameraCone, cameraDot, cameraMark } from './marks.js';
import { stamp } from './sprites.js';

const [LEAST, MOST] = [17, 600]; // px that a cone reaches
const DOT = 3; // px
const TURN = 15; // degrees: two cameras nearer than this have one picture
const BOX = 16; // px that a box reaches from its place

class Cameras extends ThingLayer {
  read(columns, row) {
    const [azimuth, angle, reach] = ['azimuth', 'angle', 'reach'].map((name) => columns[name][row] ?? NaN);
    return { name: columns.name[row], azimuth, angle, reach, online: columns.online[row] };
  }

  // What the numbers of clusters keep clear of: not the cones, which are seen through.
  reserve(frame) {
    const face = this.face(frame.zoom);
    const reach = face?.dot ? DOT : Math.ceil(7 * (face?.scale ?? 1));
    return face ? [...this.within(frame)].map(([, x, y]) => [x, y, reach]) : [];
  }

  draw(pen, frame) {
    const face = this.face(frame.zoom);
    if (!face) return;
    for (const [camera, x, y] of this.within(frame, face.cone === 'true' ? MOST : BOX)) {
      this.mark(pen, camera, x, y, frame.colours, face);
      if (face.names) frame.names.add(camera.name, x, y, { gap: 10, key: camera.id });
      frame.names.keep(x, y, face.dot ? DOT : 6);
      this.seen.add(camera.online);
      this.hit(camera.id, x, y, { radius: face.dot ? 0 : 4 });
    }
  }

  mark(pen, camera, x, y, colours, face = this.face(this.map.getZoom()) ?? {}) {
    const { online } = camera;
    const turned = Math.round(camera.azimuth / TURN) * TURN;
    if (face.dot) {
      return stamp(pen, `camera dot ${turned} ${online}`, DOT_REACH, x, y, (on) => cameraDot(on, turned, online, colours));
    }
    if (face.cone && Number.isFinite(camera.azimuth)) this.#cone(pen, camera, x, y, colours, face);
    stamp(pen, `camera ${turned} ${online} ${face.scale ?? 1}`, BOX, x, y, (on) => cameraMark(on, 0, 0, turned, NaN, online, colours, face.scale ?? 1, 0));
  }

  #cone(pen, { azimuth, angle, reach, online, y: north }, x, y, colours, face) {
    const far = face.cone === 'true' && reach > 0 ? Math.min(Math.max(reach / metresPerPixel(north, this.map.getZoom()), LEAST), MOST) : LEAST;
    pen.save();
    pen.translate(x, y);
    cameraCone(pen, azimuth, angle, online, far, colours.text_3);
    pen.restore();
  }
}

export function start(map) {
  add(new Cameras(map, 'cameras', 420));
}
