// Web Mercator in 0..1, so that a frame costs one multiplication and one subtraction per axis.
export const worldX = (lon) => lon / 360 + 0.5;
export function worldY(lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return 0.5 - (0.25 * Math.log((1 + sine) / (1 - sine))) / Math.PI;
}
export const lonOf = (x) => (x - 0.5) * 360;
export const latOf = (y) => (360 * Math.atan(Math.exp((180 - y * 360) * (Math.PI / 180)))) / Math.PI - 90;
// Metres of the ground in one px at a height of 0..1 on the map.
export const metresPerPixel = (y, zoom) => (40075016.7 * Math.cos((latOf(y) * Math.PI) / 180)) / (256 * 2 ** zoom);
