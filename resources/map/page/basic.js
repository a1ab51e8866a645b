// The basic grids, as a thin mesh with their codes.
import { ShapesLayer } from './shapes.js';

export const ROOM = 14; // px that what is said of a square may go from its middle
export const WIDTH = 0.75, FAINT = 0.4; // px, opacity: of the outlines of basic grids

class Basic extends ShapesLayer {
  draw(pen, frame) {
    this.seen.add(this.name);
    // Aside, since neighbours share their edges: through each other they would be darker where one path ends and the next begins.
    const aside = new OffscreenCanvas(Math.round(frame.width * devicePixelRatio), Math.round(frame.height * devicePixelRatio));
    const lines = aside.getContext('2d');
    lines.scale(devicePixelRatio, devicePixelRatio);
    Object.assign(lines, { lineWidth: WIDTH, strokeStyle: frame.colours.text_3 });
    for (const path of this.paths(frame)) lines.stroke(path);
    pen.globalAlpha = FAINT;
    pen.drawImage(aside, 0, 0, frame.width, frame.height);
    pen.globalAlpha = 1;
    if (!this.face(frame.zoom).names) return;
    for (const line of this.within(frame)) frame.names.add(this.shapes.names[this.shapes.owner[line]], ...this.middle(line, frame), { room: ROOM, colour: frame.colours.text_3 });
  }
}

export function start(map) {
  new Basic(map, 'basic', 403, true);
}
