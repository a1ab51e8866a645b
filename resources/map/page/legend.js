// The legend: the marks that are on the map now, and no others.
import { make } from './dom.js';
import { flagMark } from './badges.js';
import { COVERAGE, DENSITY } from './basic.js';
import { folding } from './folding.js';
import { rampOf } from './heat.js';
import { layers } from './layers.js';
import { INSPECTOR } from './inspectors.js';
import { OFFLINE, ONLINE, alarmMark, cameraMark, caseMark } from './marks.js';
import { column } from './sensors.js';
import { afterwards } from './rest.js';
import { on, orderOf, state } from './state.js';
import { SPEEDS, speedColours, speedWidth } from './track.js';
import { TRUCK } from './trucks.js';
import { AGEING, FRESH, STALE, UNKNOWN, unitMark } from './unit_mark.js';
import { VEHICLE } from './vehicles.js';

const [WIDE, HIGH] = [22, 20]; // px of a swatch
const MARGIN = 8; // px around a control

// `entries(seen, words, colours)` of a layer: [what must have been seen, how it is drawn around the middle, its words].
const ENTRIES = {
  cases: (words, colours) => [
    ...[1, 2, 3, 4, 0, 5].map((lamp) => [lamp, (pen) => caseMark(pen, 0, 0, lamp, false, colours, 5), words.lamps[lamp]]),
    ['urgent', (pen) => caseMark(pen, 0, 0, 3, true, colours, 4), words.urgent],
    ['supervised', (pen) => flag(pen, colours), words.supervised],
  ],
  inspectors: (words, colours) => ofUnits(INSPECTOR, words.overlays.inspectors, words, colours),
  trucks: (words, colours) => ofUnits(TRUCK, words.overlays.trucks, words, colours),
  vehicles: (words, colours) => ofUnits(VEHICLE, words.overlays.vehicles, words, colours),
  cameras: (words, colours) => [[ONLINE, words.online], [OFFLINE, words.offline]].map(([online, text]) => [online, (pen) => cameraMark(pen, -5, 0, 90, 60, online, colours, 1, 14), text]),
  sensors: (words, colours) => [
    ...[0, 1, 2].map((over) => [over, (pen) => column(pen, 0, (over + 1) / 3, over, false, colours), words.sensor_levels[over]]),
    ['silent', (pen) => column(pen, 0, NaN, 0, true, colours), words.silent],
  ],
  track: (words, colours) => speedColours(colours).map((colour, band) => ['track', (pen) => bar(pen, colour, speedWidth(band)), speedWords(band)]),
  density: (words, colours) => DENSITY.limits.map((limit, band) => ['density', (pen) => box(pen, colours.accent, DENSITY.alphas[band]), `${words.overlays.cases} ≥ ${limit}`]),
  coverage: (words, colours) => COVERAGE.limits.map((limit, band) => ['coverage', (pen) => box(pen, colours.patrol, COVERAGE.alphas[band]), `${words.patrolled} ≤ ${limit} h`]),
  scores: (words, colours) => scoresOf(layers.get('scores'), colours),
  heat: (words, colours) => [['heat', (pen) => ramp(pen, colours), words.overlays.heat]],
  components: (words, colours) => words.majors.map(([major, text]) => [major, (pen) => layers.get('components').glyph(pen, major, 0, colours), text]),
};
const POINTS = ['gates', 'pois', 'entities', 'bicycles', 'flood'];
const LINES = { basic: [0.75, []], grids: [1, []], areas: [1.75, [9, 3, 2, 3]], drains: [2, []] };
const LINE_TOKENS = { drains: 'speed' };
const AREAS = { whereabouts: ['accent', 0.1, [8, 4]], geofences: ['accent_2', 0.2, [3, 2]], hauls: ['warn', 0.2, []], buildings: ['edge', 0.4, []] };

function entriesOf(name, words, colours) {
  if (ENTRIES[name]) return ENTRIES[name](words, colours);
  if (POINTS.includes(name)) return [[name, (pen) => layers.get(name).glyph(pen, '', 0, colours), words.overlays[name]]];
  if (AREAS[name]) return [[name, (pen) => area(pen, colours, ...AREAS[name]), words.overlays[name]]];
  if (!LINES[name]) return [];
  return [[name, (pen) => bar(pen, colours[LINE_TOKENS[name] ?? 'text_3'], ...LINES[name]), words.overlays[name]]];
}

// Above the bands stands which figure they are of.
function scoresOf(layer, colours) {
  return layer.bands.map(([token, alpha, text], band) => [layer.sign(band), (pen) => box(pen, colours[token], alpha), text, layer.title]);
}

// The ages and alarms are those of all kinds of units: the first that has them names them.
function ofUnits(figure, text, words, colours) {
  const draw = (age, icon) => (pen) => unitMark(pen, figure, icon ? NaN : 0, age, colours, { scale: icon ? 0.95 : 1, icon });
  return [
    ...[true, false].map((icon) => [icon ? 'icon' : 'shape', draw(FRESH, icon), text]),
    ...[[AGEING, words.ageing], [STALE, words.stale], [UNKNOWN, words.unknown]].map(([age, said]) => [`age ${age}`, draw(age, false), said]),
    ...words.alarms.map((said, level) => [`alarm ${level + 1}`, (pen) => (pen.translate(-8, 7), alarmMark(pen, level + 1, colours)), said]),
  ];
}

function flag(pen, colours) {
  pen.translate(4, 12);
  flagMark(pen, colours);
}

function bar(pen, colour, width, dash = []) {
  pen.setLineDash(dash);
  pen.beginPath();
  pen.moveTo(-9, 0);
  pen.lineTo(9, 0);
  Object.assign(pen, { strokeStyle: colour, lineWidth: width });
  pen.stroke();
}

function area(pen, colours, token, alpha, dash) {
  box(pen, colours[token], alpha);
  pen.setLineDash(dash);
  Object.assign(pen, { globalAlpha: 1, strokeStyle: colours[token], lineWidth: 1.25 });
  pen.strokeRect(-8, -6, 16, 12);
}

function box(pen, colour, alpha) {
  Object.assign(pen, { fillStyle: colour, globalAlpha: alpha });
  pen.fillRect(-8, -6, 16, 12);
}

function ramp(pen, colours) {
  const all = rampOf(colours);
  for (let step = 0; step < 18; step += 1) {
    const at = 4 * Math.round((255 * step) / 17);
    pen.fillStyle = `rgba(${all[at]}, ${all[at + 1]}, ${all[at + 2]}, ${all[at + 3] / 255})`;
    pen.fillRect(step - 9, -5, 1.2, 10);
  }
}

function speedWords(band) {
  const kmh = SPEEDS.map((limit) => limit * 3.6);
  if (band === 0) return `< ${kmh[0].toFixed(0)} km/h`;
  return band < kmh.length ? `${kmh[band - 1].toFixed(0)}–${kmh[band].toFixed(0)} km/h` : `> ${kmh.at(-1).toFixed(0)} km/h`;
}

function entry(draw, text) {
  const canvas = Object.assign(document.createElement('canvas'), { width: WIDE * devicePixelRatio, height: HIGH * devicePixelRatio });
  const pen = canvas.getContext('2d');
  pen.scale(devicePixelRatio, devicePixelRatio);
  pen.translate(WIDE / 2, HIGH / 2);
  draw(pen);
  const made = make('div', 'row');
  made.append(canvas, make('span', '', text));
  return made;
}

// What every shown layer has drawn, topmost first.
const drawn = () => [...layers.values()].filter((layer) => layer.seen?.size && layer.visible()).sort((one, other) => orderOf(other) - orderOf(one));

function rows() {
  const [all, said] = [make('div', 'rows'), new Set()];
  for (const layer of drawn()) {
    const entries = entriesOf(layer.name, state.words, state.theme).filter(([sign, , text]) => layer.seen.has(sign) && !said.has(text));
    for (const [, , text] of entries) said.add(text);
    const made = entries.map(([, draw, text]) => entry(draw, text));
    if (entries[0]?.[3]) made.unshift(make('div', 'row', entries[0][3]));
    made[0]?.classList.add('first');
    all.append(...made);
  }
  return all;
}

// The foot is as wide as what it says, and what it says changes with the pointer: once it has not fitted beside the legend, the legend stays above.
function keepOffFoot(map, panel) {
  const foot = map.getContainer().querySelector('.foot');
  let widest = 0;
  const look = () => {
    widest = Math.max(widest, foot.offsetWidth);
    const fits = panel.offsetWidth + widest + 4 * MARGIN <= map.getSize().x;
    panel.style.marginBottom = fits ? '' : `${foot.offsetHeight + 2 * MARGIN}px`;
  };
  const seen = new ResizeObserver(look);
  for (const part of [panel, foot]) seen.observe(part);
  const anew = () => {
    widest = 0;
    look();
  };
  map.on('resize', anew);
  for (const topic of ['words', 'base']) on(topic, anew);
}

export function start(map) {
  const panel = folding(map, 'bottomleft', 'legend', 'legend');
  let before = '';
  const fill = () => {
    before = signature();
    panel.replaceChildren(make('summary', '', state.words.legend), rows());
  };
  const signature = () => drawn().map((layer) => `${layer.name}: ${[...layer.seen].sort()}`).join('; ');
  fill();
  for (const topic of ['words', 'theme']) on(topic, fill);
  on('painted', () => signature() !== before && fill());
  afterwards(() => keepOffFoot(map, panel)); // the foot may come later than this
}
