// A ring in accent around what is selected, and the way there when it is not in view. The selected case stands alone even inside a cluster.
import { CanvasLayer } from './canvas.js';
import { layers } from './layers.js';
import { latOf, lonOf } from './mercator.js';
import { on, state } from './state.js';

const EDGE = 40; // px: nearer to the edge than this does not count as in view
const CLOSE = 15; // zoom to go to from far away

class Ring extends CanvasLayer {
  #due = false; // to be gone to as soon as its layer has it

  #selected() {
    const { layer, key } = state.selection ?? {};
    const place = key && layers.get(layer)?.place(key);
    return place && { layer: layers.get(layer), place };
  }

  empty() {
    return !this.#selected();
  }

  draw(pen, frame) {
    const { layer, place } = this.#selected();
    const [dx, dy] = place.fan ?? [0, 0]; // where its layer had to draw it
    const [x, y] = [place.x * frame.world - frame.left + dx, place.y * frame.world - frame.top + dy];
    for (const [width, colour] of [[5, frame.colours.window], [2, frame.colours.accent]]) {
      pen.beginPath();
      pen.arc(x, y, 15, 0, 2 * Math.PI);
      Object.assign(pen, { lineWidth: width, strokeStyle: colour });
      pen.stroke();
    }
    layer.mark(pen, place, x, y, frame.colours);
  }

  // Gently: only when it is out of view, and without a flight.
  show() {
    const found = this.#selected();
    this.#due = !found;
    if (found) {
      const at = L.latLng(latOf(found.place.y), lonOf(found.place.x));
      const size = this.map.getSize();
      const point = this.map.latLngToContainerPoint(at);
      const inside = point.x > EDGE && point.y > EDGE && point.x < size.x - EDGE && point.y < size.y - EDGE;
      if (!inside) this.map.setView(at, Math.max(this.map.getZoom(), Math.min(CLOSE, this.map.getZoom() + 2)), { animate: false });
    }
    this.repaint();
  }

  follow() {
    if (!state.selection) return;
    if (this.#due) this.show();
    else this.repaint();
  }
}

export function start(map) {
  const ring = new Ring(map, 'selection', 450, 'selection');
  on('selection', () => ring.show());
  on('applied', () => ring.follow());
  on('now', () => ring.repaint());
}
