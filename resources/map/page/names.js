// Names of rows, fetched by the block when rows of it are to be named: nobody reads a million names.
import { begin, end } from './rest.js';

const BLOCK = 256; // rows
const MOST = 200; // blocks that are remembered

export class Names {
  #blocks = new Map();

  constructor(layer, arrived) {
    Object.assign(this, { layer, arrived });
  }

  // The name of a row, empty until it has come.
  of(row) {
    const block = Math.floor(row / BLOCK);
    if (!this.#blocks.has(block)) this.#fetch(block);
    return this.#blocks.get(block)[row % BLOCK] ?? '';
  }

  async #fetch(block) {
    if (this.#blocks.size >= MOST) this.#blocks.clear();
    this.#blocks.set(block, []);
    begin();
    try {
      const answer = await fetch(`/names/${this.layer.name}/${block * BLOCK}/${BLOCK}`);
      this.#blocks.set(block, await answer.json());
      this.arrived();
    } finally {
      end();
    }
  }
}
