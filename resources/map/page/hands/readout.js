// Where the pointer is, or the middle of the map without one, in the datum that stands before it. The console converts.
import { button, make } from '../dom.js';
import { begin, end } from '../rest.js';
import { hall, on, state, tell } from '../state.js';

const PAUSE_MS = 100; // after the last move: nobody reads while the map runs

const datums = () => state.words.datums;
let next = () => {};

// The datum after this one, by key.
export const nextDatum = () => next();

export function readout(map, line) {
  const [choose, place, menu] = [button('', '', () => open(menu.hidden)), make('span', ''), make('div', 'datums')];
  choose.setAttribute('aria-haspopup', 'menu');
  menu.setAttribute('role', 'menu');
  menu.hidden = true;
  line.append(choose, place, menu);
  let [pointer, wanted, asked, wait] = [null, false, false, null];

  const here = () => (pointer ? map.containerPointToLatLng(pointer) : map.getCenter());
  const read = async () => {
    wanted = true;
    if (asked || !hall.read) return;
    asked = true;
    while (wanted) {
      wanted = false;
      const { lng, lat } = here();
      const [name, ...rest] = (await hall.read(lng, lat, state.hands.writing)).split('  ');
      [choose.textContent, place.textContent] = [`${name} ▾`, rest.join('  ')];
    }
    asked = false;
  };
  const later = () => {
    if (wait === null) begin();
    clearTimeout(wait);
    wait = setTimeout(() => {
      wait = null;
      read();
      end();
    }, PAUSE_MS);
  };

  const write = (writing) => {
    tell('hands', { ...state.hands, writing });
    hall.write_in(writing);
    read();
  };
  const items = () => [...menu.children];
  const open = (shown) => {
    menu.hidden = !shown;
    choose.setAttribute('aria-expanded', String(shown));
    if (!shown) return choose.focus();
    menu.replaceChildren(...datums().map(([writing, text]) => {
      const item = button(text, text, (event) => {
        write(writing);
        open(false);
        if (event.detail) choose.blur(); // by mouse: the next key is the map's
      });
      item.setAttribute('role', 'menuitemradio');
      item.setAttribute('aria-checked', String(writing === state.hands.writing));
      return item;
    }));
    return items().find((item) => item.ariaChecked === 'true')?.focus();
  };
  menu.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) items()[(items().indexOf(document.activeElement) + step + items().length) % items().length].focus();
    else if (event.key === 'Escape') open(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  line.addEventListener('focusout', (event) => {
    if (!line.contains(event.relatedTarget)) menu.hidden = true;
  });
  next = () => write(datums()[(datums().findIndex(([writing]) => writing === state.hands.writing) + 1) % datums().length][0]);

  const say = () => {
    choose.title = choose.ariaLabel = state.words.datum;
    menu.hidden = true;
    read();
  };
  say();
  on('words', say);
  on('writing', (writing) => {
    tell('hands', { ...state.hands, writing });
    read();
  });
  on('begin', read);
  L.DomEvent.disableClickPropagation(line);
  map.on('mousemove', (event) => {
    pointer = event.containerPoint;
    read();
  });
  map.on('mouseout', () => {
    pointer = null;
    read();
  });
  map.on('moveend resize', later);
}
