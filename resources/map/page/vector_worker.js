// Paints vector tiles beside the page: a tile takes 10 to 40 ms, and a frame has 16. Names belong to no tile: they go to the page as pictures, which
// writes them where its own names have left room.
importScripts('/npm/protomaps-leaflet/dist/protomaps-leaflet.js');
// Tiles whose labels are kept apart from each other. Fewer than are on the screen, and each that is laid out drives out one that is laid out next,
// without end; a map of 3840 by 2160 px and its margins has 315.
const MOST_LABELLED = 400;
const SPILL = 16; // px beyond a tile's edge that still belong to it: lines are wide
const HALO = 3; // px around a name
const streets = import('./streets.js');

let coat = null; // what is worn, and the painter that goes with it
let told = { coat: null, zoom: -1, ids: new Map() }; // names that the page has, by label
let last = 0; // id of a name
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
  const views = coat?.dress.url === dress.url ? coat.views : protomapsL.sourcesToViews({ url: dress.url, maxDataZoom: dress.maxDataZoom });
  coat = { dress, views, rules: paintRules(dress.theme), labelers: new protomapsL.Labelers(scratch, labelRules(dress.theme, dress.names, dress.font, dress.silent), MOST_LABELLED, () => {}) };
  queue = [...wanted.keys()];
  if (!busy) work();
}

function ask(key) {
  if (!queue.includes(key)) queue.push(key);
  if (!busy) work();
}

async function work() {
  busy = true;
  let zoom = null;
  while (queue.length && coat) {
    const tile = wanted.get(queue.shift());
    if (tile) await serve(tile, coat);
    zoom = tile?.z ?? zoom;
    await new Promise((resolve) => setTimeout(resolve)); // what was dropped meanwhile is not painted
  }
  busy = false;
  if (!coat) return;
  if (zoom !== null) name(zoom);
  self.postMessage({ rest: heard });
}

async function serve(tile, { dress, views, rules, labelers }) {
  try {
    const prepared = new Map([['', [await views.get('').getDisplayTile(tile)]]]);
    labelers.add(tile.z, prepared);
    const bitmap = painted(tile, prepared, dress, rules);
    self.postMessage({ key: tile.key, bitmap }, [bitmap]);
  } catch (error) {
    if (error.name !== 'AbortError') self.postMessage({ key: tile.key, failure: String(error.stack ?? error) });
  }
}

function painted({ x, y, z }, prepared, dress, rules) {
  const side = 256 * dress.ratio;
  const canvas = new OffscreenCanvas(side, side);
  const pen = canvas.getContext('2d', { alpha: false });
  pen.setTransform(dress.ratio, 0, 0, dress.ratio, 0, 0);
  pen.fillStyle = dress.theme.window;
  pen.fillRect(0, 0, 256, 256);
  const box = { minX: 256 * x - SPILL, minY: 256 * y - SPILL, maxX: 256 * (x + 1) + SPILL, maxY: 256 * (y + 1) + SPILL };
  const origin = { x: 256 * x, y: 256 * y };
  protomapsL.paint(pen, z, prepared, null, rules, box, origin, false);
  return canvas.transferToImageBitmap();
}

// Says which names there are at a zoom, as far as the page does not know it: those that come and those that go.
function name(zoom) {
  const anew = told.coat !== coat || told.zoom !== zoom;
  if (anew) told = { coat, zoom, ids: new Map() };
  const near = around(zoom);
  const all = new Set([...(coat.labelers.getIndex(zoom)?.current.values() ?? [])].flatMap((labels) => [...labels].filter(near)));
  const gone = [...told.ids].filter(([label]) => !all.has(label));
  const come = [...all].filter((label) => !told.ids.has(label)).map((label) => pictured(label, coat.dress.ratio));
  for (const [label] of gone) told.ids.delete(label);
  for (const { label, id } of come) told.ids.set(label, id);
  if (!anew && !gone.length && !come.length) return;
  const names = { zoom, anew, gone: gone.map(([, id]) => id), come: come.map(({ label, ...said }) => said) };
  self.postMessage({ names }, come.map(({ bitmap }) => bitmap));
}

// Whether a label lies where there are tiles: of the rest of the city the page keeps no pictures.
function around(zoom) {
  const tiles = [...wanted.values()].filter(({ z }) => z === zoom);
  const [columns, lines] = [tiles.map(({ x }) => x), tiles.map(({ y }) => y)];
  const [west, north, east, south] = [Math.min(...columns), Math.min(...lines), Math.max(...columns) + 1, Math.max(...lines) + 1].map((value) => 256 * value);
  return ({ anchor: { x, y } }) => x >= west && y >= north && x <= east && y <= south;
}

// `boxes` are what it takes, `left` and `top` where its picture lies, in px of the world.
function pictured(label, ratio) {
  const boxes = label.bboxes.map(({ minX, minY, maxX, maxY }) => [minX, minY, maxX, maxY]);
  const least = (at) => Math.floor(Math.min(...boxes.map((box) => box[at]))) - HALO;
  const most = (at) => Math.ceil(Math.max(...boxes.map((box) => box[at]))) + HALO;
  const [left, top, width, height] = [least(0), least(1), most(2) - least(0), most(3) - least(1)];
  const pen = new OffscreenCanvas(Math.ceil(width * ratio), Math.ceil(height * ratio)).getContext('2d');
  pen.scale(ratio, ratio);
  Object.assign(pen, { miterLimit: 2 }).translate(label.anchor.x - left, label.anchor.y - top);
  label.draw(pen);
  last += 1;
  return { label, id: last, text: label.deduplicationKey ?? '', boxes, left, top, width, height, bitmap: pen.canvas.transferToImageBitmap() };
}
