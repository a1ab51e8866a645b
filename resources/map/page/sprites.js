// Marks painted once, and stamped wherever they are needed: a stamp costs a tenth of its paths.
import { on } from './state.js';

const MOST = 2000;
const sprites = new Map();
on('theme', () => sprites.clear());

// `paint(pen)` draws around the origin, within `reach` px; `key` names all that its picture depends on but the theme.
export function stamp(pen, key, reach, x, y, paint) {
  const ratio = devicePixelRatio;
  let sprite = sprites.get(key);
  if (!sprite || sprite.ratio !== ratio) {
    if (sprites.size >= MOST) sprites.clear();
    sprite = { ratio, picture: painted(reach, ratio, paint) };
    sprites.set(key, sprite);
  }
  // On whole pixels of the screen: between them every stamp would be a resampling.
  pen.drawImage(sprite.picture, Math.round((x - reach) * ratio) / ratio, Math.round((y - reach) * ratio) / ratio, 2 * reach, 2 * reach);
}

function painted(reach, ratio, paint) {
  const canvas = new OffscreenCanvas(Math.ceil(2 * reach * ratio), Math.ceil(2 * reach * ratio));
  const pen = canvas.getContext('2d');
  pen.scale(ratio, ratio);
  pen.translate(reach, reach);
  paint(pen);
  return canvas.transferToImageBitmap();
}
