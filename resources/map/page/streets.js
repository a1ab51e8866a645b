// What streets, water and names look like in the colours of the theme. Data is the only saturated thing on the map, so this is muted.
const { CenteredTextSymbolizer, LineLabelSymbolizer, LineSymbolizer, PolygonSymbolizer } = protomapsL;
const MAIN = ['motorway', 'trunk', 'ring', 'express', 'expressway', 'primary', 'arterial', 'main'];
const MIDDLE = ['secondary', 'tertiary', 'collector', 'street'];

const rank = (feature) => (MAIN.includes(feature.props.class) ? 1 : MIDDLE.includes(feature.props.class) ? 2 : 3);
const isDistrict = (feature) => (feature.props.kind ?? 'district') === 'district';
const ranked = (wanted) => (zoom, feature) => rank(feature) === wanted;
// Widths in px by zoom, doubling where streets do.
const WIDTH = { 1: (z) => 1.2 * 1.45 ** (z - 11), 2: (z) => 0.8 * 1.48 ** (z - 12), 3: (z) => 0.6 * 1.5 ** (z - 14) };
const FROM = { 1: 0, 2: 12, 3: 14 };

function roads(colours, wanted) {
  const rule = (color, width, minzoom) => ({
    dataLayer: 'roads', filter: ranked(wanted), minzoom, symbolizer: new LineSymbolizer({ color, width, lineCap: 'round', lineJoin: 'round' }),
  });
  const casing = rule(colours.casing, (z) => WIDTH[wanted](z) + 1.6, Math.max(FROM[wanted], 13));
  return [casing, rule(colours[`road_${wanted}`], WIDTH[wanted], FROM[wanted])];
}

export function paintRules(colours) {
  const area = (dataLayer, fill, minzoom, opacity = 1) => ({ dataLayer, minzoom, symbolizer: new PolygonSymbolizer({ fill, opacity }) });
  const dashed = (dataLayer, colour, width, dash) => ({
    dataLayer, symbolizer: new LineSymbolizer({ color: colour, width, dash, dashColor: colour, dashWidth: width }),
  });
  const ways = [3, 2, 1].map((wanted) => roads(colours, wanted));
  return [
    area('farmland', colours.green, 11, 0.45),
    area('green', colours.green),
    area('parcels', colours.built, 13),
    area('buildings', colours.line, 15, 0.4),
    area('water', colours.water),
    ...ways.map(([casing]) => casing),
    ...ways.map(([, line]) => line),
    dashed('rail', colours.edge, 1.4, [10, 4]),
    dashed('boundary', colours.text_3, 1.2, [8, 4]),
  ];
}

const [FAR, WIDE] = [200, 400]; // px within which a place, and a water, is named once

// A text around the middle of a place; of an area around the middle of its widest part half-way down, for its first corner lies on the edge of a tile.
class MiddleText {
  constructor(text, apart) {
    Object.assign(this, { text: new CenteredTextSymbolizer(text), names: text.labelProps, apart });
  }

  place(layout, geom, feature) {
    const name = this.names.map((property) => feature.props[property]).find(Boolean);
    if (!name) return undefined;
    const placed = this.text.place(layout, feature.geomType === AREA ? [[middle(geom)]] : geom, feature);
    return placed?.map((label) => ({ ...label, deduplicationKey: String(name), deduplicationDistance: this.apart }));
  }
}

const AREA = 3;

function middle(rings) {
  const heights = rings[0].map(({ y }) => y);
  const y = (Math.min(...heights) + Math.max(...heights)) / 2 + 0.01;
  const cuts = rings.flatMap((ring) => ring.flatMap((from, at) => {
    const to = ring[(at + 1) % ring.length];
    return from.y > y === to.y > y ? [] : [from.x + ((to.x - from.x) * (y - from.y)) / (to.y - from.y)];
  })).sort((one, other) => one - other);
  const widest = cuts.reduce((best, cut, at) => (at % 2 && cut - cuts[at - 1] > best[1] - best[0] ? [cuts[at - 1], cut] : best), [rings[0][0].x, rings[0][0].x]);
  return Object.assign(rings[0][0].clone(), { x: (widest[0] + widest[1]) / 2, y });
}

// `names` are the properties to label with, best first; `silent` says of what no names are wanted: districts, places.
export function labelRules(colours, names, font, silent = []) {
  const text = (size, weight, fill) => ({ labelProps: names, fill, stroke: colours.window, width: 3, font: `${weight} ${size}px ${font}`, lineHeight: 1.25, maxLineChars: 24 });
  const street = (wanted, minzoom) => ({
    dataLayer: 'roads', minzoom, filter: ranked(wanted), symbolizer: new LineLabelSymbolizer({ ...text(11, 400, colours.text_3), position: 3, repeatDistance: 500 }),
  });
  const place = (dataLayer, minzoom, size, fill, filter, apart = FAR) => ({
    dataLayer, minzoom, filter, symbolizer: new MiddleText(text(size, 400, fill), apart),
  });
  return [
    ...(silent.includes('districts') ? [] : [place('places', 6, 13, colours.text_2, (zoom, feature) => isDistrict(feature))]),
    place('water', 13, 11, colours.text_3, undefined, WIDE),
    ...(silent.includes('places') ? [] : [place('places', 15, 11, colours.text_3, (zoom, feature) => !isDistrict(feature))]),
    street(1, 13),
    street(2, 15),
    street(3, 16),
  ];
}
