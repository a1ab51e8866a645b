// The search box: what the console has at once, then what the backend found. Arrows choose, Enter goes there.
import { begin, end } from '../rest.js';
import { button, keep, make } from '../dom.js';
import { hall, on, state } from '../state.js';
import { visit } from './about.js';
import { icon } from './icons.js';

const PAUSE_MS = 150; // between two keys: nobody wants the answer to half a word
let open = () => {};

export const search = () => open();

export function start(map) {
  const box = keep(make('search', 'seek'));
  const field = Object.assign(make('input', ''), { type: 'search', autocomplete: 'off', spellcheck: false, maxLength: 100 });
  const list = make('div', 'hits');
  const note = make('div', 'note');
  list.setAttribute('role', 'listbox');
  box.append(icon('search'), field, list, note);
  box.hidden = true;
  map.getContainer().append(box);
  let [hits, chosen, wait] = [[], 0, null];

  const mark = () => [...list.children].forEach((each, at) => {
    each.classList.toggle('chosen', at === chosen);
    each.setAttribute('aria-selected', String(at === chosen));
    if (at === chosen) each.scrollIntoView({ block: 'nearest' });
  });
  const shut = () => {
    box.hidden = true;
    map.getContainer().focus({ preventScroll: true });
  };
  const take = (hit) => {
    if (!hit) return;
    if (hit.lon === null) { // a unit that was never seen, a department: it is chosen all the same, where it can be
      note.textContent = state.words.hands.nowhere;
      if (hit.thing) hall.visit(...hit.thing);
      return;
    }
    shut();
    visit(map, [hit.lon, hit.lat], hit.thing);
  };
  const row = (hit) => {
    const made = button('', `${hit.kind} ${hit.title}`, () => take(hit));
    made.setAttribute('role', 'option');
    made.tabIndex = -1;
    made.append(make('span', 'kind', hit.kind), make('span', 'title', hit.title), make('span', 'detail', hit.detail));
    return made;
  };
  const ask = () => {
    clearTimeout(wait);
    if (wait !== null) end();
    wait = null;
    hall.search(field.value, map.getCenter().lng, map.getCenter().lat);
  };
  field.oninput = () => {
    if (wait === null) begin();
    clearTimeout(wait);
    wait = setTimeout(ask, PAUSE_MS);
  };
  field.onkeydown = (event) => {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) chosen = Math.min(Math.max(chosen + step, 0), hits.length - 1);
    else if (event.key === 'Enter') return wait === null ? take(hits[chosen]) : ask();
    else if (event.key === 'Escape') return shut();
    else return undefined;
    event.preventDefault();
    return mark();
  };
  on('found', (found) => {
    if (found.text !== field.value) return;
    [hits, chosen] = [found.hits, 0];
    list.replaceChildren(...hits.map(row));
    note.textContent = found.note;
    mark();
  });
  const say = () => { field.placeholder = state.words.hands.search_in; };
  say();
  on('words', say);
  open = () => {
    box.hidden = false;
    field.focus();
    field.select();
  };
}
