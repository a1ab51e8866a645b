// Things on one spot stand in a circle around it, of many in circles around each other, each on its leg, so that each can be seen and clicked.
const SPOT = 8; // px
const MOST = 12; // in one circle
const APART = 22; // px from one to the next, where there are more

// `singles` are [thing, x, y]; yields them where they are to be drawn, with how far that is from their place. Legs are drawn at once.
export function* fanned(pen, singles, colours) {
  for (const spot of spots(singles)) {
    const fans = spot.length > 1 ? seats(spot.length) : [[0, 0]];
    if (spot.length > 1) spot.forEach(([, x, y], at) => leg(pen, x, y, fans[at], colours));
    for (const [at, [thing, x, y]] of spot.entries()) yield [thing, x + fans[at][0], y + fans[at][1], fans[at]];
  }
}

function seats(count) {
  const all = [];
  for (let radius = 8 + 3.2 * Math.min(count, MOST); all.length < count; radius += APART) {
    const here = count <= MOST ? count : Math.min(Math.floor((2 * Math.PI * radius) / APART), count - all.length);
    for (let at = 0; at < here; at += 1) all.push([radius * Math.sin((2 * Math.PI * at) / here), -radius * Math.cos((2 * Math.PI * at) / here)]);
  }
  return all;
}

// Those that would cover each other, together; the others each alone.
function spots(singles) {
  const cells = new Map();
  for (const single of singles) {
    const cell = Math.round(single[1] / SPOT) * 65536 + Math.round(single[2] / SPOT);
    if (cells.has(cell)) cells.get(cell).push(single);
    else cells.set(cell, [single]);
  }
  return cells.values();
}

export function leg(pen, x, y, [dx, dy], colours) {
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(x + dx, y + dy);
  pen.lineWidth = 1;
  pen.strokeStyle = colours.text_3;
  pen.stroke();
}
