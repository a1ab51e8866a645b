// Everything that an operator does with the map by hand.
import * as about from './about.js';
import * as around from './around.js';
import * as bar from './bar.js';
import * as chip from './chip.js';
import * as cycle from './cycle.js';
import * as draw from './draw.js';
import * as follow from './follow.js';
import * as help from './help.js';
import * as keys from './keys.js';
import * as modes from './modes.js';
import * as moves from './moves.js';
import * as place from './place.js';
import * as resume from './resume.js';
import * as search from './search.js';
import * as select from './select.js';
import * as sketch from './sketch.js';

export function start(map) {
  for (const part of [moves, modes, sketch, chip, about, around, cycle, draw, follow, help, place, search, select, resume, bar, keys]) part.start(map);
}
