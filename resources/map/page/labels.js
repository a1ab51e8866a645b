// Names beside marks, as long as they do not run into each other; the numbers of clusters before them. Drawn on the canvas: untrusted text never becomes HTML.
import { Covered, Taken } from './room.js';
import { state } from './state.js';
import { plain } from './text.js';

const LINE = 14; // px
const ABOVE = 1e6; // deeper than no layer
const HALO = 5; // px: wide enough that a name of the base map below does not shine through between the letters
const MOST_LETTERS = 60; // of a name: more would lie across the map

// The names of all layers of a sheet: placed when all marks are drawn, those of the upper layers first.
export function names(pen, frame, size = 11) {
  const [taken, waiting, kept, acts, below] = [new Taken(), [], [], [], []];
  const font = `${size}px ${state.font}`;
  return {
    depth: 0,
    placed: [], // boxes of what was written: left, top, right, bottom
    ground: [], // likewise of the names of the base map, all boxes of each
    // A mark that the names of its layer and of those below must keep clear of; one of a crowd not those of the base map, or no street had a name.
    keep(x, y, radius, crowd = false) {
      kept.push({ depth: this.depth, crowd, box: [x - radius, y - radius, x + radius, y + radius] });
    },
    // What is itself read is drawn over all marks, and no name of any layer lies on it.
    over(box, act) {
      kept.push({ depth: ABOVE, box });
      acts.push(act);
    },
    // `gap` px to the right of the point, or around it.
    add(text, x, y, gap, centred = false, colour = frame.colours.text_2) {
      if (text && x > 0 && y > 0 && x < frame.width && y < frame.height) waiting.push({ text: written(text), x, y, gap, centred, colour, depth: this.depth });
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
      kept.sort(upper);
      let at = 0;
      for (const { text, x, y, gap, centred, colour, depth } of waiting) {
        for (; at < kept.length && kept[at].depth >= depth; at += 1) taken.take(...kept[at].box);
        const width = measured(pen, font, text);
        const left = centred ? x - width / 2 : x + gap;
        if (!taken.free(left, y - LINE / 2, left + width, y + LINE / 2)) continue;
        taken.take(left, y - LINE / 2, left + width, y + LINE / 2);
        this.placed.push([left, y - LINE / 2, left + width, y + LINE / 2]);
        pen.strokeText(text, left, y);
        pen.fillStyle = colour;
        pen.fillText(text, left, y);
      }
      if (below.length) this.lay();
    },
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
