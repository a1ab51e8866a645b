// Units where their newest fix put them, fading as it ages.
import { ThingLayer } from './canvas.js';
import { labels } from './labels.js';
import { add } from './layers.js';
import { AGEING, FRESH, STALE, UNKNOWN, unitMark } from './marks.js';
import { now, on, state } from './state.js';

const NAMES_FROM = 15; // zoom
// By zoom: of a whole city nobody asks which way each one is walking; only what drives keeps its arrow.
const SIZES = [{ from: 14, scale: 1, heading: true }, { from: 12.5, scale: 0.8 }, { from: 0, scale: 0.55 }];

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
      driving: columns.kind[row] === 1,
      onDuty: columns.on_duty[row] === 1,
    };
  }

  draw(pen, frame) {
    const at = now();
    const { scale, heading } = SIZES.find(({ from }) => frame.zoom >= from);
    const names = frame.zoom >= NAMES_FROM ? labels(pen, frame) : null;
    for (const [unit, x, y] of this.within(frame)) {
      unitMark(pen, x, y, unit.driving, heading || unit.driving ? unit.heading : NaN, ageOf(unit, at), frame.colours, scale);
      names?.add(unit.name, x, y, state.selection?.key === unit.id ? 20 : 12); // clear of the ring
      this.hit(unit.id, x, y, { radius: 4 });
    }
    names?.draw();
  }

  mark(pen, unit, x, y, colours) {
    unitMark(pen, x, y, unit.driving, unit.heading, ageOf(unit, now()), colours);
  }
}

export function start(map) {
  const layer = new Units(map, 'units', 430);
  add(layer);
  on('now', () => layer.repaint());
}
