// What stands at the edges: zoom, what is shown, legend, scale, coordinates, and whose map it is.
import { AGEING, FRESH, OFFLINE, ONLINE, STALE, UNKNOWN, caseMark, cameraMark, unitMark } from './marks.js';
import { SPEEDS, speedColours } from './track.js';
import { extent } from './layers.js';
import { afterwards } from './rest.js';
import { hall, on, state, tell } from './state.js';

const ROOMY = 800; // px: on a narrower map a panel about which nobody has chosen is folded
const OVERLAYS = ['cases', 'closed', 'units', 'cameras', 'grids', 'components', 'track'];

function make(tag, className, text = '') {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

function control(map, position, box) {
  const holder = new L.Control({ position });
  holder.onAdd = () => {
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  };
  holder.addTo(map);
  return box;
}

function button(text, title, act) {
  const made = make('button', '', text);
  Object.assign(made, { type: 'button', title, onclick: act });
  made.setAttribute('aria-label', title);
  return made;
}

function zoom(map) {
  const box = control(map, 'topright', make('div', 'bar zoom'));
  const fill = () => box.replaceChildren(
    button('+', state.words.zoom_in, () => map.zoomIn(1, { animate: false })),
    button('−', state.words.zoom_out, () => map.zoomOut(1, { animate: false })),
    button('⌂', state.words.home, () => home(map)),
  );
  fill();
  on('words', fill);
}

function fit(map, [west, south, east, north]) {
  map.fitBounds([[south, west], [north, east]], { animate: false, maxZoom: 15 });
}

// A panel that folds away under its title; whether it is open outlives the page.
function panel(map, position, name, className) {
  const box = control(map, position, make('details', `panel ${className}`));
  const fold = () => { box.open = state.panels[name] ?? map.getSize().x >= ROOMY; };
  fold();
  map.on('resize', fold);
  box.addEventListener('click', (event) => {
    if (!event.target.closest('summary')) return;
    state.panels[name] = !box.open; // it opens and closes after this
    hall.fold(name, !box.open);
  });
  return box;
}

// The whole city: where the data is, else what the base map covers.
function home(map) {
  const place = extent() ?? state.home;
  if (place) fit(map, place);
}

function overlays(map) {
  const box = panel(map, 'topleft', 'layers', 'overlays');
  const title = () => `${state.words.layers} ${OVERLAYS.filter((name) => state.overlays[name] !== false).length}`;
  const fill = () => box.replaceChildren(make('summary', '', title()), ...OVERLAYS.map(toggle));
  const toggle = (name) => {
    const row = make('label', '');
    const tick = Object.assign(make('input', ''), { type: 'checkbox', checked: state.overlays[name] !== false });
    tick.onchange = () => {
      tell('overlays', { ...state.overlays, [name]: tick.checked });
      hall.toggle(name, tick.checked);
    };
    row.append(tick, make('span', '', state.words.overlays[name]));
    return row;
  };
  fill();
  on('words', fill);
  on('overlays', fill);
}

function swatch(draw) {
  const canvas = Object.assign(document.createElement('canvas'), { width: 22 * devicePixelRatio, height: 20 * devicePixelRatio });
  const pen = canvas.getContext('2d');
  pen.scale(devicePixelRatio, devicePixelRatio);
  draw(pen);
  return canvas;
}

function row(draw, text) {
  const made = make('div', 'row');
  made.append(swatch(draw), make('span', '', text));
  return made;
}

const LEGEND = [
  ['cases', (words, colours) => [1, 2, 3, 0, 5].filter((lamp) => lamp !== 5 || state.overlays.closed).map((lamp) =>
    row((pen) => caseMark(pen, 11, 10, lamp, false, colours, 5), words.lamps[lamp])).concat(row((pen) => caseMark(pen, 11, 10, 3, true, colours, 4), words.urgent))],
  ['units', (words, colours) => [[false, FRESH, words.inspector], [true, FRESH, words.truck], [false, AGEING, words.ageing], [false, STALE, words.stale], [false, UNKNOWN, words.unknown]].map(([driving, age, text]) =>
    row((pen) => unitMark(pen, 11, driving ? 10 : 12, driving, 0, age, colours), text))],
  ['cameras', (words, colours) => [[ONLINE, words.online], [OFFLINE, words.offline]].map(([online, text]) =>
    row((pen) => cameraMark(pen, 6, 10, 90, 60, online, colours, 1, 14), text))],
  ['track', (words, colours) => (state.track ? speedColours(colours).map((colour, band) =>
    row((pen) => { pen.fillStyle = colour; pen.fillRect(2, 8.5, 18, 3); }, speedWords(band))) : [])],
];

function speedWords(band) {
  const kmh = SPEEDS.map((limit) => limit * 3.6);
  if (band === 0) return `< ${kmh[0].toFixed(0)} km/h`;
  return band < kmh.length ? `${kmh[band - 1].toFixed(0)}–${kmh[band].toFixed(0)} km/h` : `> ${kmh.at(-1).toFixed(0)} km/h`;
}

function legend(map) {
  const box = panel(map, 'bottomleft', 'legend', 'legend');
  const fill = () => box.replaceChildren(make('summary', '', state.words.legend), rows());
  const rows = () => {
    const all = make('div', 'rows');
    for (const [name, group] of LEGEND) {
      if (state.overlays[name] === false) continue;
      const made = group(state.words, state.theme);
      made[0]?.classList.add('first');
      all.append(...made);
    }
    return all;
  };
  fill();
  for (const topic of ['words', 'theme', 'overlays', 'track']) on(topic, fill);
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
  const scale = () => {
    const metres = (40075016.7 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
    const length = scaleLength(metres, 110);
    bar.style.width = `${Math.round(length / metres)}px`;
    bar.textContent = length >= 1000 ? `${length / 1000} km` : `${length} m`;
  };
  const say = () => {
    note.textContent = state.base ? '' : state.words.no_base_map;
    source.textContent = state.base?.attribution ? `© ${state.base.attribution.replace(/^©\s*/, '')}` : '';
  };
  const read = (at) => { place.textContent = `${at.lng.toFixed(5)}, ${at.lat.toFixed(5)}`; };
  say();
  scale();
  map.on('move zoom', scale);
  map.on('mousemove', (event) => read(event.latlng));
  map.on('mouseout', () => { place.textContent = ''; });
  on('words', say);
}

export function dress() {
  for (const [name, colour] of Object.entries(state.theme)) document.documentElement.style.setProperty(`--${name}`, colour);
  document.documentElement.style.setProperty('--font', state.font);
  document.documentElement.lang = state.words.lang;
}

function view(map) {
  if (state.view) map.setView([state.view[1], state.view[0]], state.view[2], { animate: false });
  else settle(map);
  const look = () => hall.look?.(map.getCenter().lng, map.getCenter().lat, map.getZoom());
  map.on('moveend', look);
  on('view', ([x, y, z]) => map.setView([y, x], z, { animate: false }));
  on('bounds', (bounds) => fit(map, bounds));
}

// Until somebody moves the map it shows the whole city, however often its pane is resized while the wall is laid out,
// and as far as is known while the first things come.
function settle(map) {
  let free = true;
  const again = () => free && home(map);
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
  for (const topic of ['view', 'bounds', 'selection']) on(topic, (value) => value && still());
}

export function start(map) {
  dress();
  on('theme', dress);
  on('words', dress);
  for (const part of [view, zoom, overlays, legend, foot]) part(map);
}
