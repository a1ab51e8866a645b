// Lengths, bearings and areas on the ellipsoid of WGS-84, by GeographicLib. Points are [lon, lat].
const { WGS84 } = geodesic.Geodesic;
const CORNERS = 72; // of a circle

const between = ([lon1, lat1], [lon2, lat2]) => WGS84.Inverse(lat1, lon1, lat2, lon2);

export const distance = (one, other) => between(one, other).s12;
export const bearing = (one, other) => (between(one, other).azi1 + 360) % 360;

export function length(points) {
  return points.slice(1).reduce((sum, point, at) => sum + distance(points[at], point), 0);
}

// What a ring encloses, m², whichever way round it runs.
export function area(points) {
  const ring = WGS84.Polygon(false);
  for (const [lon, lat] of points) ring.AddPoint(lat, lon);
  return Math.abs(ring.Compute(false, true).area);
}

export function away([lon, lat], metres, degrees) {
  const { lon2, lat2 } = WGS84.Direct(lat, lon, degrees, metres);
  return [lon2, lat2];
}

export function circle(centre, radius) {
  return Array.from({ length: CORNERS }, (_, corner) => away(centre, radius, (corner * 360) / CORNERS));
}

export function sayLength(metres) {
  if (metres < 1000) return `${metres.toFixed(1)} m`;
  return `${(metres / 1000).toFixed(metres < 100000 ? 3 : 1)} km`;
}

export function sayArea(squares) {
  return squares < 100000 ? `${squares.toFixed(squares < 1000 ? 1 : 0)} m²` : `${(squares / 1e6).toFixed(3)} km²`;
}
