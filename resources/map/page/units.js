// Units where their newest fix put them, fading as it ages: what is known of all of them, and the layer that draws those of one kind.
import { CanvasLayer, ThingLayer } from './canvas.js';
import { add, layers } from './layers.js';
import { alarmMark } from './marks.js';
import { stamp } from './sprites.js';
import { now, on, state } from './state.js';
import { AGEING, FRESH, STALE, UNKNOWN, mockedMark, unitMark } from './unit_mark.js';

const MARK = 18; // px that a mark reaches
const ALARM = 24; // likewise, with what is beside it
const TURN = 5; // degrees: two headings nearer than this have one picture
const MINUTE = 60_000;
const KINDS = ['inspectors', 'trucks', 'vehicles']; // as console/map/layers/units.py numbers them

export function ageOf(thing, at) {
  const seconds = (at - thing.at) / 1000;
  if (!thing.onDuty || seconds > state.ages.unknown) return UNKNOWN;
  if (seconds > state.ages.stale) return STALE;
  return seconds > state.ages.ageing ? AGEING : FRESH;
}

// What the legend knows its looks by.
const signOf = (unit, at) => (unit.mocked ? 'mocked' : `age ${ageOf(unit, at)}`);

class Units extends ThingLayer {
  read(columns, row) {
    return {
      name: columns.name[row],
      heading: columns.heading[row] ?? NaN,
      at: columns.at[row],
      kind: columns.kind[row],
      onDuty: columns.on_duty[row] === 1,
      mocked: columns.mocked?.[row] === 1,
      alarm: columns.alarm?.[row] ?? 0,
    };
  }

  // Each kind is drawn by a layer of its own.
  visible() {
    return false;
  }

  mark(pen, unit, x, y, colours) {
    layers.get(KINDS[unit.kind]).mark(pen, unit, x, y, colours);
  }
}

export class UnitLayer extends CanvasLayer {
  constructor(map, name, level, figure) {
    super(map, name, level);
    Object.assign(this, { figure, kind: KINDS.indexOf(name) });
    add(this);
    for (const topic of ['now', 'drawing']) on(topic, () => this.repaint());
  }

  get #units() {
    return layers.get('units');
  }

  get size() {
    return [...(this.#units?.things.values() ?? [])].filter((unit) => unit.kind === this.kind).length;
  }

  empty() {
    return !this.#units?.things.size || !this.face(this.map.getZoom());
  }

  // A unit is known to everybody by the layer of all units.
  hit(key, x, y, more) {
    this.hits.push({ layer: 'units', key, x, y, ...more });
  }

  *#within(frame) {
    for (const found of this.#units.within(frame)) if (found[0].kind === this.kind) yield found;
  }

  // What the numbers of clusters keep clear of.
  reserve(frame) {
    const face = this.face(frame.zoom);
    const reach = (unit) => this.#reach(face) + (unit.alarm ? 4 : 0);
    return face ? [...this.#within(frame)].map(([unit, x, y]) => [x, y, reach(unit)]) : [];
  }

  draw(pen, frame) {
    const [at, face] = [now(), this.face(frame.zoom)];
    for (const [unit, x, y] of this.#within(frame)) {
      this.mark(pen, unit, x, y, frame.colours, face, at);
      if (face.names) frame.names.add(said(unit, at), x, y, { gap: this.#gap(unit, face), key: unit.id, layer: 'units' });
      frame.names.keep(x, y, this.#reach(face));
      if (unit.alarm) this.seen.add(`alarm ${Math.min(unit.alarm, 3)}`);
      this.seen.add(face.icon ? 'icon' : 'shape').add(signOf(unit, at));
      this.hit(unit.id, x, y, { radius: 4 });
    }
  }

  // How far its name stands from it: clear of the ring around it, and of a wedge that points there.
  #gap(unit, face) {
    if (state.selection?.key === unit.id) return 20;
    return this.#reach(face) + (face.icon && Math.sin((unit.heading * Math.PI) / 180) > 0.7 ? 8 : 2);
  }

  #reach(face) {
    return face.icon ? 10 : Math.ceil(7 * face.scale);
  }

  mark(pen, unit, x, y, colours, face = this.face(this.map.getZoom()) ?? {}, at = now()) {
    const { heading = true, scale = 1, icon = false } = face;
    const sign = signOf(unit, at);
    const turned = Number.isFinite(unit.heading) && (heading || this.figure.turns) ? (Math.round(unit.heading / TURN) * TURN) % 360 : NaN;
    const paint = (on) => (unit.mocked ? mockedMark(on, this.figure, turned, colours, face) : unitMark(on, this.figure, turned, ageOf(unit, at), colours, face));
    stamp(pen, `unit ${unit.kind} ${turned} ${sign} ${scale} ${icon}`, MARK, x, y, paint);
    if (unit.alarm) stamp(pen, `alarm ${unit.alarm} ${scale} ${icon}`, ALARM, x, y, (on) => alarmMark(on, unit.alarm, colours, scale, icon ? 3 : 0));
  }
}

// The name, and what speaks against the fix: that it is made up, or as soon as that matters how old it is.
function said(unit, at) {
  if (unit.mocked) return `${unit.name} · ${state.words.mocked}`;
  const minutes = Math.floor((at - unit.at) / MINUTE);
  if (minutes < 1) return unit.name;
  const age = minutes < 60 ? state.words.minutes.replace('{}', minutes) : state.words.hours.replace('{}', Math.floor(minutes / 60));
  return `${unit.name} · ${age}`;
}

export function start(map) {
  add(new Units(map, 'units', 429));
}
