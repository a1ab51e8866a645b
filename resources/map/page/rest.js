// Counts what is under way (tiles, batches, frames) and says when all of it is done: tests and tours wait for that, never for a time.
import { hall } from './state.js';

export const heard = { count: 0 }; // messages from the console; console/map/bridge.py counts them too
let under = 0;
let asked = false;
const waiting = [];

// Do something when all is done, once.
export const afterwards = (act) => waiting.push(act);

export function begin() {
  under += 1;
}

export function end() {
  under -= 1;
  if (under === 0 && !asked) {
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      if (under > 0) return;
      for (const act of waiting.splice(0)) act();
      hall.rest?.(heard.count);
    });
  }
}

export const busy = () => under > 0;
