// Paints vector tiles beside the page: a tile takes 10 to 40 ms, and a frame has 16.
importScripts('/npm/protomaps-leaflet/dist/protomaps-leaflet.js');
// Tiles whose labels are kept apart from each other. Fewer than are on the screen, and each that is laid out drives out one that is laid out next,
// without end; a map of 3840 by 2160 px and its margins has 315.
const MOST_LABELLED = 400;
const SPILL = 16; // px beyond a tile's edge that still belong to it: lines are wide
const streets = import('./streets.js');

let coat = null; // what is worn, and the painter that goes with it
const wanted = new Map(); // by key
let queue = [];
let busy = false;
let heard = 0; // messages: the page knows by it that all it said has been done

self.onmessage = ({ data }) => {
  heard += 1;
  if (data.drop) wanted.delete(data.drop);
  if (data.key) wanted.set(data.key, data);
  if (data.dress) wear(data.dress);
  else ask(data.key ?? data.drop);
};

async function wear(dress) {
  const { paintRules, labelRules } = await streets;
  const scratch = new OffscreenCanvas(1, 1).getContext('2d');
  const again = (keys) => keys.forEach((key) => wanted.has(key) && ask(key));
  const views = coat?.dress.url === dress.url ? coat.views : protomapsL.sourcesToViews({ url: dress.url, maxDataZoom: dress.maxDataZoom });
  coat = { dress, views, rules: paintRules(dress.theme), labelers: new protomapsL.Labelers(scratch, labelRules(dress.theme, dress.names, dress.font, dress.silent), MOST_LABELLED, again) };
  queue = [...wanted.keys()];
  if (!busy) work();
}

function ask(key) {
  if (!queue.includes(key)) queue.push(key);
  if (!busy) work();
}

async function work() {
  busy = true;
  while (queue.length && coat) {
    const tile = wanted.get(queue.shift());
    if (tile) await serve(tile, coat);
    await new Promise((resolve) => setTimeout(resolve)); // what was dropped meanwhile is not painted
  }
  busy = false;
  if (coat) self.postMessage({ rest: heard });
}

async function serve(tile, { dress, views, rules, labelers }) {
  try {
    const prepared = new Map([['', [await views.get('').getDisplayTile(tile)]]]);
    labelers.add(tile.z, prepared);
    const bitmap = painted(tile, prepared, dress, rules, labelers.getIndex(tile.z));
    self.postMessage({ key: tile.key, bitmap }, [bitmap]);
  } catch (error) {
    if (error.name !== 'AbortError') self.postMessage({ key: tile.key, failure: String(error.stack ?? error) });
  }
}

function painted({ x, y, z }, prepared, dress, rules, labels) {
  const side = 256 * dress.ratio;
  const canvas = new OffscreenCanvas(side, side);
  const pen = canvas.getContext('2d', { alpha: false });
  pen.setTransform(dress.ratio, 0, 0, dress.ratio, 0, 0);
  pen.fillStyle = dress.theme.window;
  pen.fillRect(0, 0, 256, 256);
  const box = { minX: 256 * x - SPILL, minY: 256 * y - SPILL, maxX: 256 * (x + 1) + SPILL, maxY: 256 * (y + 1) + SPILL };
  const origin = { x: 256 * x, y: 256 * y };
  protomapsL.paint(pen, z, prepared, labels, rules, box, origin, false);
  return canvas.transferToImageBitmap();
}
