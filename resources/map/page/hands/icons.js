// The pictures on the buttons: strokes on a grid of 16, as resources/icons has them.
const SVG = 'http://www.w3.org/2000/svg';
const PATHS = {
  lock: 'M4.5 7.5h7v6h-7zM6 7.500v-2a2 2 0 0 1 4 0v2',
  unlock: 'M4.5 7.5h7v6h-7zM6 7.500v-2.500a2 2 0 0 1 3.800 -0.800',
  follow: 'M8 5.500a2.500 2.500 0 1 0 0.010 0M8 1.500v2M8 12.500v2M1.500 8h2M12.500 8h2',
  search: 'M7 3a4 4 0 1 0 0.010 0M10 10l3.500 3.500',
  ruler: 'M2 10.500l8.500 -8.500 3.500 3.500 -8.500 8.500zM5 7.500l1.500 1.500M7.500 5l1.500 1.500M9 3.500l1 1',
  rect: 'M2.500 3.500h11v9h-11z',
  lasso: 'M8 3c3.500 0 5.500 1.700 5.500 3.700S11 10.500 8 10.500 2.500 8.700 2.500 6.700 4.500 3 8 3M6 10.300c-1 1.200 -0.500 2.700 1 3.200',
  polygon: 'M3 6l5 -3.500 5.500 4 -2 6.500h-7z',
  circle: 'M8 2.500a5.500 5.500 0 1 0 0.010 0M8 8h5.500',
  fence: 'M2.500 13v-7.500l2 -2.500 2 2.500v7.500M9.500 13v-7.500l2 -2.500 2 2.500v7.500M1.500 8h13M1.500 11h13',
  corridor: 'M2 11.500l5 -5 3 3 4 -4.500M2 14l5 -5 3 3 4 -4.500',
  around: 'M8 6.500a1.500 1.500 0 1 0 0.010 0M8 2a6 6 0 1 0 0.010 0',
  print: 'M4.500 6v-3.500h7v3.500M4.500 11.500h-2v-5.500h11v5.500h-2M4.500 9.500h7v4h-7z',
  help: 'M5.500 5.500a2.500 2.500 0 1 1 3.700 2.200c-0.800 0.400 -1.200 0.900 -1.200 1.800M8 12.300v0.200',
  close: 'M4 4l8 8M12 4l-8 8',
};

export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const line = svg.appendChild(document.createElementNS(SVG, 'path'));
  for (const [key, value] of Object.entries({ viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' })) svg.setAttribute(key, value);
  for (const [key, value] of Object.entries({ d: PATHS[name], fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' })) line.setAttribute(key, value);
  return svg;
}
