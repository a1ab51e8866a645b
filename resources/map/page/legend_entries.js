// What the legend says of each layer, with the face that it has at the zoom of now: as large, as thick and as thin as it is on the map.
import { flagMark, sourceMark, stageMark } from './badges.js';
import { FAINT, WIDTH } from './basic.js';
import { COVERAGE } from './coverage.js';
import { DENSITY } from './density.js';
import { rampOf } from './heat.js';
import { INSPECTOR } from './inspectors.js';
import { layers } from './layers.js';
import { OFFLINE, ONLINE, alarmMark, cameraDot, cameraMark, caseMark, clusterMark } from './marks.js';
import { pillMark } from './pills.js';
import { column } from './sensors.js';
import { state } from './state.js';
import { GAP_DASH, RAW_WIDTH, SPEEDS, cross, speedColours, speedWidth } from './track.js';
import { TRUCK } from './trucks.js';
import { AGEING, FRESH, STALE, UNKNOWN, mockedMark, unitMark } from './unit_mark.js';
import { VEHICLE } from './vehicles.js';

const CONE = 14; // px of a camera's cone in its swatch

// Of a layer with its face: [what must have been seen, how it is drawn around the middle, its words, what it is a band of].
const ENTRIES = {
  cases: ({ face, words, colours }) => [
    ...[1, 2, 3, 4, 0, 5].map((lamp) => [lamp, (pen) => caseMark(pen, 0, 0, lamp, false, colours), words.lamps[lamp]]),
    ['urgent', (pen) => caseMark(pen, 0, 0, 3, true, colours, 4), words.urgent],
    ['supervised', (pen) => lowered(pen, 4, 12, () => flagMark(pen, colours)), words.supervised],
    ['gathered', (pen) => clusterMark(pen, 0, 0, 8, [0, 2, 1, 1, 0, 0], 4, colours, state.font), words.several_cases],
    ...(face.stage ? [['stage', (pen) => lowered(pen, 0, -11, () => stageMark(pen, 3, colours)), words.stage]] : []),
    ...(face.source ? words.sources.map((text, source) => [`source ${source}`, (pen) => lowered(pen, -8.5, 8.5, () => sourceMark(pen, source, colours)), text]) : []),
  ],
  inspectors: (of) => units(INSPECTOR, of),
  trucks: (of) => units(TRUCK, of),
  vehicles: (of) => units(VEHICLE, of),
  cameras: ({ face, words, colours }) => [[ONLINE, words.online], [OFFLINE, words.offline]].map(([online, text]) => [online, (pen) => camera(pen, online, face, colours), text]),
  sensors: ({ face, words, colours }) => [
    ...[0, 1, 2].map((over) => [over, (pen) => scaled(pen, face, () => column(pen, 0, (over + 1) / 3, over, false, colours)), words.sensor_levels[over]]),
    ['silent', (pen) => scaled(pen, face, () => column(pen, 0, NaN, 0, true, colours)), words.silent],
  ],
  track: ({ colours, words }) => [
    ...speedColours(colours).map((colour, band) => ['track', (pen) => bar(pen, { colour, width: speedWidth(band) }), speedWords(band)]),
    ['gap', (pen) => bar(pen, { colour: colours.text_3, width: 1.5, dash: GAP_DASH }), words.track.gap],
    ['raw', (pen) => bar(pen, { colour: colours.text_2, width: RAW_WIDTH }), words.track.raw],
    ['wrong', (pen) => cross(pen, 0, 0, colours), words.track.wrong],
  ],
  density: ({ words, ...of }) => DENSITY.limits.map((limit, band) => ['density', swatch(of, band), `${words.overlays.cases} ≥ ${limit}`]),
  // Above the bands stands as of when, where that is not now, and which figure they are of.
  coverage: ({ words, ...of }) => COVERAGE.limits.map((limit, band) => [of.layer.sign, swatch(of, band), `${words.patrolled} ≤ ${words.hours.replace('{}', limit)}`, of.layer.title]),
  scores: ({ layer, ...of }) => layer.bands.map(([, , text], band) => [layer.sign(band), swatch({ layer, ...of }, band), text, layer.title]),
  heat: ({ words, colours }) => [['heat', framed((pen) => ramp(pen, colours)), words.overlays.heat]],
  components: ({ layer, face, words, colours }) => [
    ...words.majors.map(([major, text]) => [major, (pen) => scaled(pen, face, () => glyph(pen, layer, major, 0, colours)), text]),
    ['damaged', (pen) => scaled(pen, face, () => glyph(pen, layer, '01', 1, colours)), words.damaged],
    ...(face.cluster ? [pill(layer, words, colours)] : []),
  ],
  grids: line,
  areas: line,
  basic: ({ words, colours }) => [['basic', framed((pen) => mesh(pen, colours)), words.overlays.basic]],
  drains: ({ face, words, colours }) => [['drains', (pen) => bar(pen, { colour: colours.speed, width: face.width }), words.overlays.drains]],
};
for (const name of ['gates', 'pois', 'entities', 'bicycles', 'flood']) {
  ENTRIES[name] = ({ layer, face, words, colours }) => [
    [name, (pen) => glyph(pen, layer, '', 0, colours), words.overlays[name]],
    ...(face.cluster ? [pill(layer, words, colours)] : []),
  ];
}
const AREAS = { whereabouts: ['accent', 0.1, [8, 4]], geofences: ['accent_2', 0.1, [6, 4]], hauls: ['warn', 0.16, []], buildings: ['line', 0.55, []] };
for (const [name, look] of Object.entries(AREAS)) ENTRIES[name] = ({ words, colours }) => [[name, (pen) => area(pen, colours, ...look), words.overlays[name]]];

// On the screen a file stands in a panel of its own; on paper it has but the legend.
const POINT = 0, RING = 2;
function ofFile(layer) {
  const { colour, opacity, name } = layer.file;
  const draw = (pen) => {
    Object.assign(pen, { fillStyle: colour, strokeStyle: colour, globalAlpha: opacity, lineWidth: 1.5 });
    if (!layer.has(RING)) return layer.has(POINT) ? dotOf(pen) : bar(pen, { colour, width: 2, alpha: opacity });
    pen.strokeRect(-WIDE, -HIGH, 2 * WIDE, 2 * HIGH);
    pen.globalAlpha = 0.25 * opacity;
    return pen.fillRect(-WIDE, -HIGH, 2 * WIDE, 2 * HIGH);
  };
  return [['file', draw, name]];
}

function dotOf(pen) {
  pen.beginPath();
  pen.arc(0, 0, 4, 0, 2 * Math.PI);
  pen.fill();
}

export function entriesOf(layer, zoom) {
  if (layer.file) return state.hands.still ? ofFile(layer) : [];
  const face = layer.face(zoom) ?? {};
  return ENTRIES[layer.name]?.({ layer, face, words: state.words, colours: state.theme }) ?? [];
}

// Whether a layer sees to its opacity itself, on the map and here.
export const seesThrough = (layer) => Boolean(layer.flat);

// The ages and alarms are those of all kinds of units: the first that has them names them.
function units(figure, { layer, face, words, colours }) {
  const heading = (face.heading ?? true) || figure.turns ? 0 : NaN;
  const small = { ...face, scale: face.icon ? 0.85 : face.scale ?? 1 };
  const placed = (act) => (pen) => lowered(pen, 0, face.icon ? 3 : 0, () => act(pen));
  const draw = (age) => placed((pen) => unitMark(pen, figure, heading, age, colours, small));
  return [
    [face.icon ? 'icon' : 'shape', draw(FRESH), words.overlays[layer.name]],
    ...[[AGEING, words.ageing], [STALE, words.stale], [UNKNOWN, words.unknown]].map(([age, said]) => [`age ${age}`, draw(age), said]),
    ['mocked', placed((pen) => mockedMark(pen, figure, heading, colours, small)), words.mocked],
    ...words.alarms.map((said, level) => [`alarm ${level + 1}`, (pen) => lowered(pen, -8 - 1.8 * level, 7.5, () => alarmMark(pen, level + 1, colours)), said]),
  ];
}

function camera(pen, online, face, colours) {
  if (face.dot) return lowered(pen, -3, 0, () => cameraDot(pen, 90, online, colours));
  return lowered(pen, face.cone ? -5 : 0, 0, () => cameraMark(pen, 0, 0, face.cone ? 90 : NaN, 60, online, colours, face.scale ?? 1, CONE));
}

// Drawn where the swatch has room for it.
function lowered(pen, x, y, act) {
  pen.save();
  pen.translate(x, y);
  act();
  pen.restore();
}

function scaled(pen, { scale = 1 }, act) {
  pen.save();
  pen.scale(scale, scale);
  act();
  pen.restore();
}

function glyph(pen, layer, category, variant, colours) {
  layer.glyph(pen, category || layer.categories[0] || '', variant, colours);
}

const SMALL = 0.65; // so that a pill fits into its swatch
const pill = (layer, words, colours) => ['gathered', (pen) => scaled(pen, { scale: SMALL }, () => pillMark(pen, layer, 0, 0, 9, { colours })), words.several];

function line({ layer, face, words, colours }) {
  const path = new Path2D('M-9 0.5H9'); // on whole pixels
  return [[layer.name, (pen) => layer.line(pen, path, face, colours), words.overlays[layer.name]]];
}

function bar(pen, { colour, width, alpha = 1, dash = [] }) {
  pen.setLineDash(dash);
  pen.beginPath();
  pen.moveTo(-9, 0);
  pen.lineTo(9, 0);
  Object.assign(pen, { strokeStyle: colour, lineWidth: width, globalAlpha: alpha });
  pen.stroke();
}

// Half of what a swatch of an area is wide and high, px.
export const [WIDE, HIGH] = [8, 6];

// How an area is drawn, in a frame that the legend draws whatever lies in it, and however thin it lies: a swatch must be seen as one.
const framed = (draw) => Object.assign(draw, { framed: true });

const ground = (pen, colours) => {
  pen.fillStyle = colours.window;
  pen.fillRect(-WIDE, -HIGH, 2 * WIDE, 2 * HIGH);
};

// A band as it lies on bare ground, through its layer's opacity.
const swatch = ({ layer, colours }, band) => framed((pen) => {
  const path = new Path2D();
  path.rect(-WIDE, -HIGH, 2 * WIDE, 2 * HIGH);
  ground(pen, colours);
  layer.fill(pen, path, band, { colours, opacity: state.drawing.opacity[layer.overlay] ?? 1 });
});

function area(pen, colours, token, alpha, dash) {
  ground(pen, colours);
  Object.assign(pen, { fillStyle: colours[token], globalAlpha: alpha });
  pen.fillRect(-WIDE, -HIGH, 2 * WIDE, 2 * HIGH);
  pen.setLineDash(dash);
  Object.assign(pen, { globalAlpha: 1, strokeStyle: colours[token === 'line' ? 'edge' : token], lineWidth: 1.25 });
  pen.strokeRect(-WIDE, -HIGH, 2 * WIDE, 2 * HIGH);
}

// The corner of four grids, as thin as their lines are.
function mesh(pen, colours) {
  pen.beginPath();
  for (const [x, y] of [[WIDE, 0], [0, HIGH]]) {
    pen.moveTo(-x, -y);
    pen.lineTo(x, y);
  }
  Object.assign(pen, { strokeStyle: colours.text_3, lineWidth: WIDTH, globalAlpha: FAINT });
  pen.stroke();
}

function ramp(pen, colours) {
  const all = rampOf(colours);
  ground(pen, colours);
  pen.globalAlpha = state.drawing.opacity.heat ?? 1;
  for (let step = 0; step < 2 * WIDE; step += 1) {
    const at = 4 * Math.round((255 * step) / (2 * WIDE - 1));
    pen.fillStyle = `rgba(${all[at]}, ${all[at + 1]}, ${all[at + 2]}, ${all[at + 3] / 255})`;
    pen.fillRect(step - WIDE, -HIGH, 1, 2 * HIGH);
  }
}

function speedWords(band) {
  const kmh = SPEEDS.map((limit) => limit * 3.6);
  if (band === 0) return `< ${kmh[0].toFixed(0)} km/h`;
  return band < kmh.length ? `${kmh[band - 1].toFixed(0)}–${kmh[band].toFixed(0)} km/h` : `> ${kmh.at(-1).toFixed(0)} km/h`;
}
