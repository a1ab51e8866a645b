// Where open cases lie thick: a kernel around each, added up on a coarse picture, coloured along one hue.
import { CanvasLayer } from './canvas.js';
import { add, layers } from './layers.js';
import { on } from './state.js';

const COARSE = 8; // px of the map in one of the picture
const REACH = 5; // of the kernel, in px of the picture
const FULL = 3; // cases on one spot that give the full colour, unless somewhere in view there are more

const KERNEL = kernel();

function kernel() {
  const side = 2 * REACH + 1;
  return Float32Array.from({ length: side * side }, (_, at) => {
    const [dx, dy] = [(at % side) - REACH, Math.floor(at / side) - REACH];
    return Math.max(0, 1 - (dx * dx + dy * dy) / ((REACH + 1) * (REACH + 1))) ** 2;
  });
}

class Heat extends CanvasLayer {
  flat = true;
  ground = true;

  #cases() {
    return layers.get('cases');
  }

  empty() {
    return !this.#cases()?.things.size;
  }

  draw(pen, frame) {
    this.seen.add('heat');
    const [wide, high] = [Math.ceil(frame.width / COARSE), Math.ceil(frame.height / COARSE)];
    const sums = new Float32Array(wide * high);
    for (const [thing, x, y] of this.#cases().within(frame, REACH * COARSE)) {
      if (!thing.ended) press(sums, wide, high, Math.round(x / COARSE), Math.round(y / COARSE));
    }
    const aside = new OffscreenCanvas(wide, high);
    aside.getContext('2d').putImageData(coloured(sums, wide, high, frame.colours), 0, 0);
    pen.globalAlpha = frame.opacity;
    pen.imageSmoothingEnabled = true;
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(aside, 0, 0, wide * COARSE, high * COARSE);
  }
}

function press(sums, wide, high, x, y) {
  const side = 2 * REACH + 1;
  for (let line = Math.max(0, y - REACH); line <= Math.min(high - 1, y + REACH); line += 1) {
    for (let column = Math.max(0, x - REACH); column <= Math.min(wide - 1, x + REACH); column += 1) {
      sums[line * wide + column] += KERNEL[(line - y + REACH) * side + column - x + REACH];
    }
  }
}

const rgb = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

// From nothing by blue to magenta, as fast tracks are: the lamps keep their colours for themselves.
export function rampOf(colours) {
  const stops = ['speed_3', 'speed_3', 'speed_4', 'speed_5'].map((token) => rgb(colours[token]));
  return Uint8ClampedArray.from({ length: 4 * 256 }, (_, at) => {
    const share = Math.floor(at / 4) / 255;
    if (at % 4 === 3) return 190 * Math.min(1, share * 1.6);
    const place = share * (stops.length - 1);
    const from = Math.min(Math.floor(place), stops.length - 2);
    return stops[from][at % 4] + (stops[from + 1][at % 4] - stops[from][at % 4]) * (place - from);
  });
}

function coloured(sums, wide, high, colours) {
  const ramp = rampOf(colours);
  const picture = new ImageData(wide, high);
  const full = sums.reduce((most, sum) => Math.max(most, sum), FULL);
  for (let at = 0; at < sums.length; at += 1) {
    const step = 4 * Math.min(255, Math.round((255 * sums[at]) / full));
    if (step) picture.data.set(ramp.subarray(step, step + 4), 4 * at);
  }
  return picture;
}

export function start(map) {
  const layer = new Heat(map, 'heat', 408);
  add(layer);
  on('applied', (name) => name === 'cases' && layer.visible() && layer.repaint());
}
