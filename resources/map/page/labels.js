// Names beside marks, where no mark of any layer and no other name is; the numbers of clusters before them. Drawn on the canvas: untrusted text never becomes HTML.
import { Covered, Taken } from './room.js';
import { state } from './state.js';
import { plain } from './text.js';

const LINE = 14; // px
const ABOVE = 1e6; // deeper than no layer
const HALO = 5; // px: wide enough that a name of the base map below does not shine through between the letters
const MOST_LETTERS = 60; // of a name: more would lie across the map

// The names of all layers of a sheet: placed when all marks are drawn, those of the upper layers first. Each stands to the right of its mark, else to
// the left, below or above, that of an area in its middle or some lines off; where all of that is taken, nowhere: a name over a crowd of marks is hard
// to read, hides what somebody looks for, and seems to be that of a mark below it. Only what is selected is named on a crowd too, since it was asked for.
export function names(pen, frame, size = 11) {
  const [taken, waiting, kept, acts, below] = [new Taken(), [], [], [], []];
  const [crowds, thick] = [new Map(), []]; // the marks of crowds: by depth, and of those that have no single ones
  const uncrowded = (box, under = Infinity) =>
    thick.every((crowd) => crowd.free(...box)) && [...crowds].every(([depth, crowd]) => depth >= under || crowd.free(...box));
  const font = `${size}px ${state.font}`;
  return {
    layer: '',
    depth: 0,
    placed: [], // boxes of what was written: left, top, right, bottom
    ground: [], // likewise of the names of the base map, all boxes of each
    // A mark that no name may lie on. One of a crowd leaves room for the names of the base map, which would not find any and by which one finds his way.
    keep(x, y, radius, crowd = false) {
      kept.push({ depth: this.depth, crowd, box: [x - radius, y - radius, x + radius, y + radius] });
    },
    // A crowd of thousands, as the cells that it covers.
    cover(crowd) {
      thick.push(crowd);
    },
    // What is itself read is drawn over all marks, and no name of any layer lies on it.
    over(box, act) {
      kept.push({ depth: ABOVE, box });
      acts.push(act);
    },
    // `gap` px beside the point; or around it, where `room` says how far up and down it may go. `key` is that of what is called so.
    add(text, x, y, { gap = 0, room = null, colour = frame.colours.text_2, key = null, layer = this.layer }) {
      if (text && x > 0 && y > 0 && x < frame.width && y < frame.height) waiting.push({ text: written(text), x, y, gap, room, colour, key, layer, depth: this.depth });
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
      for (const { box, crowd } of kept) if (!crowd) taken.take(...box);
      const crowd = kept.filter((mark) => mark.crowd).sort(upper);
      for (const { depth, box } of crowd) {
        if (!crowds.has(depth)) crowds.set(depth, new Covered(frame.width, frame.height));
        crowds.get(depth).take(...box);
      }
      for (const name of waiting.filter(isSelected)) {
        const boxes = this.free(name);
        this.put(name, boxes.find((box) => uncrowded(box)) ?? boxes[0]);
      }
      let at = 0;
      for (const name of waiting.filter((each) => !isSelected(each)).sort(upper)) {
        for (; at < crowd.length && crowd[at].depth >= name.depth; at += 1) taken.take(...crowd[at].box);
        this.put(name, this.free(name).find((box) => uncrowded(box, name.depth)));
      }
      if (below.length) this.lay();
    },
    free: ({ text, x, y, gap, room }) => around(x, y, gap, room, measured(pen, font, text)).filter((box) => taken.free(...box)),
    put({ text, colour }, box) {
      if (!box) return;
      taken.take(...box);
      this.placed.push(box);
      write(pen, text, box, colour);
    },
    // Whether nothing lies there, for what another sheet writes over this one.
    clear: (box) => taken.free(...box) && uncrowded(box),
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

const isSelected = ({ layer, key }) => key !== null && state.selection?.key === key && state.selection.layer === layer;

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
