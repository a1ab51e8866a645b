// A ring in accent around what is selected, and the way there when it is not in view. The selected case stands alone even inside a cluster.
import { CanvasLayer } from './canvas.js';
import { add, layers } from './layers.js';
import { chip } from './hands/chip.js';
import { back, journey } from './hands/moves.js';
import { latOf, lonOf } from './mercator.js';
import { leg } from './spots.js';
import { on, state } from './state.js';

const EDGE = 40; // px: nearer to the edge than this does not count as in view
const RING = 15; // px
const STEP = 2 * RING; // px, of the search for a free place
const TURNS = Array.from({ length: 12 }, (_, at) => (at * Math.PI) / 6 - Math.PI / 4);
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
    const at = [place.x * frame.world - frame.left, place.y * frame.world - frame.top];
    const [dx, dy] = this.#beside(layer, at) ?? place.fan ?? [0, 0]; // where its layer had to draw it
    const [x, y] = [at[0] + dx, at[1] + dy];
    this.ringed = { x, y };
    if (dx || dy) leg(pen, ...at, [dx, dy], frame.colours);
    for (const [width, colour] of [[5, frame.colours.window], [2, frame.colours.accent]]) {
      pen.beginPath();
      pen.arc(x, y, RING, 0, 2 * Math.PI);
      Object.assign(pen, { lineWidth: width, strokeStyle: colour });
      pen.stroke();
    }
    layer.mark(pen, place, x, y, frame.colours);
  }

  // Out of the number of a cluster that it would lie on, to where no other lies: how far.
  #beside(layer, [x, y]) {
    if (!layer.frame) return null;
    const [left, top] = [layer.frame.left - this.frame.left, layer.frame.top - this.frame.top];
    const clusters = layer.hits.filter((hit) => hit.cluster !== undefined).map((hit) => ({ x: hit.x + left, y: hit.y + top, radius: hit.radius + RING }));
    const clear = (dx, dy) => clusters.every((cluster) => Math.hypot(cluster.x - x - dx, cluster.y - y - dy) >= cluster.radius);
    if (clear(0, 0)) return null;
    for (const away of [1, 2, 3, 4].map((turn) => turn * STEP)) {
      const free = TURNS.map((turn) => [away * Math.cos(turn), away * Math.sin(turn)]).find(([dx, dy]) => clear(dx, dy));
      if (free) return free;
    }
    return [STEP, -STEP];
  }

  // Gently: only when it is out of view, and without a flight. `asked`: chosen a second time, so somebody wants to be there, or back.
  show(asked = false) {
    chip('selection', '');
    const found = this.#selected();
    this.#due = !found;
    if (found) this.#approach(found.place, asked);
    this.repaint();
  }

  #approach(place, asked) {
    const reason = `selection ${state.selection.key}`;
    const at = L.latLng(latOf(place.y), lonOf(place.x));
    if ((asked && back(this.map, reason)) || this.#inside(at)) return;
    const zoom = Math.max(this.map.getZoom(), Math.min(CLOSE, this.map.getZoom() + 2));
    if (asked || !(state.hands.locked || state.hands.following)) journey(this.map, reason, () => this.map.setView(at, zoom, { animate: false }));
    else chip('selection', state.words.hands.out_of_view, [[state.words.hands.go_there, () => this.show(true)]]);
  }

  #inside(at) {
    const { x: width, y: height } = this.map.getSize();
    const { x, y } = this.map.latLngToContainerPoint(at);
    return x > EDGE && y > EDGE && x < width - EDGE && y < height - EDGE;
  }

  follow() {
    if (!state.selection) return;
    if (this.#due) this.show();
    else this.repaint();
  }
}

export function start(map) {
  const ring = new Ring(map, 'selection', 450, 'selection');
  add(ring);
  let resumed = Boolean(state.view); // the first word repeats what the last page knew, and looked past
  on('selection', () => {
    if (resumed) ring.repaint();
    else ring.show();
    resumed = false;
  });
  on('again', () => ring.show(true));
  on('applied', () => ring.follow());
  on('now', () => ring.repaint());
}
