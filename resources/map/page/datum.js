// Where a place of WGS-84 lies in the datum of a base map: the series of geo/datum.py, which says where they come from.
const { PI, abs, atan2, cos, hypot, sin, sqrt } = Math;
const CHINA = [72.004, 0.8293, 137.8347, 55.8271];
const [RADIUS, E2, SPIRAL] = [6378245, 0.00669342162296594323, (PI * 3000) / 180];

const waves = (x, ...parts) => (parts.reduce((sum, [amplitude, period]) => sum + amplitude * sin((x * PI) / period), 0) * 2) / 3;
const inside = (lon, lat) => lon >= CHINA[0] && lon <= CHINA[2] && lat >= CHINA[1] && lat <= CHINA[3];

function gcj02([lon, lat]) {
  if (!inside(lon, lat)) return [lon, lat];
  const [x, y] = [lon - 105, lat - 35];
  const root = sqrt(abs(x));
  const ripple = waves(x, [20, 1 / 6], [20, 1 / 2]);
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple + waves(x, [20, 1], [40, 3], [150, 12], [300, 30]);
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple + waves(y, [20, 1], [40, 3], [160, 12], [320, 30]);
  const angle = (lat * PI) / 180;
  const flat = 1 - E2 * sin(angle) ** 2;
  return [lon + (((east * sqrt(flat)) / (RADIUS * cos(angle))) * 180) / PI, lat + (((north * flat * sqrt(flat)) / (RADIUS * (1 - E2))) * 180) / PI];
}

function bd09(place) {
  const [lon, lat] = gcj02(place);
  if (!inside(lon, lat)) return [lon, lat];
  const radius = hypot(lon, lat) + 0.00002 * sin(lat * SPIRAL);
  const angle = atan2(lat, lon) + 0.000003 * cos(lon * SPIRAL);
  return [radius * cos(angle) + 0.0065, radius * sin(angle) + 0.006];
}

// None for a datum that lies where WGS-84 does.
export const shifts = { gcj02, bd09 };
