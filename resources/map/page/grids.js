// Duty grids: thin outlines, their names where there is room.
import { ThingLayer } from './canvas.js';
import { labels } from './labels.js';
import { add } from './layers.js';
import { worldX, worldY } from './mercator.js';

const NAMES_FROM = 14; // zoom

class Grids extends ThingLayer {
  read(columns, row) {
    const rings = columns.rings[row].flat().map((ring) => ring.map(([lon, lat]) => [worldX(lon), worldY(lat)]));
    return { name: columns.name[row], rings };
  }

  draw(pen, frame) {
    pen.beginPath();
    for (const grid of this.things.values()) this.#outline(pen, grid, frame);
    pen.lineWidth = 1;
    pen.strokeStyle = frame.colours.text_3;
    pen.globalAlpha = 0.55;
    pen.stroke();
    pen.globalAlpha = 1;
    if (frame.zoom >= NAMES_FROM) this.#names(pen, frame);
  }

  #outline(pen, grid, frame) {
    for (const ring of grid.rings) {
      ring.forEach(([x, y], at) => {
        const [px, py] = [x * frame.world - frame.left, y * frame.world - frame.top];
        if (at) pen.lineTo(px, py);
        else pen.moveTo(px, py);
      });
    }
  }

  #names(pen, frame) {
    const names = labels(pen, frame);
    for (const [grid, x, y] of this.within(frame)) names.add(grid.name, x, y, 0, true);
    names.draw(frame.colours.text_3);
  }

  mark(pen, grid, x, y, colours) {
    pen.beginPath();
    this.#outline(pen, grid, this.frame);
    pen.lineWidth = 2;
    pen.strokeStyle = colours.accent;
    pen.stroke();
  }
}

export function start(map) {
  add(new Grids(map, 'grids', 405));
}
