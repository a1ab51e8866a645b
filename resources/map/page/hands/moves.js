// Who moves the map. A hand on it locks the view: from then on nothing moves it by itself, only what somebody asks for.
import { hall, on, state, tell } from '../state.js';

const CLOSER_THAN = 1e-9; // degrees: two views that differ by less are the same to the pixel
state.hands ??= { locked: false, following: null };
let ours = 0; // moves of the page's own under way
let trip = null; // where the last journey began and ended

// A move that no hand has made.
export function move(act) {
  ours += 1;
  try {
    act();
  } finally {
    ours -= 1;
  }
}

// What moves by itself; answers whether it was let.
export function automatic(act) {
  if (state.hands.locked) return false;
  move(act);
  return true;
}

// To a place that was asked for; asked for again from there, back to exactly where one was.
export function journey(map, reason, act) {
  tell('gesture', null);
  if (back(map, reason)) return;
  const from = standing(map);
  move(act);
  trip = { reason, from, end: standing(map) };
}

// Whether the last journey was this one and has not been left since: then it is undone.
export function back(map, reason) {
  if (trip?.reason !== reason || !same(trip.end, standing(map))) return false;
  const { from } = trip;
  trip = null;
  stand(map, from);
  return true;
}

export function standing(map) {
  return { at: map.getCenter(), zoom: map.getZoom() };
}

export function stand(map, { at, zoom }) {
  move(() => map.setView(at, zoom, { animate: false }));
}

function same(one, other) {
  return one.zoom === other.zoom && Math.abs(one.at.lat - other.at.lat) < CLOSER_THAN && Math.abs(one.at.lng - other.at.lng) < CLOSER_THAN;
}

export function lock(locked) {
  if (state.hands.locked === locked) return;
  tell('hands', { ...state.hands, locked });
  hall.hold?.(locked);
}

// Every move that is not ours was made by a hand: a drag, a wheel, a key, a button.
export function start(map) {
  map.on('movestart zoomstart', () => {
    if (ours) return;
    lock(true);
    tell('gesture', null);
  });
  on('lock', lock);
}
