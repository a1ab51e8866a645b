// The legend: the marks that are on the map now, as they are drawn there, and no others.
import { make } from './dom.js';
import { folding } from './folding.js';
import { layers } from './layers.js';
import { HIGH as HALF_HIGH, WIDE as HALF_WIDE, entriesOf, seesThrough } from './legend_entries.js';
import { WASHES } from './panel.js';
import { afterwards } from './rest.js';
import { on, orderOf, state } from './state.js';

const [WIDE, HIGH] = [22, 20]; // px of a swatch
const MARGIN = 8; // px around a control

function canvas() {
  const made = Object.assign(document.createElement('canvas'), { width: WIDE * devicePixelRatio, height: HIGH * devicePixelRatio });
  const pen = made.getContext('2d');
  pen.scale(devicePixelRatio, devicePixelRatio);
  return [made, pen];
}

function entry(draw, text, opacity) {
  const [aside, on] = canvas();
  on.translate(WIDE / 2, HIGH / 2);
  draw(on);
  const [shown, pen] = canvas();
  pen.globalAlpha = opacity;
  pen.drawImage(aside, 0, 0, WIDE, HIGH);
  if (draw.framed) frame(pen);
  const made = make('div', 'row');
  made.append(shown, make('span', '', text));
  return made;
}

// Whatever is in it: its edge stands off from the legend. On whole pixels, or it would be two of half the colour.
function frame(pen) {
  pen.translate(WIDE / 2, HIGH / 2);
  Object.assign(pen, { globalAlpha: 1, lineWidth: 1, strokeStyle: state.theme.edge });
  pen.strokeRect(0.5 - HALF_WIDE, 0.5 - HALF_HIGH, 2 * HALF_WIDE - 1, 2 * HALF_HIGH - 1);
}

// What every shown layer has drawn, topmost first.
const drawn = () => [...layers.values()].filter((layer) => layer.seen?.size && layer.visible()).sort((one, other) => orderOf(other) - orderOf(one));
const opacityOf = (layer) => state.drawing.opacity[layer.overlay] ?? 1;

function rows(map) {
  const [all, said] = [make('div', 'rows'), new Set()];
  if (drawn().filter(({ name }) => WASHES.includes(name)).length > 1) all.append(make('div', 'row', state.words.mixed));
  for (const layer of drawn()) {
    const entries = entriesOf(layer, map.getZoom()).filter(([sign, , text]) => layer.seen.has(sign) && !said.has(text));
    for (const [, , text] of entries) said.add(text);
    const made = entries.map(([, draw, text]) => entry(draw, text, seesThrough(layer) ? 1 : opacityOf(layer)));
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
    panel.replaceChildren(make('summary', '', state.words.legend), rows(map));
  };
  const look = (layer) => [layer.name, layer.face(map.getZoom())?.from, opacityOf(layer), [...layer.seen].sort()].join(' ');
  const signature = () => drawn().map(look).join('; ');
  fill();
  for (const topic of ['words', 'theme']) on(topic, fill);
  on('painted', () => signature() !== before && fill());
  afterwards(() => keepOffFoot(map, panel)); // the foot may come later than this
}
