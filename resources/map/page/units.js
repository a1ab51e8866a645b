// Units where their newest fix put them, fading as it ages.
import { ThingLayer } from './canvas.js';
import { add } from './layers.js';
import { AGEING, FRESH, STALE, UNKNOWN, alarmMark, unitMark } from './marks.js';
import { stamp } from './sprites.js';
import { admits, now, on, state } from './state.js';

const MARK = 14; // px that a mark reaches
const ALARM = 20; // likewise, with what is beside it
const TURN = 5; // degrees: two headings nearer than this have one picture
const MINUTE = 60_000;

export function ageOf(thing, at) {
  const seconds = (at - thing.at) / 1000;
  if (!thing.onDuty || seconds > state.ages.unknown) return UNKNOWN;
  if (seconds > state.ages.stale) return STALE;
  return seconds > state.ages.ageing ? AGEING : FRESH;
}

class Units extends ThingLayer {
  read(columns, row) {
    return {
      name: columns.name[row],
      heading: columns.heading[row] ?? NaN,
      at: columns.at[row],
      kind: columns.kind[row],
      onDuty: columns.on_duty[row] === 1,
      alarm: columns.alarm?.[row] ?? 0,
    };
  }

  draw(pen, frame) {
    const at = now();
    const face = this.face(frame.zoom);
    const hidden = state.drawing.hidden[this.overlay];
    for (const [unit, x, y] of this.within(frame)) {
      if (hidden?.length && !admits(this.overlay, unit.kind)) continue;
      this.mark(pen, unit, x, y, frame.colours, face, at);
      if (face.names) frame.names.add(said(unit, at), x, y, state.selection?.key === unit.id ? 20 : 12); // clear of the ring
      frame.names.keep(x, y, 6);
      if (unit.alarm) this.seen.add(`alarm ${Math.min(unit.alarm, 2)}`);
      this.seen.add(`kind ${unit.kind}`).add(`age ${ageOf(unit, at)}`);
      this.hit(unit.id, x, y, { radius: 4 });
    }
  }

  mark(pen, unit, x, y, colours, { heading = true, scale = 1 } = {}, at = now()) {
    const [age, driving] = [ageOf(unit, at), unit.kind > 0];
    const turned = Number.isFinite(unit.heading) && (heading || driving) ? (Math.round(unit.heading / TURN) * TURN) % 360 : NaN;
    const key = `unit ${unit.kind} ${turned} ${age} ${scale}`;
    stamp(pen, key, MARK, x, y, (on) => unitMark(on, 0, 0, driving, turned, age, colours, scale, unit.kind === 2));
    if (unit.alarm) stamp(pen, `alarm ${unit.alarm} ${scale}`, ALARM, x, y, (on) => alarmMark(on, unit.alarm, colours, scale));
  }
}

// The name, and how old the fix is as soon as that matters.
function said(unit, at) {
  const minutes = Math.floor((at - unit.at) / MINUTE);
  if (minutes < 1) return unit.name;
  return `${unit.name} · ${minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`}`;
}

export function start(map) {
  const layer = new Units(map, 'units', 430);
  add(layer);
  for (const topic of ['now', 'drawing']) on(topic, () => layer.repaint());
}
