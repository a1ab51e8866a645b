// A layer of vector tiles that a worker paints, so that dragging the map never waits for a street.
import { layers } from './layers.js';
import { begin, end } from './rest.js';
import { hall, shown, state } from './state.js';

export const VectorTiles = L.GridLayer.extend({
  // `written` takes the names, which lie on no tile.
  initialize(url, maxDataZoom, written, options) {
    L.GridLayer.prototype.initialize.call(this, { keepBuffer: 3, ...options });
    Object.assign(this, { url, maxDataZoom, written, waiting: new Map(), sent: 0, busy: false });
    this.worker = new Worker('/page/vector_worker.js');
    this.worker.onmessage = ({ data }) => this.hear(data);
    this.on('tileunload', ({ coords }) => this.drop(this.keyOf(coords)));
    this.dress();
  },

  // In the colours, words and letters of now.
  dress() {
    this.silent = silent();
    const { silent: left, url, maxDataZoom } = this;
    this.work({ dress: { theme: state.theme, names: state.words.names, font: state.font, ratio: devicePixelRatio, silent: left, url, maxDataZoom } });
  },

  // Overlays have come or gone.
  follow() {
    if (this.silent.join() !== silent().join()) this.dress();
  },

  createTile(coords, done) {
    const canvas = L.DomUtil.create('canvas', 'leaflet-tile');
    const { x, y, z } = this._wrapCoords(coords);
    const key = this.keyOf({ x, y, z });
    this.waiting.set(key, { canvas, done });
    this.work({ key, x, y, z });
    return canvas;
  },

  keyOf: ({ x, y, z }) => `${x}:${y}:${z}`,

  drop(key) {
    this.waiting.delete(key);
    this.work({ drop: key });
  },

  // The page rests when the worker does.
  work(message) {
    if (!this.busy) begin();
    this.busy = true;
    this.sent += 1;
    this.worker.postMessage(message);
  },

  hear({ key, bitmap, failure, rest, names }) {
    if (names) return this.written(names);
    if (rest) {
      if (rest < this.sent) return;
      if (this.busy) end();
      this.busy = false;
      return;
    }
    if (failure) hall.fail?.(failure);
    const tile = this.waiting.get(key);
    if (!tile) return bitmap?.close();
    if (bitmap) show(tile.canvas, bitmap);
    tile.done?.(failure && new Error(failure), tile.canvas);
    tile.done = null;
  },

  onRemove(map) {
    L.GridLayer.prototype.onRemove.call(this, map);
    this.worker.terminate();
    if (this.busy) end();
    this.busy = false;
  },
});

// The names that an overlay writes itself, clear of its own marks: the ground does not say them again below.
const silent = () => [['districts', 'areas'], ['places', 'pois']].filter(([, overlay]) => shown(overlay) && !layers.get(overlay)?.empty()).map(([names]) => names);

function show(canvas, bitmap) {
  Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
  canvas.getContext('bitmaprenderer').transferFromImageBitmap(bitmap);
}
