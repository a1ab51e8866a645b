// One canvas for many layers, painted in their order and in the browser's own rhythm, however often it is asked to.
// Without a GPU every canvas over the map is blended anew in each frame of a pan: one for all the data, one for what lies on top of it.
import { names } from './labels.js';
import { Taken } from './room.js';
import { Still } from './still.js';
import { begin, end } from './rest.js';
import { on, orderOf, state, tell } from './state.js';

const SPARE = 0.2; // of the view, painted beyond each edge: while the map is dragged that far, nothing is painted anew
const TOP = 450; // the level from which a layer lies on top of all data, whatever the order of the overlays

const sheets = new Map();

export function sheetOf(map, level) {
  const name = level >= TOP ? 'top' : 'data';
  if (!sheets.has(name)) sheets.set(name, new Sheet(map, name, level >= TOP ? TOP : 410));
  return sheets.get(name);
}

export class Sheet {
  constructor(map, name, level) {
    Object.assign(this, { map, name, layers: [], asked: false, frame: null });
    const pane = map.createPane(`yiping-${name}`);
    Object.assign(pane.style, { zIndex: level, pointerEvents: 'none' });
    this.canvas = pane.appendChild(document.createElement('canvas'));
    this.pen = this.canvas.getContext('2d');
    map.on('zoom viewreset resize', () => this.repaint());
    map.on('move', () => this.#followed(0) || this.repaint());
    map.on('moveend', () => this.#followed(SPARE / 2) || this.repaint());
    this.still = new Still(this);
    on('selection', () => this.repaint());
    for (const topic of ['theme', 'overlays', 'drawing', 'words']) on(topic, () => {
      this.still.drop();
      this.repaint();
    });
  }

  // The pane moves with the map and the canvas with the pane: whether what was painted still covers the view, with so much to spare.
  #followed(spare) {
    if (!this.frame || this.frame.zoom !== this.map.getZoom()) return false;
    const { x, y } = this.map.getSize();
    const shift = this.shift();
    const covers = (at, length, view) => at <= -spare * view && at + length >= view * (1 + spare);
    return covers(shift.x, this.frame.width, x) && covers(shift.y, this.frame.height, y);
  }

  // From where something was painted to where it is in the map's container.
  shift() {
    const { x, y } = this.map.getPixelBounds().min;
    return { x: this.frame.left - x, y: this.frame.top - y };
  }

  repaint() {
    if (this.asked) return;
    this.asked = true;
    begin();
    requestAnimationFrame(() => {
      this.asked = false;
      try {
        this.paint();
        tell('painted', this.name);
      } finally {
        end();
      }
    });
  }

  paint() {
    this.frame = this.#measure();
    const visible = this.layers.filter((layer) => layer.visible()).sort((one, other) => orderOf(one) - orderOf(other));
    const kept = this.still.look(visible, this.frame);
    for (const layer of this.layers) {
      layer.frame = this.frame;
      if (!kept.includes(layer)) Object.assign(layer, { hits: [], seen: new Set() });
    }
    this.#fit(visible.length > 0);
    if (!visible.length) return;
    this.pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    this.pen.clearRect(0, 0, this.frame.width, this.frame.height);
    this.frame.names = names(this.pen, this.frame);
    this.frame.room = new Taken(); // for the numbers of clusters, which keep clear of each other, of controls and of [x, y, radius]
    for (const box of this.#controls()) this.frame.room.take(...box);
    for (const layer of visible) for (const [x, y, radius] of layer.reserve?.(this.frame) ?? []) this.frame.room.take(x - radius, y - radius, x + radius, y + radius);
    if (kept.length) this.still.draw(this.pen, this.frame);
    visible.forEach((layer, depth) => {
      if (kept.includes(layer)) return;
      this.#draw(layer, depth);
      this.still.drawn(layer, this.frame);
    });
    this.frame.names.draw();
  }

  // What legend, scale and buttons cover of the frame: half a number below one would be taken for another number.
  #controls() {
    const container = this.map.getContainer();
    const { left, top } = container.getBoundingClientRect();
    const shift = this.shift();
    const [x, y] = [left + shift.x, top + shift.y];
    const boxes = [...container.querySelectorAll('.leaflet-control')].map((control) => control.getBoundingClientRect());
    return boxes.filter(({ width }) => width).map((box) => [box.left - x, box.top - y, box.right - x, box.bottom - y]);
  }

  #draw(layer, depth) {
    Object.assign(this.frame.names, { layer: layer.name, depth });
    const opacity = state.drawing?.opacity[layer.overlay] ?? 1;
    this.frame.opacity = opacity;
    if (opacity < 1 && !layer.flat) return this.#through(layer, opacity);
    this.pen.save();
    layer.draw(this.pen, this.frame);
    this.pen.restore();
  }

  // What is to be seen through is drawn aside first, so that marks that cover each other do not show it. A flat layer has none, and sees to it itself.
  #through(layer, opacity) {
    const aside = new OffscreenCanvas(this.canvas.width, this.canvas.height);
    const pen = aside.getContext('2d');
    pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    layer.draw(pen, this.frame);
    this.pen.globalAlpha = opacity;
    this.pen.drawImage(aside, 0, 0, this.frame.width, this.frame.height);
    this.pen.globalAlpha = 1;
  }

  // What is to be painted: the view and SPARE of it on every side, in pixels of the whole world at this zoom.
  #measure() {
    const { x, y } = this.map.getSize();
    const [spareX, spareY] = [Math.round(x * SPARE), Math.round(y * SPARE)];
    const { x: left, y: top } = this.map.getPixelBounds().min;
    const [width, height] = [x + 2 * spareX, y + 2 * spareY];
    const zoom = this.map.getZoom();
    return { world: 256 * 2 ** zoom, left: left - spareX, top: top - spareY, width, height, zoom, colours: state.theme };
  }

  // A sheet that shows nothing keeps no pixels either.
  #fit(visible) {
    this.canvas.style.display = visible ? '' : 'none';
    const [width, height] = visible ? [this.frame.width, this.frame.height] : [0, 0];
    const [w, h] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
    const { x, y } = this.map.getPixelBounds().min;
    L.DomUtil.setPosition(this.canvas, this.map.containerPointToLayerPoint([this.frame.left - x, this.frame.top - y]));
    if (this.canvas.width !== w || this.canvas.height !== h) {
      Object.assign(this.canvas, { width: w, height: h });
      Object.assign(this.canvas.style, { width: `${width}px`, height: `${height}px` });
    }
  }
}
