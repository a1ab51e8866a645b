// The base map: vector tiles painted in the colours of the theme.
import { on, state } from './state.js';
import { VectorTiles } from './vector.js';

export function start(map) {
  const tint = () => map.getContainer().style.setProperty('background', state.theme.window);
  tint();
  on('theme', tint);
  if (!state.base) return;
  const layer = new VectorTiles('/tiles/{z}/{x}/{y}', state.base.max_zoom);
  for (const topic of ['theme', 'words']) on(topic, () => layer.dress());
  layer.addTo(map);
}
