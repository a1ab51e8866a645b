// Draws and edits geofences. What is drawn goes to the console, which names and stores it; what it is asked to edit comes back with handles.
import { hall, on, state } from '../state.js';
import { chip } from './chip.js';
import { distance } from './measure.js';
import { active, enter, leave } from './modes.js';
import { move } from './moves.js';
import { taken } from './present.js';
import { CORRIDOR_M, LEAST, describe, middle, paint, rim } from './shapes.js';
import { cross, dot, line, path, sketch } from './sketch.js';
import { dragging, tracing } from './tracing.js';

const REACH = 10; // px around a handle
const DEFAULT_M = 200; // of a circle that was only clicked

const said = (shape) => { chip('fence', describe(shape, state.words.hands)); };

function finish(map, shape) {
  leave(map);
  hall.shape(JSON.stringify(shape));
}

const figure = (kind, radius) => (pen, frame, points, pointer) => {
  const places = pointer ? [...points, pointer] : points;
  if (places.length >= LEAST[kind]) paint(pen, frame, { kind, places, radius_m: radius });
  else line(pen, path(frame, places), frame);
  for (const point of points) dot(pen, frame, point);
};

function round(trail) {
  const radius = distance(trail[0], trail.at(-1));
  return { kind: 'CIRCLE', places: [trail[0]], radius_m: Math.round(radius < 1 ? DEFAULT_M : radius) };
}

const TOOLS = {
  circle: (map) => dragging(map, 'circle', {
    figure: (pen, frame, trail) => paint(pen, frame, round(trail)), changed: (trail) => (trail.length > 1 ? said(round(trail)) : 0), done: (trail) => finish(map, round(trail)),
  }),
  fence: (map, begun) => tracing(map, 'fence', {
    begun, least: 3, closes: 'always', snaps: true, once: true, figure: figure('POLYGON'), changed: (points, pointer) => said({ kind: 'POLYGON', places: pointer ? [...points, pointer] : points }),
    done: (places) => finish(map, { kind: 'POLYGON', places, radius_m: null }),
  }),
  corridor: (map, begun) => tracing(map, 'corridor', {
    begun, least: 2, snaps: true, once: true, figure: figure('CORRIDOR', CORRIDOR_M),
    changed: (points, pointer) => said({ kind: 'CORRIDOR', places: pointer ? [...points, pointer] : points, radius_m: CORRIDOR_M }),
    done: (places) => finish(map, { kind: 'CORRIDOR', places, radius_m: CORRIDOR_M }),
  }),
};

export const FENCES = Object.keys(TOOLS);

export function draw(map, kind, begun) {
  if (!taken(kind)) return;
  enter(map, TOOLS[kind](map, begun));
  chip('tool', state.words.hands[`${kind}_hint`]);
}

// Handles: each place, the middle of each piece, and one for the radius. Dragging a middle puts in a place.
class Editor {
  name = 'edit';
  #held = null; // by the mouse
  #taken = null; // by key, along with the middle of the map
  #at = -1; // the handle that keys have led to

  constructor(map, shape) {
    Object.assign(this, { map, shape: { ...shape, places: shape.places.map((place) => [...place]) } });
    this.#show();
  }

  #middles() {
    const { kind, places } = this.shape;
    if (kind === 'CIRCLE') return [];
    return places.flatMap((place, at) => {
      const next = places[at + 1] ?? (kind === 'POLYGON' ? places[0] : null);
      return next ? [{ into: at + 1, at: middle(place, next) }] : [];
    });
  }

  #show() {
    sketch('edit', (pen, frame) => {
      paint(pen, frame, this.shape);
      for (const { at } of this.#middles()) dot(pen, frame, at, { radius: 3, hollow: true });
      for (const place of this.shape.places) dot(pen, frame, place, { radius: 5 });
      const edge = rim(this.shape);
      if (edge) dot(pen, frame, edge, { radius: 5, hollow: true });
    });
    said(this.shape);
  }

  #near({ containerPoint }, [lon, lat]) {
    return this.map.latLngToContainerPoint([lat, lon]).distanceTo(containerPoint) <= REACH;
  }

  // What a press takes hold of: a setter for where it is dragged.
  #grasp(event) {
    const { shape } = this;
    const place = shape.places.findIndex((each) => this.#near(event, each));
    if (place >= 0) return (at) => { shape.places[place] = at; };
    const edge = rim(shape);
    if (edge && this.#near(event, edge)) return (at) => this.#widen(at);
    const between = this.#middles().find(({ at }) => this.#near(event, at));
    if (!between) return null;
    shape.places.splice(between.into, 0, between.at);
    return (at) => { shape.places[between.into] = at; };
  }

  #widen(at) {
    const { kind, places } = this.shape;
    const from = kind === 'CIRCLE' ? places[0] : middle(places[0], places[1]);
    this.shape.radius_m = Math.max(Math.round(distance(from, at)), 1);
  }

  press(event) {
    if (event.originalEvent?.button) return;
    this.#putDown();
    this.#held = this.#grasp(event);
    if (this.#held) this.map.dragging.disable(); // beside the handles the map is dragged as ever
  }

  move(event) {
    if (!this.#held) return;
    this.#held([event.latlng.lng, event.latlng.lat]);
    this.#show();
  }

  release() {
    if (!this.#held) return;
    this.#held = null;
    this.map.dragging.enable();
    this.#tell();
  }

  strike(event) {
    const place = this.shape.places.findIndex((each) => this.#near(event, each));
    if (place < 0 || this.shape.places.length <= LEAST[this.shape.kind]) return;
    this.shape.places.splice(place, 1);
    this.#show();
    this.#tell();
  }

  #tell() {
    hall.reshape(JSON.stringify(this.shape));
  }

  // Tab leads to the next handle, Space takes what is in the middle of the map along with it and puts it down, Backspace takes a place out.
  key(key) {
    const acts = { Enter: () => hall.finish(), Tab: () => this.#next(), ' ': () => this.#take(), Backspace: () => this.strike(this.#middle()) };
    acts[key]?.();
    return key in acts;
  }

  #next() {
    this.#putDown();
    const edge = rim(this.shape);
    const handles = [...this.shape.places, ...(edge ? [edge] : []), ...this.#middles().map(({ at }) => at)];
    this.#at = (this.#at + 1) % handles.length;
    const [lon, lat] = handles[this.#at];
    move(() => this.map.setView([lat, lon], this.map.getZoom(), { animate: false }));
    cross(this.map);
  }

  #take() {
    if (this.#taken) return this.#putDown();
    this.#taken = this.#grasp(this.#middle());
    if (this.#taken) this.map.on('move', this.#along);
    return cross(this.map);
  }

  #along = () => {
    const { lng, lat } = this.map.getCenter();
    this.#taken([lng, lat]);
    this.#show();
    cross(this.map);
  };

  #putDown() {
    if (!this.#taken) return;
    this.#let();
    this.#tell();
  }

  #let() {
    this.#taken = null;
    this.map.off('move', this.#along);
  }

  #middle = () => ({ containerPoint: this.map.getSize().divideBy(2) });

  end() {
    this.#let();
    for (const name of ['edit', 'cross']) sketch(name, null);
    chip('fence', '');
  }
}

export function start(map) {
  on('draw', (kind) => draw(map, kind));
  // Null: nothing is edited any more.
  on('fence', (shape) => {
    if (state.hands.still) return sketch('edit', shape && ((pen, frame) => paint(pen, frame, shape)));
    if (!shape) return active() === 'edit' && leave(map);
    enter(map, new Editor(map, shape));
    return chip('tool', state.words.hands.edit_hint);
  });
}
