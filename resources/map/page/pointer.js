// What the mouse does: click selects, double click opens, a camera is dragged, resting shows a tip beside the point it is about.
import { carry, dropped } from './carry.js';
import { button, keep, make } from './dom.js';
import { follow } from './hands/follow.js';
import { busy, taking } from './hands/modes.js';
import { layers, nearest } from './layers.js';
import { hall, on, state } from './state.js';

const TIP_GAP = 16; // px

function press(map, event) {
  if (taking() || dropped()) return;
  const { x, y } = event.containerPoint;
  const hit = nearest(x, y);
  if (!hit) hall.click(event.latlng.lng, event.latlng.lat);
  else if (hit.cluster !== undefined) approach(map, hit);
  else hall.pick(hit.layer, hit.key);
}

function approach(map, hit) {
  const zoom = Math.min(layers.get(hit.layer).expansion(hit.cluster), map.getMaxZoom());
  map.setView(map.containerPointToLatLng([hit.x, hit.y]), zoom, { animate: false });
}

function open(map, event) {
  if (taking()) return;
  const hit = nearest(event.containerPoint.x, event.containerPoint.y);
  if (hit?.key) hall.open(hit.layer, hit.key);
  else if (!hit) map.setZoomAround(event.containerPoint, map.getZoom() + 1, { animate: false });
}

class Tip {
  #box = document.createElement('div');
  #hit = null;

  constructor(map) {
    this.map = map;
    this.#box.className = 'tip';
    this.#box.hidden = true;
    keep(this.#box).addEventListener('mousemove', (event) => event.stopPropagation()); // it stays while its button is used
    map.getContainer().append(this.#box);
  }

  follow(event) {
    if (busy()) return this.hide();
    const hit = nearest(event.containerPoint.x, event.containerPoint.y);
    this.map.getContainer().style.cursor = hit ? 'pointer' : '';
    if (hit?.key !== this.#hit?.key || hit?.layer !== this.#hit?.layer) this.point(hit);
    return undefined;
  }

  // What the mouse or a key points at.
  point(hit) {
    this.hide();
    this.#hit = hit?.key ? hit : null;
    hall.hover?.(this.#hit?.layer ?? '', this.#hit?.key ?? '');
  }

  // Lines of text, the first one strong. They came from citizens and devices: text, never HTML.
  show({ layer, key, lines }) {
    if (!this.#hit || layer !== this.#hit.layer || key !== this.#hit.key || !lines.length) return;
    this.#box.replaceChildren(...lines.map((line) => make('div', '', line)));
    if (layer === 'units') this.#box.append(button(state.words.hands.follow_it, `${state.words.hands.follow_it} (F)`, () => follow(this.map, key)));
    this.#box.dataset.of = `${layer} ${key}`;
    this.#box.hidden = false;
    const size = this.map.getSize();
    const { offsetWidth: width, offsetHeight: height } = this.#box;
    const left = this.#hit.x + TIP_GAP + width < size.x ? this.#hit.x + TIP_GAP : this.#hit.x - TIP_GAP - width;
    const top = Math.min(Math.max(this.#hit.y - height / 2, 4), size.y - height - 4);
    Object.assign(this.#box.style, { left: `${left}px`, top: `${top}px` });
  }

  hide() {
    this.#hit = null;
    this.#box.hidden = true;
  }
}

export function start(map) {
  const tip = new Tip(map);
  carry(map);
  map.on('click', (event) => press(map, event));
  map.on('dblclick', (event) => open(map, event));
  map.on('mousemove', (event) => tip.follow(event));
  map.on('mouseout movestart zoomstart', () => tip.hide());
  on('tip', (value) => tip.show(value));
  on('point', (hit) => tip.point(hit));
}
