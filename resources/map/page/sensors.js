// Sensors as columns: how high the reading stands against their thresholds.
import { ThingLayer } from './canvas.js';
import { add } from './layers.js';
import { stamp } from './sprites.js';
import { admits, now, on, state } from './state.js';

const LETTERS = ['H', 'R', 'C', 'A', 'F']; // water level (height), rain, cover, air, fume, as console/map/layers/sensors.py numbers them
const REACH = 11; // px that a column reaches from its middle
const STEPS = 12; // heights that are told apart
const TOKENS = ['ok', 'warn', 'danger'];

class Sensors extends ThingLayer {
  read(columns, row) {
    const [level, at] = [columns.level[row], columns.at[row] ?? NaN];
    return { name: columns.name[row], kind: columns.kind[row], level: level ?? NaN, over: columns.over[row], text: columns.text[row], at };
  }

  // What lies below keeps clear of these, where it can; they do not move.
  reserve(frame) {
    const face = this.face(frame.zoom);
    return face ? [...this.within(frame)].filter(([sensor]) => admits(this.overlay, sensor.kind)).map(([, x, y]) => [x, y, REACH * (face.scale ?? 1)]) : [];
  }

  draw(pen, frame) {
    const face = this.face(frame.zoom);
    if (!face) return;
    for (const [sensor, x, y] of this.within(frame)) {
      if (!admits(this.overlay, sensor.kind)) continue;
      this.mark(pen, sensor, x, y, frame.colours, face);
      this.seen.add(silent(sensor) ? 'silent' : Math.min(sensor.over, 2));
      this.hit(sensor.id, x, y, { radius: 4 });
      frame.names.keep(x, y, 7);
      const text = face.names ? `${sensor.name}  ${sensor.text}` : face.values && sensor.text;
      frame.names.add(text, x, y, { gap: 9, key: sensor.id });
    }
  }

  mark(pen, sensor, x, y, colours, face = this.face(this.map.getZoom())) {
    const quiet = silent(sensor);
    const step = Math.round(Math.min(Math.max(sensor.level, 0), 1) * STEPS);
    const scale = face?.scale ?? 1;
    stamp(pen, `sensor ${sensor.kind} ${step} ${sensor.over} ${quiet} ${scale}`, 12, x, y, (on) => {
      on.scale(scale, scale);
      column(on, sensor.kind, step / STEPS, sensor.over, quiet, colours);
    });
  }
}

const silent = (sensor) => !(now() - sensor.at < state.ages.silent * 1000);

// A column 9 px wide; `over` thresholds are passed. One that is silent is dashed and empty.
export function column(pen, kind, level, over, silent, colours) {
  pen.beginPath();
  pen.roundRect(-4.5, -10, 9, 20, 2);
  Object.assign(pen, { fillStyle: colours.window, strokeStyle: silent ? colours.text_3 : colours.text_2, lineWidth: 1.25 });
  pen.fill();
  pen.setLineDash(silent ? [2, 2] : []);
  pen.stroke();
  pen.setLineDash([]);
  if (!silent && Number.isFinite(level)) {
    pen.fillStyle = colours[TOKENS[Math.min(over, 2)]];
    pen.fillRect(-3, 8.5 - 17 * Math.max(level, 0.06), 6, 17 * Math.max(level, 0.06));
  }
  Object.assign(pen, { font: '600 8px sans-serif', textAlign: 'center', textBaseline: 'middle', lineWidth: 2, strokeStyle: colours.window, fillStyle: colours.text });
  pen.strokeText(LETTERS[kind], 0, 0.5);
  pen.fillText(LETTERS[kind], 0, 0.5);
}

export function start(map) {
  const layer = new Sensors(map, 'sensors', 418);
  add(layer);
  for (const topic of ['now', 'drawing']) on(topic, () => layer.repaint());
}
