// The point of a straight piece, from a to b, that is nearest to another.
export function footOf(x, y, ax, ay, bx, by) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = dx || dy ? Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy), 0), 1) : 0;
  return [ax + along * dx, ay + along * dy];
}

// Of px in a frame the place in 0..1.
export const worldOf = ({ left, top, world }, [x, y]) => ({ x: (x + left) / world, y: (y + top) / world });

// Marks of a layer of lines and areas, one of each thing, where it is nearest to the middle of the view: by key one goes from one to the next.
// `within(frame)` are its parts in view, `foot(part, [x, y])` the point of one that is nearest to another, in px of the frame.
export function nearestOfEach({ frame, sheet, map, name }, within, keyOf, foot) {
  if (!frame) return [];
  const [shift, size] = [sheet.shift(), map.getSize()];
  const middle = [size.x / 2 - shift.x, size.y / 2 - shift.y];
  const found = new Map();
  for (const part of within(frame)) {
    const [key, [x, y]] = [String(keyOf(part)), foot(part, middle)];
    const away = Math.hypot(x - middle[0], y - middle[1]);
    if (away < (found.get(key)?.away ?? Infinity)) found.set(key, { layer: name, key, x: x + shift.x, y: y + shift.y, at: worldOf(frame, [x, y]), away });
  }
  return [...found.values()];
}
