// Areas in bands, as they are drawn on the map and in the legend: a plain wash for density and coverage, a thin wash with hatching for an evaluation,
// so that no two layers are told apart by their colour alone. The lines say the band; between them the base map is read.
const PERIOD = 10; // px of a hatching
const LINE = 1.75; // px of its lines
const [THINNEST, THICKER] = [1, 0.5]; // px likewise, of figures that have no grades
const INK = 0.85; // how thick its lines are beside the wash
const tiles = new Map();

export function wash(pen, path, colour, alpha) {
  Object.assign(pen, { fillStyle: colour, globalAlpha: alpha });
  pen.fill(path, 'evenodd');
  pen.globalAlpha = 1;
}

// Each grade has its own hatching; of figures that have no grades (`graded` is false) the greater has the thicker lines. `left`, `top`: where the
// canvas lies in the world, px, so that the lines stand still while it moves.
export function hatch(pen, path, { colour, alpha, at, graded, opacity, left = 0, top = 0 }) {
  wash(pen, path, colour, alpha * opacity);
  const ratio = devicePixelRatio;
  const pattern = pen.createPattern(tile(colour, at, graded, ratio), 'repeat');
  pattern.setTransform(new DOMMatrix([1 / ratio, 0, 0, 1 / ratio, -(left % PERIOD), -(top % PERIOD)]));
  wash(pen, path, pattern, INK * opacity);
}

function tile(colour, at, graded, ratio) {
  const key = [colour, at, graded, ratio].join();
  if (!tiles.has(key)) tiles.set(key, drawn(colour, at, graded, ratio));
  return tiles.get(key);
}

const P = PERIOD;
const LEVEL = [[0, P / 2, P, P / 2]];
const UPRIGHT = [[P / 2, 0, P / 2, P]];
// With what reaches in from the tiles beside it.
const RISING = [[-P, P, P, -P], [0, P, P, 0], [0, 2 * P, 2 * P, 0]];
const FALLING = RISING.map(([x, y, toX, toY]) => [P - x, y, P - toX, toY]);
const GRADES = [LEVEL, RISING, UPRIGHT, FALLING, [...RISING, ...FALLING]];

function drawn(colour, at, graded, ratio) {
  const canvas = new OffscreenCanvas(Math.round(P * ratio), Math.round(P * ratio));
  const pen = canvas.getContext('2d');
  pen.scale(canvas.width / P, canvas.height / P);
  const lines = graded ? GRADES[at % GRADES.length] : RISING;
  const width = graded ? LINE : THINNEST + THICKER * at;
  const slanted = lines !== LEVEL && lines !== UPRIGHT;
  Object.assign(pen, { strokeStyle: colour, lineWidth: slanted ? width * Math.SQRT1_2 : width });
  pen.beginPath();
  for (const [x, y, toX, toY] of lines) {
    pen.moveTo(x, y);
    pen.lineTo(toX, toY);
  }
  pen.stroke();
  return canvas;
}
