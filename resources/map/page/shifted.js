// Lays the tiles of a base map in another datum where their places lie in WGS-84, so that the data lies right on it.
import { shifts } from './datum.js';
import { latOf, lonOf, worldX, worldY } from './mercator.js';

// The methods that a Leaflet grid layer needs instead of its own; none for a datum that needs no shift.
export function shifted(datum) {
  const shift = shifts[datum];
  return shift && {
    _getTilePos(coords) {
      const size = this.getTileSize();
      const middle = [(coords.x + 0.5) / 2 ** coords.z, (coords.y + 0.5) / 2 ** coords.z];
      return L.GridLayer.prototype._getTilePos.call(this, coords).subtract(offset(shift, middle, size.x * 2 ** coords.z));
    },
    // A tile reaches to where the next one begins: the shift is another there, by a pixel now and then.
    _addTile(coords, container) {
      L.GridLayer.prototype._addTile.call(this, coords, container);
      const tile = this._tiles[this._tileCoordsToKey(coords)];
      const [here, right, below] = [[0, 0], [1, 0], [0, 1]].map(([x, y]) => this._getTilePos(Object.assign(coords.add([x, y]), { z: coords.z })));
      if (tile) Object.assign(tile.el.style, { width: `${right.x - here.x}px`, height: `${below.y - here.y}px` });
    },
    _getTiledPixelBounds(center) {
      const bounds = L.GridLayer.prototype._getTiledPixelBounds.call(this, center);
      const scale = this.getTileSize().x * 2 ** this._tileZoom;
      const middle = bounds.getCenter();
      const move = offset(shift, [middle.x / scale, middle.y / scale], scale);
      return L.bounds(bounds.min.add(move), bounds.max.add(move));
    },
  };
}

// By how many px a place of a base map, in px of a world so wide, lies off where it lies in WGS-84.
export function offsets(datum, scale) {
  const shift = shifts[datum];
  return shift ? (x, y) => offset(shift, [x / scale, y / scale], scale) : () => ({ x: 0, y: 0 });
}

// By how many px a place of the base map (0..1) lies off the same place in WGS-84, on a map `scale` px wide. Two steps back from the base map's
// own place bring it to a hundredth of a metre: the shift hardly changes over its own length.
function offset(shift, [x, y], scale) {
  const there = [lonOf(x), latOf(y)];
  let here = there;
  for (let step = 0; step < 2; step += 1) {
    const [lon, lat] = shift(here);
    here = [here[0] + there[0] - lon, here[1] + there[1] - lat];
  }
  return L.point((x - worldX(here[0])) * scale, (y - worldY(here[1])) * scale)._round();
}
