// Keeps a unit in the middle until a hand moves the map; then says so, and how to go on or back.
import { layers } from '../layers.js';
import { latOf, lonOf } from '../mercator.js';
import { hall, on, state, tell } from '../state.js';
import { chip } from './chip.js';
import { move, stand, standing } from './moves.js';

let before = null; // the view from before

function set(following) {
  tell('hands', { ...state.hands, following });
  hall.follow(following?.key ?? '', following?.name ?? '');
}

function centre(map) {
  const { following } = state.hands;
  const place = following && layers.get('units').place(following.key);
  if (!place) return;
  const at = L.latLng(latOf(place.y), lonOf(place.x));
  const { x, y } = map.latLngToContainerPoint(at).subtract(map.getSize().divideBy(2));
  if (Math.abs(x) >= 1 || Math.abs(y) >= 1) move(() => map.setView(at, map.getZoom(), { animate: false }));
}

export function follow(map, key = state.selection?.layer === 'units' ? state.selection.key : null) {
  const { words } = state;
  if (state.hands.following) return stop();
  const unit = key && layers.get('units').things.get(key);
  if (!unit) return chip('follow', words.hands.follow_whom, [[words.hands.close, () => chip('follow', '')]]);
  before = standing(map);
  set({ key, name: unit.name });
  centre(map);
  return say(map);
}

function say(map) {
  const { following } = state.hands;
  const { words } = state;
  const back = before ? [[words.hands.back, () => { const there = before; stop(); stand(map, there); }]] : [];
  chip('follow', `${words.hands.following} ${following.name}`, [...back, [words.hands.stop, stop]]);
}

function stop() {
  set(null);
  before = null;
  chip('follow', '');
}

function pause(map) {
  const { following } = state.hands;
  if (!following) return;
  const { words } = state;
  const there = before;
  set(null);
  const resume = () => {
    follow(map, following.key);
    before = there ?? before;
  };
  chip('follow', `${words.hands.follow_ended} ${following.name}`, [[words.hands.go_on, resume], [words.hands.close, () => chip('follow', '')]]);
}

export function start(map) {
  on('applied', (layer) => layer === 'units' && centre(map));
  on('gesture', () => pause(map));
  on('words', () => state.hands.following && say(map));
  if (state.hands.following) say(map);
}
