// Elements of the page. Text is put in as text: it may have come from a citizen or a device.
import { plain } from './text.js';

export function make(tag, className, text = '') {
  return Object.assign(document.createElement(tag), { className, textContent: plain(text) });
}

// Something that stands at an edge of the map, and keeps clicks and scrolling to itself.
export function control(map, position, box) {
  const holder = new L.Control({ position });
  holder.onAdd = () => keep(box);
  holder.addTo(map);
  return box;
}

export function keep(box) {
  L.DomEvent.disableClickPropagation(box);
  L.DomEvent.disableScrollPropagation(box);
  return box;
}

export function button(text, title, act) {
  const made = make('button', '', text);
  Object.assign(made, { type: 'button', title: plain(title), onclick: act });
  made.setAttribute('aria-label', made.title);
  return made;
}
