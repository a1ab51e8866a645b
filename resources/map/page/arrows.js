// Which way a track went: heads along its line. A head points from one fix to the next, so it needs no heading from the device.
const APART = 120; // px along the line
const LEAST = 4; // px of a step that can carry a head: of a shorter one the direction is noise
const FROM = 15; // zoom

// `x`, `y` of the fixes, 0..1, in the order of their times; none on a step of the band `unseen`.
export function arrows(pen, { x, y, bands }, unseen, { zoom, world, left, top, width, height, colours }) {
  if (zoom < FROM) return;
  const heads = new Path2D();
  let since = APART / 2;
  let fromX = x[0] * world - left;
  let fromY = y[0] * world - top;
  for (let row = 1; row < x.length; row += 1) {
    const dx = x[row] * world - left - fromX;
    const dy = y[row] * world - top - fromY;
    const length = Math.sqrt(dx * dx + dy * dy);
    since += length;
    if (since >= APART && length >= LEAST && bands[row] !== unseen) {
      since = 0;
      const atX = fromX + dx / 2;
      const atY = fromY + dy / 2;
      if (atX > 0 && atY > 0 && atX < width && atY < height) head(heads, atX, atY, dx / length, dy / length);
    }
    fromX += dx;
    fromY += dy;
  }
  Object.assign(pen, { lineJoin: 'round', lineWidth: 3, strokeStyle: colours.window, fillStyle: colours.text });
  pen.stroke(heads);
  pen.fill(heads);
}

function head(path, x, y, ux, uy) {
  path.moveTo(x + 6 * ux, y + 6 * uy);
  path.lineTo(x - 4 * ux + 4 * uy, y - 4 * uy - 4 * ux);
  path.lineTo(x - 4 * ux - 4 * uy, y - 4 * uy + 4 * ux);
  path.closePath();
}
