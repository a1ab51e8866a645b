// Where the pointer is, in the datum that was chosen; a click on it chooses the next. The console converts.
import { hall, on, state, tell } from '../state.js';

const WRITINGS = ['wgs84', 'gcj02', 'bd09', 'gauss_kruger'];

export function readout(map, line) {
  let [at, asked] = [null, false];
  const read = async () => {
    if (asked || !at || !hall.read) return;
    asked = true;
    const { lng, lat } = at;
    at = null;
    line.textContent = await hall.read(lng, lat, state.hands.writing);
    asked = false;
    read();
  };
  const ask = (where) => {
    at = where;
    read();
  };
  line.onclick = () => {
    const next = WRITINGS[(WRITINGS.indexOf(state.hands.writing) + 1) % WRITINGS.length];
    tell('hands', { ...state.hands, writing: next });
    hall.write_in(next);
    ask(map.getCenter());
  };
  const say = () => { line.title = state.words.hands.read_on; };
  say();
  on('words', say);
  L.DomEvent.disableClickPropagation(line);
  map.on('mousemove', (event) => ask(event.latlng));
  map.on('mouseout', () => ask(map.getCenter()));
  ask(map.getCenter());
}
