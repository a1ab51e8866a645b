// A panel that folds away under its title; whether it is open outlives the page.
import { control, make } from './dom.js';
import { hall, state } from './state.js';

const ROOMY = 1400; // px: on a narrower map a panel about which nobody has chosen is folded

export function folding(map, position, name, className) {
  const box = control(map, position, make('details', `panel ${className}`));
  const fold = () => { box.open = state.panels[name] ?? map.getSize().x >= ROOMY; };
  fold();
  map.on('resize', fold);
  box.addEventListener('click', (event) => {
    if (!event.target.closest('summary') || event.target.closest('details') !== box) return;
    state.panels[name] = !box.open; // it opens and closes after this
    hall.fold(name, !box.open);
  });
  return box;
}
