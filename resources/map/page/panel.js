// The layer panel: which base map, what lies over it, in which order and how thick. What is chosen is kept for this user by the console.
import { button, make } from './dom.js';
import { choices } from './choices.js';
import { folding } from './folding.js';
import { layers } from './layers.js';
import { roundNumber } from './marks.js';
import { hall, on, state, tell } from './state.js';
import { plain } from './text.js';

// Colours that lie over all the ground: one over another, they mix to what no legend shows.
export const WASHES = ['density', 'coverage', 'heat'];

// The overlays of the panel, topmost first.
const listed = () => [...state.drawing.order].reverse();

export function arrange(change) {
  tell('drawing', { ...state.drawing, ...change });
  hall.arrange(JSON.stringify(state.drawing));
}

export function toggle(name, shown) {
  tell('overlays', { ...state.overlays, [name]: shown });
  hall.toggle(name, shown);
}

// By hand: of the washes one at a time, unless two are wanted together.
function choose(name, shown, together) {
  if (shown && WASHES.includes(name) && !together) for (const other of WASHES) if (other !== name && state.overlays[other]) toggle(other, false);
  toggle(name, shown);
}

// One place up or down in the panel; up is nearer to the eye.
function shift(name, step) {
  const order = [...state.drawing.order];
  const at = order.indexOf(name);
  place(name, Math.min(Math.max(at + step, 0), order.length - 1));
}

function place(name, at) {
  const order = state.drawing.order.filter((other) => other !== name);
  order.splice(at, 0, name);
  arrange({ order });
}

class Panel {
  #open = new Set(); // overlays whose options are shown
  #wanted = ''; // what the list is searched for
  #dragged = '';

  constructor(map) {
    this.box = folding(map, 'topleft', 'layers', 'overlays');
    this.title = this.box.appendChild(make('summary', ''));
    this.bases = this.box.appendChild(make('div', 'bases'));
    this.search = this.box.appendChild(Object.assign(make('input', 'search'), { type: 'search' }));
    this.list = this.box.appendChild(make('div', 'list'));
    this.box.addEventListener('keydown', (event) => this.#walk(event));
    this.search.oninput = () => {
      this.#wanted = this.search.value.trim().toLowerCase();
      this.fill();
    };
  }

  fill() {
    const held = document.activeElement?.dataset?.name;
    const part = document.activeElement?.dataset?.part;
    this.title.textContent = `${state.words.layers} ${listed().filter((name) => state.overlays[name]).length}`;
    Object.assign(this.search, { placeholder: state.words.search_layers, ariaLabel: state.words.search_layers });
    this.bases.replaceChildren(...this.#bases());
    this.list.replaceChildren(...listed().filter((name) => this.#found(name)).map((name) => this.#row(name)));
    if (held) [...this.box.querySelectorAll('[data-name]')].find(({ dataset }) => dataset.name === held && dataset.part === part)?.focus();
  }

  #found(name) {
    if (!this.#wanted || state.words.overlays[name].toLowerCase().includes(this.#wanted)) return true;
    return choices(name).some(([, text]) => text.toLowerCase().includes(this.#wanted));
  }

  #bases() {
    const all = state.bases ?? [];
    return all.map(({ id, name, datum, fault }) => {
      const tick = Object.assign(make('input', ''), { type: 'radio', name: 'base', checked: id === (state.base?.id ?? ''), disabled: Boolean(fault), onchange: () => hall.choose_base(id) });
      Object.assign(tick.dataset, { name: id, part: 'base' });
      const row = labelled(tick, name);
      row.title = plain(fault);
      if (datum) row.append(make('span', 'count', datum));
      return row;
    });
  }

  #row(name) {
    const row = make('div', `overlay${state.overlays[name] ? '' : ' off'}`);
    let together = false;
    const tick = ticked(name, 'tick', state.overlays[name], (event) => choose(name, event.target.checked, together));
    tick.onclick = (event) => { together = event.shiftKey; };
    if (WASHES.includes(name)) row.title = state.words.one_wash;
    tick.onkeydown = (event) => this.#key(event, name);
    const more = button(this.#open.has(name) ? '▾' : '▸', state.words.options, () => this.#unfold(name));
    Object.assign(more.dataset, { name, part: 'more' });
    more.setAttribute('aria-expanded', this.#open.has(name));
    const count = layers.get(name)?.size ?? layers.get(name)?.things?.size ?? 0;
    row.append(this.#grip(name, row), labelled(tick, state.words.overlays[name]), make('span', 'count', count ? roundNumber(count) : ''), more);
    if (this.#open.has(name) || (this.#wanted && choices(name).length)) row.append(this.#options(name));
    return row;
  }

  #unfold(name) {
    if (!this.#open.delete(name)) this.#open.add(name);
    this.fill();
  }

  // By hand or by Alt and the arrows.
  #grip(name, row) {
    const grip = Object.assign(make('span', 'grip', '⠿'), { title: state.words.order, draggable: true });
    grip.ondragstart = (event) => {
      this.#dragged = name;
      event.dataTransfer.setData('text/plain', name);
      event.dataTransfer.setDragImage(row, 8, 8);
    };
    row.ondragover = (event) => {
      event.preventDefault();
      row.classList.toggle('under', this.#dragged !== name);
    };
    row.ondragleave = () => row.classList.remove('under');
    row.ondrop = (event) => {
      event.preventDefault();
      if (this.#dragged && this.#dragged !== name) place(this.#dragged, state.drawing.order.filter((other) => other !== this.#dragged).indexOf(name) + 1);
      this.#dragged = '';
    };
    return grip;
  }

  #key(event, name) {
    const step = event.altKey ? { ArrowUp: 1, ArrowDown: -1 }[event.key] : undefined;
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    shift(name, step);
  }

  // Up and down through what can be ticked, right and left to open and to fold; a slider and the choice of the base map have these keys for themselves.
  #walk(event) {
    const { key, target, altKey } = event;
    if (altKey || !target.matches('[type=search], [type=checkbox]')) return;
    const fields = [this.search, ...this.list.querySelectorAll('[type=checkbox]')];
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    const { name, part } = target.dataset;
    if (step) fields[Math.max(fields.indexOf(target) + step, 0)]?.focus();
    else if (part === 'tick' && key === (this.#open.has(name) ? 'ArrowLeft' : 'ArrowRight')) this.#unfold(name);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #options(name) {
    const box = make('div', 'options');
    const opacity = Object.assign(make('input', ''), { type: 'range', min: 10, max: 100, step: 5, value: 100 * (state.drawing.opacity[name] ?? 1), title: state.words.opacity });
    opacity.setAttribute('aria-label', state.words.opacity);
    Object.assign(opacity.dataset, { name, part: 'opacity' });
    opacity.oninput = () => tell('drawing', { ...state.drawing, opacity: { ...state.drawing.opacity, [name]: opacity.value / 100 } });
    opacity.onchange = () => arrange({});
    box.append(opacity);
    if (name === 'cases') box.append(labelled(ticked(name, 'closed', state.overlays.closed, (event) => toggle('closed', event.target.checked)), state.words.overlays.closed));
    for (const [id, text] of choices(name)) if (!this.#wanted || text.toLowerCase().includes(this.#wanted) || state.words.overlays[name].toLowerCase().includes(this.#wanted)) box.append(this.#choice(name, id, text));
    return box;
  }

  #choice(name, id, text) {
    const hidden = state.drawing.hidden[name] ?? [];
    const onchange = (event) => arrange({ hidden: { ...state.drawing.hidden, [name]: event.target.checked ? hidden.filter((other) => other !== id) : [...hidden, id] } });
    return labelled(ticked(name, `choice ${id}`, !hidden.includes(id), onchange), text);
  }
}

// `name` and `part` say which field it is, so that the keyboard finds it again in a list made anew.
function ticked(name, part, checked, onchange) {
  const made = Object.assign(make('input', ''), { type: 'checkbox', checked, onchange });
  Object.assign(made.dataset, { name, part });
  return made;
}

function labelled(input, text) {
  const label = make('label', '');
  label.append(input, make('span', '', text));
  return label;
}

export function start(map) {
  const panel = new Panel(map);
  panel.fill();
  let dragging = false; // of the slider: a list that is made anew would let go of it
  panel.box.addEventListener('input', (event) => { dragging = event.target.type === 'range'; });
  panel.box.addEventListener('change', () => { dragging = false; });
  for (const topic of ['words', 'overlays', 'bases', 'base', 'drawing']) on(topic, () => dragging || panel.fill());
  // Counts and classes come with the data; nobody looks at them while the panel is shut.
  let due = false;
  on('applied', () => {
    if (due || !panel.box.open || panel.box.contains(document.activeElement)) return;
    due = true;
    setTimeout(() => {
      due = false;
      panel.fill();
    }, 1000);
  });
}
