/**
 * The interpreter: the engine that executes decoded instructions one after another. The loop is in execute-slice.ts. A
 * traced run uses the same loop, with slices of one step.
 */
import type { CodePages } from './code-pages.js';
import type { Engine } from './engine.js';
import { executeSlice } from './execute-slice.js';
import { type Hart, lookAtWord } from '../hart/index.js';

export class Interpreter implements Engine {
  readonly #code: CodePages;

  constructor(code: CodePages) {
    this.#code = code;
  }

  execute(hart: Hart, limit: number): number {
    hart.refreshContext();
    return hart.trace === undefined ? executeSlice(hart, this.#code, limit) : this.#traced(hart, limit);
  }

  #traced(hart: Hart, limit: number): number {
    if (limit <= 0) {
      return 0;
    }
    const word = lookAtWord(hart, hart.pc | 0);
    if (word !== undefined) {
      const { pc, mode, virtual, counters } = hart;
      hart.trace?.({ kind: 'step', step: counters.clock.steps, pc, mode, virtual, word: word >>> 0 });
    }
    return executeSlice(hart, this.#code, 1);
  }
}
