// Areas by an evaluation: the figure that is looked at there, in hatched bands, with its number where there is room.
import { hatch } from './bands.js';
import { ThingLayer } from './canvas.js';
import { add } from './layers.js';
import { worldX, worldY } from './mercator.js';
import { heightOf, roomIn } from './midst.js';

const NEAR = 14; // px: what an area that lies under the pointer counts as, so that any mark on it comes first

class Scores extends ThingLayer {
  flat = true;
  ground = true;
  bands = [];
  title = '';

  constructor(map) {
    super(map, 'scores', 400);
    add(this);
  }

  take(columns) {
    [this.bands, this.title] = [columns.bands ?? [], columns.title ?? ''];
    super.take(columns);
  }

  read(columns, row) {
    const rings = columns.rings[row].flat().map((ring) => ring.map(([lon, lat]) => [worldX(lon), worldY(lat)]));
    return { rings, height: heightOf(rings), band: columns.band[row], text: columns.text[row] };
  }

  // What the legend says of a band: another figure is another sign.
  sign(band) {
    return `${this.title} ${this.bands[band][2]}`;
  }

  // A band on the map, or a swatch of it.
  fill(pen, path, at, { colours, opacity, left, top }) {
    const [token, alpha] = this.bands[at];
    const graded = this.bands.some(([other]) => other !== token);
    hatch(pen, path, { colour: colours[token], alpha, at, graded, opacity, left, top });
  }

  draw(pen, frame) {
    const face = this.face(frame.zoom);
    if (!face) return;
    const paths = this.bands.map(() => new Path2D());
    for (const area of this.things.values()) {
      if (area.band >= paths.length) continue;
      trace(paths[area.band], area, frame);
      this.seen.add(this.sign(area.band));
    }
    paths.forEach((path, band) => {
      this.fill(pen, path, band, frame);
      Object.assign(pen, { strokeStyle: frame.colours.text_2, globalAlpha: 0.5 * frame.opacity, lineWidth: 1 });
      pen.stroke(path);
    });
    pen.globalAlpha = 1;
    if (!face.names) return;
    for (const [area, x, y] of this.within(frame)) if (area.band < paths.length) frame.names.add(area.text, x, y, { room: roomIn(area, frame), colour: frame.colours.text });
  }

  nearest(x, y, closer = Infinity) {
    const frame = this.frame;
    if (!frame || closer < NEAR) return null;
    const shift = this.sheet.shift();
    const [worldAtX, worldAtY] = [(x - shift.x + frame.left) / frame.world, (y - shift.y + frame.top) / frame.world];
    for (const [key, area] of this.things) {
      if (area.rings.filter((ring) => holds(ring, worldAtX, worldAtY)).length % 2) return { layer: this.name, key, x, y, far: NEAR };
    }
    return null;
  }
}

function trace(path, area, frame) {
  for (const ring of area.rings) {
    ring.forEach(([x, y], at) => {
      const [px, py] = [x * frame.world - frame.left, y * frame.world - frame.top];
      if (at) path.lineTo(px, py);
      else path.moveTo(px, py);
    });
    path.closePath();
  }
}

function holds(ring, x, y) {
  let inside = false;
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at, at += 1) {
    const [[ax, ay], [bx, by]] = [ring[at], ring[before]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

export function start(map) {
  new Scores(map);
}
