// Cases as lamps, gathered into clusters by supercluster. The lamps change as time passes, without any message.
import { ThingLayer } from './canvas.js';
import { add } from './layers.js';
import { BLUE, GREEN, GREY, NONE, RED, YELLOW, caseMark, clusterMark, urgentRing } from './marks.js';
import { FLAG, flagMark, sourceMark, stageMark } from './badges.js';
import { fanned } from './spots.js';
import { stamp } from './sprites.js';
import { latOf, lonOf, worldX, worldY } from './mercator.js';
import { begin, end } from './rest.js';
import { now, on, shown, state } from './state.js';

const RADIUS = 52; // px
const MARK = 20; // px that a mark reaches from its place, with its second outline, its badges and its flag
const SINGLE = 9, OUTER = 6; // px
const PATIENCE = 8; // times what the last index cost: never spend more than a ninth of the time on it
const ENDED = 1, URGENT = 2, SUSPENDED = 4, SUPERVISED = 8;

// DOMAIN 4.3, as wire.cases.lamp has it.
export function lampOf(thing, at) {
  if (thing.ended) return BLUE;
  if (thing.suspended) return GREY;
  if (!(thing.deadline > 0) || !(thing.yellow > 0)) return NONE;
  const moment = thing.disposed > 0 ? thing.disposed : at;
  if (moment > thing.deadline) return RED;
  return moment >= thing.yellow ? YELLOW : GREEN;
}

const radiusOf = (total) => 13 + Math.min(11, 4.6 * Math.log10(total));

class Cases extends ThingLayer {
  #index = null;
  #stale = true;
  #filling = false; // more is on its way at once: an index now would be thrown away
  #cost = 0;
  #wait = null;
  #last = 0;
  #found = [];

  read(columns, row) {
    const flags = columns.flags[row];
    const thing = { ended: (flags & ENDED) > 0, urgent: (flags & URGENT) > 0, suspended: (flags & SUSPENDED) > 0, supervised: (flags & SUPERVISED) > 0 };
    for (const clock of ['yellow', 'deadline', 'disposed']) thing[clock] = columns[clock][row];
    return Object.assign(thing, { lon: columns.lon[row], lat: columns.lat[row], stage: columns.stage[row], source: columns.source[row] });
  }

  take(columns) {
    super.take(columns);
    this.#stale = true;
    this.#filling = columns.more;
  }

  // Once a second: has any lamp changed by itself?
  look() {
    const at = now();
    for (const thing of this.things.values()) {
      if (lampOf(thing, at) !== thing.lamp) {
        this.#stale = true;
        this.repaint();
        return;
      }
    }
  }

  restale() {
    this.#stale = true;
    this.repaint();
  }

  #build() {
    const [began, at, closed] = [performance.now(), now(), shown('closed')];
    const points = [];
    for (const thing of this.things.values()) {
      thing.lamp = lampOf(thing, at);
      if (closed || !thing.ended) points.push({ properties: thing, geometry: { coordinates: [thing.lon, thing.lat] } });
    }
    const options = { radius: RADIUS, extent: 256, maxZoom: state.rules.cases.cluster_up_to, map: one, reduce: sum };
    this.#index = new Supercluster(options).load(points);
    this.#stale = false;
    this.#last = performance.now();
    this.#cost = this.#last - began;
  }

  // A new index at once when that is cheap, else when the last one has been paid for; what is drawn meanwhile is the last one.
  #refresh() {
    const rest = this.#last + this.#cost * PATIENCE - performance.now();
    if (!this.#index || rest <= 0) return this.#build();
    if (this.#wait) return;
    begin();
    this.#wait = setTimeout(() => {
      this.#wait = null;
      this.repaint();
      end();
    }, rest);
  }

  // [mark, x, y] of what is in the frame, the green below the red, clusters last.
  #gathered(frame) {
    if (this.#stale && !(this.#filling && this.#index)) this.#refresh();
    const margin = 40;
    const west = lonOf((frame.left - margin) / frame.world);
    const east = lonOf((frame.left + frame.width + margin) / frame.world);
    const north = latOf((frame.top - margin) / frame.world);
    const south = latOf((frame.top + frame.height + margin) / frame.world);
    const found = this.#index.getClusters([Math.max(west, -180), south, Math.min(east, 180), north], frame.zoom);
    found.sort((a, b) => (a.properties.lamp ?? 9) - (b.properties.lamp ?? 9));
    return found.map(({ geometry, properties }) => {
      const [lon, lat] = geometry.coordinates;
      return [properties, worldX(lon) * frame.world - frame.left, worldY(lat) * frame.world - frame.top];
    });
  }

  // What lies below keeps clear of these, where it can.
  reserve(frame) {
    this.#found = this.#gathered(frame);
    const flies = this.face(frame.zoom).flag;
    return this.#found.flatMap(([mark, x, y]) => {
      const radius = mark.cluster ? radiusOf(mark.point_count) : SINGLE;
      const top = mark.cluster ? y - radius + 4 : y;
      return [[x, y, radius + (mark.urgent ? OUTER : 2)], ...(flies && mark.supervised ? [[x + FLAG.x, top + FLAG.y, FLAG.reach]] : [])];
    });
  }

  draw(pen, frame) {
    const [singles, face] = [[], this.face(frame.zoom)];
    for (const [mark, x, y] of this.#found) {
      if (mark.cluster) this.#cluster(pen, x, y, mark, face, frame);
      else singles.push([mark, x, y]);
    }
    for (const [thing, x, y, fan] of fanned(pen, singles, frame.colours)) {
      thing.fan = fan;
      this.#single(pen, x, y, thing, face, frame);
    }
  }

  #single(pen, x, y, thing, face, frame) {
    this.mark(pen, thing, x, y, frame.colours, face);
    frame.names.keep(x, y, SINGLE + (thing.urgent ? OUTER : 0));
    this.hit(thing.id, x, y, { radius: 5 });
    this.seen.add(thing.lamp);
    if (thing.urgent) this.seen.add('urgent');
    if (face.stage) this.seen.add('stage');
    if (face.source) this.seen.add(`source ${thing.source}`);
    if (thing.supervised && face.flag) this.#flagged(x, y, frame);
  }

  // Names keep clear of a flag.
  #flagged(x, y, frame) {
    frame.names.keep(x + FLAG.x, y + FLAG.y, FLAG.reach);
    this.seen.add('supervised');
  }

  #cluster(pen, x, y, cluster, face, frame) {
    const [total, counts] = [cluster.point_count, countsOf(cluster)];
    const radius = radiusOf(total);
    clusterMark(pen, x, y, radius, counts, total, frame.colours, state.font);
    frame.names.keep(x, y, radius + (cluster.urgent ? OUTER : 0));
    this.seen.add('gathered');
    if (cluster.urgent) {
      urgentRing(pen, x, y, radius, frame.colours);
      this.seen.add('urgent');
    }
    if (cluster.supervised && face.flag) {
      const top = y - radius + 4;
      stamp(pen, 'flag', MARK, x, top, (on) => flagMark(on, frame.colours));
      this.#flagged(x, top, frame);
    }
    counts.forEach((count, lamp) => count && this.seen.add(lamp));
    this.hit('', x, y, { radius, cluster: cluster.cluster_id, total, counts });
  }

  // The zoom at which a cluster comes apart.
  expansion(cluster) {
    return this.#index.getClusterExpansionZoom(cluster);
  }

  mark(pen, thing, x, y, colours, face = this.face(this.map.getZoom())) {
    const [lamp, urgent, stage, source] = [lampOf(thing, now()), thing.urgent, face.stage ? thing.stage : -1, face.source ? thing.source : -1];
    const supervised = Boolean(face.flag && thing.supervised);
    stamp(pen, `case ${lamp} ${urgent} ${stage} ${source} ${supervised}`, MARK, x, y, (on) => {
      caseMark(on, 0, 0, lamp, urgent, colours);
      if (supervised) flagMark(on, colours);
      if (stage >= 0) stageMark(on, stage, colours);
      if (source >= 0) sourceMark(on, source, colours);
    });
  }
}

// How many of each lamp, two to a number: an array for every case took most of the time of an index. And how many are supervised or urgent.
const HIGH = 2 ** 26;

function one({ lamp, supervised, urgent }) {
  const worth = lamp % 2 ? HIGH : 1;
  return { first: lamp < 2 ? worth : 0, second: lamp === 2 || lamp === 3 ? worth : 0, third: lamp > 3 ? worth : 0, supervised: Number(supervised), urgent: Number(urgent) };
}

function sum(into, from) {
  into.first += from.first;
  into.second += from.second;
  into.third += from.third;
  into.supervised += from.supervised;
  into.urgent += from.urgent;
}

const countsOf = ({ first, second, third }) => [first, second, third].flatMap((pair) => [pair % HIGH, Math.floor(pair / HIGH)]);

export function start(map) {
  const layer = new Cases(map, 'cases', 440);
  add(layer);
  on('now', () => layer.look());
  on('overlays', () => layer.restale());
}
