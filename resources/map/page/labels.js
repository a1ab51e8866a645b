// Names beside marks, where no mark of any layer and no other name is; the numbers of clusters before them. Drawn on the canvas: untrusted text never becomes HTML.
import { Covered, Taken } from './room.js';
import { state } from './state.js';
import { plain } from './text.js';

const LINE = 14; // px
const ABOVE = 1e6; // deeper than no layer
const HALO = 5; // px: wide enough that a name of the base map below does not shine through between the letters
const MOST_LETTERS = 60; // of a name: more would lie across the map

// The names of all layers of a sheet: placed when all marks are drawn, those of the upper layers first. Each stands to the right of its mark, else to
// the left, below or above, that of an area in its middle or some lines off; where all of that is taken, nowhere.
export function names(pen, frame, size = 11) {
  const [taken, waiting, kept, acts, below] = [new Taken(), [], [], [], []];
  let thick = null; // the marks of crowds
  const font = `${size}px ${state.font}`;
  return {
    depth: 0,
    placed: [], // boxes of what was written: left, top, right, bottom
    ground: [], // likewise of the names of the base map, all boxes of each
    // A mark that no name may lie on. One of a crowd leaves room for names of the layers above where there is no other, and for those of the base map,
    // or no unit and no street had a name.
    keep(x, y, radius, crowd = false) {
      kept.push({ depth: this.depth, crowd, box: [x - radius, y - radius, x + radius, y + radius] });
    },
    // What is itself read is drawn over all marks, and no name of any layer lies on it.
    over(box, act) {
      kept.push({ depth: ABOVE, box });
      acts.push(act);
    },
    // `gap` px beside the point; or around it, where `room` says how far up and down it may go.
    add(text, x, y, gap, room = null, colour = frame.colours.text_2) {
      if (text && x > 0 && y > 0 && x < frame.width && y < frame.height) waiting.push({ text: written(text), x, y, gap, room, colour, depth: this.depth });
    },
    // Pictures of names of the base map, in px of the world: each is shown where no other name and no mark is, whole or not at all.
    under(pictures) {
      below.push(...pictures);
    },
    // What was wanted so far, to be wanted again without drawing the marks anew.
    record: () => [[...waiting], [...kept]],
    resume([names, marks]) {
      waiting.push(...names);
      kept.push(...marks);
    },
    draw() {
      for (const act of acts) act();
      Object.assign(pen, { font, textAlign: 'left', textBaseline: 'middle', lineJoin: 'round', lineWidth: HALO, strokeStyle: frame.colours.window });
      const upper = (one, other) => other.depth - one.depth;
      waiting.sort(upper);
      for (const { box, crowd } of kept) if (!crowd) taken.take(...box);
      const crowd = kept.filter((mark) => mark.crowd).sort(upper);
      if (crowd.length) thick = new Covered(frame.width, frame.height);
      for (const { box } of crowd) thick.take(...box);
      let at = 0;
      for (const { text, x, y, gap, room, colour, depth } of waiting) {
        for (; at < crowd.length && crowd[at].depth >= depth; at += 1) taken.take(...crowd[at].box);
        const boxes = around(x, y, gap, room, measured(pen, font, text)).filter((box) => taken.free(...box));
        const box = boxes.find((each) => !thick || thick.free(...each)) ?? boxes[0];
        if (!box) continue;
        taken.take(...box);
        this.placed.push(box);
        write(pen, text, box, colour);
      }
      if (below.length) this.lay();
    },
    // Whether nothing lies there, for what another sheet writes over this one.
    clear: (box) => taken.free(...box) && (!thick || thick.free(...box)),
    lay() {
      const covered = new Covered(frame.width, frame.height);
      for (const { box, crowd } of kept) if (!crowd) covered.take(...box);
      for (const box of this.placed) covered.take(...box);
      for (const { bitmap, left, top, width, height, boxes } of below) {
        const wanted = boxes.map(([west, north, east, south]) => [west - frame.left, north - frame.top, east - frame.left, south - frame.top]);
        if (!wanted.every((box) => covered.free(...box))) continue;
        for (const box of wanted) covered.take(...box);
        this.ground.push(wanted);
        pen.drawImage(bitmap, left - frame.left, top - frame.top, width, height);
      }
    },
  };
}

// Where a text may stand, the best place first: left, top, right, bottom.
export function around(x, y, gap, room, width) {
  const box = (left, middle) => [left, middle - LINE / 2, left + width, middle + LINE / 2];
  if (room !== null) return lines(room).map((away) => box(x - width / 2, y + away));
  const away = gap + LINE / 2;
  return [box(x + gap, y), box(x - gap - width, y), box(x - width / 2, y + away), box(x - width / 2, y - away)];
}

// 0, and from there a line up and down by turns.
const lines = (room) => [0, ...Array.from({ length: Math.floor(room / LINE) }, (_, line) => [-(line + 1) * LINE, (line + 1) * LINE]).flat()];

export function write(pen, text, [left, top], colour) {
  pen.strokeText(text, left, top + LINE / 2);
  pen.fillStyle = colour;
  pen.fillText(text, left, top + LINE / 2);
}

function written(text) {
  const all = plain(text);
  return all.length > MOST_LETTERS ? `${all.slice(0, MOST_LETTERS - 1)}…` : all;
}

const MOST = 4000; // texts whose width is remembered
const widths = new Map();

function measured(pen, font, text) {
  const key = `${font} ${text}`;
  if (!widths.has(key)) {
    if (widths.size >= MOST) widths.clear();
    widths.set(key, pen.measureText(text).width);
  }
  return widths.get(key);
}
