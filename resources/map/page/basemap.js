// The base map: vector tiles painted in the colours of the theme, or pictures, which a dark theme dims. Which one may change at any time.
import { GroundNames } from './ground_names.js';
import { begin, end } from './rest.js';
import { shifted } from './shifted.js';
import { on, state } from './state.js';
import { VectorTiles } from './vector.js';

let tries = 0; // an address that is asked again must be another

const address = (id) => `/tiles/${encodeURIComponent(id)}/{z}/{x}/{y}?${tries}`;

function pictures({ id, min_zoom, max_zoom }) {
  const layer = L.tileLayer(address(id), { minZoom: min_zoom, maxNativeZoom: max_zoom, maxZoom: 24, keepBuffer: 3, className: 'pictures' });
  layer.on('loading', begin);
  layer.on('load', end);
  return layer;
}

const vectors = ({ id, datum, min_zoom, max_zoom }, names) => new VectorTiles(address(id), max_zoom, (said) => names.take(said, datum), { minZoom: min_zoom, maxZoom: 24 });

class Ground {
  #layer = null;
  #laid = null; // what #layer shows

  constructor(map) {
    Object.assign(this, { map, names: new GroundNames(map) });
  }

  lay() {
    const base = state.base;
    const same = this.#laid && base && ['id', 'form', 'datum', 'min_zoom', 'max_zoom'].every((name) => this.#laid[name] === base[name]);
    if (same || (!this.#laid && !base)) return;
    this.#take();
    this.#laid = base;
    if (!base) return;
    this.#layer = Object.assign(base.form === 'VECTOR' ? vectors(base, this.names) : pictures(base), shifted(base.datum));
    this.#layer.addTo(this.map);
  }

  // What could not be had can be had now.
  renew(id) {
    if (this.#laid?.id !== id) return;
    tries += 1;
    this.#take();
    this.#laid = null;
    this.lay();
  }

  dress() {
    this.#layer?.dress?.();
  }

  follow() {
    this.#layer?.follow?.();
  }

  #take() {
    if (this.#layer?.isLoading?.() && !this.#layer.dress) end(); // of pictures that will never all come
    this.#layer?.remove();
    this.#layer = null;
    this.names.clear();
  }
}

const isDark = (colour) => parseInt(colour.slice(1, 3), 16) < 128;

export function start(map) {
  const tint = () => {
    map.getContainer().style.setProperty('background', state.theme.window);
    map.getContainer().classList.toggle('dim', isDark(state.theme.window));
  };
  tint();
  const ground = new Ground(map);
  ground.lay();
  on('theme', tint);
  on('base', () => ground.lay());
  on('renewed', (id) => ground.renew(id));
  for (const topic of ['theme', 'words']) on(topic, () => ground.dress());
  for (const topic of ['overlays', 'applied']) on(topic, () => ground.follow());
}
