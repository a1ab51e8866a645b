// What stands at the edges: zoom, scale, coordinates, and whose map it is.
import { button, control, make } from './dom.js';
import { automatic, journey, move } from './hands/moves.js';
import { readout } from './hands/readout.js';
import { extent } from './layers.js';
import { afterwards } from './rest.js';
import { hall, on, state, tell } from './state.js';
import { plain } from './text.js';

function zoom(map) {
  const box = control(map, 'topright', make('div', 'bar zoom'));
  const fill = () => box.replaceChildren(
    button('+', state.words.zoom_in, () => map.zoomIn(1, { animate: false })),
    button('−', state.words.zoom_out, () => map.zoomOut(1, { animate: false })),
    button('⌂', state.words.home, () => journey(map, 'home', () => home(map))),
  );
  fill();
  on('words', fill);
}

function fit(map, [west, south, east, north]) {
  move(() => map.fitBounds([[south, west], [north, east]], { animate: false, maxZoom: 15 }));
}

// The whole city: where the data is, else what the base map covers.
export function home(map) {
  const place = extent() ?? state.home;
  if (place) fit(map, place);
}

const STEPS = [1, 2, 5];

// The longest round length that fits into `room` px.
function scaleLength(metresPerPixel, room) {
  const most = metresPerPixel * room;
  const power = 10 ** Math.floor(Math.log10(most));
  return STEPS.map((step) => step * power).filter((length) => length <= most).at(-1);
}

function foot(map) {
  const box = control(map, 'bottomright', make('div', 'foot'));
  const [note, source, place, bar] = ['note', 'source', 'place', 'scale'].map((name) => box.appendChild(make('span', name)));
  let said = '';
  const scale = () => {
    const metres = (40075016.7 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
    const length = scaleLength(metres, 110);
    const [width, text] = [`${Math.round(length / metres)}px`, length >= 1000 ? `${length / 1000} km` : `${length} m`];
    if (said === width + text) return; // a pan changes it seldom, and each writing lays the foot out anew
    said = width + text;
    bar.style.width = width;
    bar.textContent = text;
  };
  const say = () => {
    note.textContent = state.base ? plain(state.base.note) : state.words.no_base_map;
    source.textContent = plain(state.base?.source ?? '');
  };
  say();
  scale();
  map.on('move zoom', scale);
  readout(map, place);
  for (const topic of ['words', 'base']) on(topic, say);
}

export function dress() {
  for (const [name, colour] of Object.entries(state.theme)) document.documentElement.style.setProperty(`--${name}`, colour);
  document.documentElement.style.setProperty('--font', state.font);
  document.documentElement.lang = state.words.lang;
}

function view(map) {
  const go = ([x, y, z]) => move(() => map.setView([y, x], z, { animate: false }));
  if (state.view) go(state.view);
  else settle(map);
  const look = () => hall.look?.(map.getCenter().lng, map.getCenter().lat, map.getZoom());
  map.on('moveend', look);
  on('view', go);
  on('visit', (place) => journey(map, `visit ${place}`, () => go(place)));
  on('bounds', (bounds) => fit(map, bounds));
}

// Until somebody moves the map it shows the whole city, however often its pane is resized while the wall is laid out,
// and as far as is known while the first things come.
function settle(map) {
  let free = true;
  const again = () => free && automatic(() => home(map));
  again();
  map.on('resize', again);
  let moving = false;
  const filled = on('applied', () => {
    if (moving || !extent()) return;
    moving = true;
    again();
    afterwards(() => {
      filled();
      again();
    });
  });
  const still = () => {
    free = false;
    map.off('resize', again);
    filled();
  };
  for (const touch of ['pointerdown', 'wheel', 'keydown']) map.getContainer().addEventListener(touch, still, { once: true });
  for (const topic of ['view', 'visit', 'bounds', 'selection']) on(topic, (value) => value && still());
}

export function start(map) {
  dress();
  on('theme', dress);
  on('words', dress);
  for (const part of [view, zoom, foot]) part(map);
}
