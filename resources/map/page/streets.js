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

// `names` are the properties to label with, best first; `silent` says of what no names are wanted: districts, places.
export function labelRules(colours, names, font, silent = []) {
  const text = (size, weight, fill) => ({ labelProps: names, fill, stroke: colours.window, width: 3, font: `${weight} ${size}px ${font}`, lineHeight: 1.25, maxLineChars: 24 });
  const street = (wanted, minzoom) => ({
    dataLayer: 'roads', minzoom, filter: ranked(wanted), symbolizer: new LineLabelSymbolizer({ ...text(11, 400, colours.text_3), position: 3, repeatDistance: 500 }),
  });
  const place = (dataLayer, minzoom, size, fill, filter) => ({
    dataLayer, minzoom, filter, symbolizer: new CenteredTextSymbolizer(text(size, 400, fill)),
  });
  return [
    ...(silent.includes('districts') ? [] : [place('places', 6, 13, colours.text_2, (zoom, feature) => isDistrict(feature))]),
    place('water', 13, 11, colours.text_3),
    ...(silent.includes('places') ? [] : [place('places', 15, 11, colours.text_3, (zoom, feature) => !isDistrict(feature))]),
    street(1, 13),
    street(2, 15),
    street(3, 16),
  ];
}
