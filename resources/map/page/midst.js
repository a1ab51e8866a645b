// How far from the middle of an area its name may go and is still in it.
const MOST = 70, EDGE = 10; // px

// Half of the height of outlines in 0..1, to be kept with the area.
export function heightOf(rings) {
  let [top, bottom] = [1, 0];
  for (const ring of rings) {
    for (const [, y] of ring) {
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  return Math.max(bottom - top, 0) / 2;
}

export const roomIn = ({ height }, { world }) => Math.min(Math.max(height * world - EDGE, 0), MOST);
