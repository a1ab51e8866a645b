// Who was there: the circle that is asked about, the ways of who came near, their fixes within as dots, and their names where they came nearest.
import { CanvasLayer } from './canvas.js';
import { add } from './layers.js';
import { worldX, worldY } from './mercator.js';

const AROUND_M = 40075016.7;
const DOT = 3; // px that a fix within reaches
const FEW = 400; // fixes that the names of the base map too keep clear of

class Whereabouts extends CanvasLayer {
  #circle = null;
  #ways = [];
  #names = [];

  take({ middle, radius, names, name_lon, name_lat, unit, first, lon, lat, within, chosen }) {
    this.#circle = middle ? { x: worldX(middle[0]), y: worldY(middle[1]), radius: radius / (AROUND_M * Math.cos((middle[1] * Math.PI) / 180)) } : null;
    this.#names = Array.from(names ?? [], (name, row) => ({ name, x: worldX(name_lon[row]), y: worldY(name_lat[row]), chosen: row === chosen }));
    this.#ways = Array.from(unit ?? [], (row, way) => {
      const rows = Array.from({ length: first[way + 1] - first[way] }, (_, step) => first[way] + step);
      return { spots: rows.map((at) => [worldX(lon[at]), worldY(lat[at]), within[at]]), chosen: row === chosen };
    });
    this.#ways.sort((one, other) => one.chosen - other.chosen);
    this.repaint();
  }

  // How many ways and dots there are, and how many of the chosen one; for whoever asks the page.
  count() {
    const dots = (ways) => ways.reduce((sum, { spots }) => sum + spots.filter(([, , within]) => within).length, 0);
    return [this.#ways.length, dots(this.#ways), dots(this.#ways.filter(({ chosen }) => chosen))];
  }

  empty() {
    return !this.#circle;
  }

  draw(pen, frame) {
    this.seen.add(this.name);
    const { world, left, top, colours } = frame;
    const { x, y, radius } = this.#circle;
    pen.beginPath();
    pen.arc(x * world - left, y * world - top, radius * world, 0, 2 * Math.PI);
    Object.assign(pen, { fillStyle: colours.accent, strokeStyle: colours.accent, lineWidth: 1.75, globalAlpha: 0.1, lineJoin: 'round' });
    pen.fill();
    pen.globalAlpha = 1;
    pen.setLineDash([8, 4]);
    pen.stroke();
    pen.setLineDash([]);
    const some = this.#ways.some(({ chosen }) => chosen);
    const crowd = this.count()[1] > FEW;
    for (const way of this.#ways) this.#way(pen, way, some && !way.chosen, frame, crowd);
    for (const { name, x: east, y: south, chosen } of this.#names) {
      frame.names.add(name, east * world - left, south * world - top, { gap: DOT + 2, colour: chosen ? colours.accent : colours.text });
    }
  }

  // Those that one does not look at step back.
  #way(pen, { spots, chosen }, back, { world, left, top, colours, names }, crowd) {
    const line = new Path2D();
    spots.forEach(([x, y]) => line.lineTo(x * world - left, y * world - top));
    Object.assign(pen, { strokeStyle: chosen ? colours.accent : colours.text_2, lineWidth: chosen ? 3 : 1.75, globalAlpha: back ? 0.45 : 0.9 });
    pen.stroke(line);
    const dots = new Path2D();
    for (const [x, y, within] of spots) {
      if (!within) continue;
      const [across, down] = [x * world - left, y * world - top];
      dots.moveTo(across + DOT, down);
      dots.arc(across, down, DOT, 0, 2 * Math.PI);
      names.keep(across, down, DOT, crowd);
    }
    Object.assign(pen, { fillStyle: chosen ? colours.accent : colours.text, strokeStyle: colours.window, lineWidth: 1 });
    pen.fill(dots);
    pen.stroke(dots);
    pen.globalAlpha = 1;
  }
}

export function start(map) {
  add(new Whereabouts(map, 'whereabouts', 426));
}
