// A card at the edge of the map: what is at a place, or around it. The console says what stands on it, as text.
import { button, keep, make } from '../dom.js';
import { hall, on, state, tell } from '../state.js';
import { MOST_M, look } from './around.js';
import { expected, keepingFocus } from './focus.js';
import { icon } from './icons.js';
import { journey, move } from './moves.js';
import { pin } from './place.js';

const CLOSE_UP = 17; // zoom

// A row: `text` beside its `label`; `go` is where it lies, `thing` what is selected with it, `copy` what a click puts on the clipboard, `who` the
// place and radius of which the console asks who was there, `sight` the place of which it asks who can see it.
function row(map, { label, text, tone, copy, go, thing, who, sight }) {
  const made = make('div', 'fact');
  made.append(make('span', 'label', label ?? ''), make('span', `value ${tone ?? ''}`, text));
  if (copy) made.append(Object.assign(button(state.words.hands.copy, state.words.hands.copy, () => hall.copy(copy)), { className: 'copy' }));
  if (!go && !who && !sight) return made;
  const door = button('', text, () => (go ? visit(map, go, thing) : who ? hall.who(...who) : hall.sight(...sight)));
  door.className = 'fact door';
  door.append(...made.childNodes);
  return door;
}

export function visit(map, [lon, lat], thing) {
  journey(map, `visit ${thing ?? [lon, lat]}`, () => map.setView([lat, lon], Math.max(map.getZoom(), CLOSE_UP), { animate: false }));
  if (thing) hall.visit(...thing);
  if (!thing || thing[0] === 'REGISTER') pin([lon, lat]); // whose overlay may not be shown
}

function radius({ place, radius_m: metres }) {
  const field = Object.assign(make('input', ''), { type: 'number', min: 10, max: MOST_M, step: 50, value: metres });
  field.setAttribute('aria-label', state.words.hands.radius);
  field.onchange = () => field.value && look(place, Number(field.value));
  const made = make('label', 'fact');
  const value = make('span', 'value', '');
  value.append(field, ' m');
  made.append(make('span', 'label', state.words.hands.radius), value);
  return made;
}

export function start(map) {
  const box = keep(make('section', 'about'));
  Object.assign(box, { hidden: true, tabIndex: -1 });
  map.getContainer().append(box);
  const show = (card) => {
    box.hidden = !card;
    if (!card) return tell('closed', null);
    if (card.place && !card.radius_m) pin(card.place);
    const shut = button('', state.words.hands.close, () => hall.dismiss());
    shut.append(icon('close'));
    const head = make('header', '');
    head.append(make('strong', '', card.title), shut);
    const parts = card.sections.flatMap((section) => [make('h4', '', section.title), ...section.rows.map((each) => row(map, each))]);
    keepingFocus(box, () => box.replaceChildren(head, ...(card.lead ? [make('p', 'lead', card.lead)] : []), ...(card.radius_m ? [radius(card)] : []), ...parts));
    if (expected()) box.focus({ preventScroll: true });
    return box;
  };
  on('about', show);
  if (state.about) show(state.about);
  on('seek', ({ lon, lat, zoom }) => move(() => map.setView([lat, lon], zoom, { animate: false })));
}
