// Tools that put down points one after the other, and tools that drag. Points are [lon, lat].
import { hall } from '../state.js';
import { sketch } from './sketch.js';
import { snapped, prepare } from './snap.js';

const SAME = 12; // px: a click this near to the first point closes the ring

const plain = (map, event) => [event.latlng.lng, event.latlng.lat];
const pixel = (map, [lon, lat]) => map.latLngToContainerPoint([lat, lon]);

// `figure(pen, frame, points, pointer)` draws; `changed(points, pointer)` hears every step; `done(points, closed)` the end. `closes`: a click on the
// first point ends it. After the end the figure stays, and the next click begins anew, unless `once`. `begun` is what another page had put down: the
// console keeps it, for the page that comes after this one and for paper.
export function tracing(map, name, { begun, least, closes = false, snaps = false, once = false, figure, changed = () => {}, done }) {
  let [points, pointer, ended, closed, gone] = [begun?.points ?? [], null, begun?.ended ?? false, begun?.closed ?? false, false];
  const streets = snaps ? prepare(map) : null;
  const place = snaps ? snapped : plain;
  const show = () => {
    sketch(name, points.length ? (pen, frame) => figure(pen, frame, points, ended ? null : pointer) : null);
    changed(points, ended ? null : pointer);
  };
  const put = () => {
    show();
    hall.trace(points.length ? JSON.stringify({ tool: name, points, ended, closed }) : '');
  };
  const finish = (whole) => {
    points = points.filter((point, at) => !at || Math.hypot(point[0] - points[at - 1][0], point[1] - points[at - 1][1]) > 0);
    if (ended || points.length < least) return;
    [ended, closed] = [true, whole];
    done(points, closed);
    if (!gone) put(); // whoever is done with the tool has put it down
  };
  const onFirst = (at) => closes && points.length >= 3 && pixel(map, points[0]).distanceTo(at) < SAME;
  return {
    name,
    ready: streets?.ready,
    begin: () => begun && show(),
    click(event) {
      if (ended && once) return;
      if (ended) [points, ended, closed] = [[], false, false];
      if (onFirst(event.containerPoint)) finish(true);
      else {
        points.push(place(map, event));
        put();
      }
    },
    move(event) {
      if (ended) return;
      pointer = onFirst(event.containerPoint) ? points[0] : place(map, event);
      if (points.length) show();
    },
    finish: () => finish(closes === 'always'),
    key(key) {
      if (key === 'Enter') finish(closes === 'always');
      else if (key !== 'Backspace') return false;
      else if (!ended) {
        points.pop();
        put();
      }
      return true;
    },
    end() {
      gone = true;
      streets?.stop();
      sketch(name, null);
      changed([], null);
      hall.trace('');
    },
  };
}

// `figure(pen, frame, trail)` draws, `done(trail)` gets the whole way from press to release. `keeps`: the figure outlives the drag.
export function dragging(map, name, { figure, changed = () => {}, done }) {
  let trail = [];
  const show = () => {
    sketch(name, trail.length ? (pen, frame) => figure(pen, frame, trail) : null);
    changed(trail);
  };
  return {
    name,
    drags: true,
    press(event) {
      trail = [plain(map, event)];
      show();
    },
    move(event) {
      if (!trail.length) return;
      trail.push(plain(map, event));
      show();
    },
    release(event) {
      if (!trail.length) return;
      const whole = [...trail, plain(map, event)];
      trail = [];
      show();
      done(whole);
    },
    end() {
      sketch(name, null);
      changed([]);
    },
  };
}
