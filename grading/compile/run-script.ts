/** Compiles a part and runs its script at once, in a bare world of its own. For the tests only. */
import { runInNewContext } from 'node:vm';
import { labRoot } from '../lab-root.js';
import { compilePart } from './compile-part.js';
import { readNamesForParts } from './rules/index.js';
import type { Compiled } from './protocol.js';

/** What the parts of the tests may import. */
export const namesForParts = readNamesForParts(labRoot());

export type Values = Record<string, unknown>;

export interface Run {
  readonly exports: Values;
  /** The lines that the meter was called with, in order. */
  readonly lines: number[];
}

export class BudgetUsedUp extends Error {}

/** The reply for a part of exercise 08; throws the first error when there is no script. */
export function compileText(text: string): Compiled {
  const request = { id: 7, exercise: '08-trap-and-emulate', file: 'emulate.ts', text };
  const reply = compilePart(request, namesForParts);
  if (reply.ok) {
    return reply;
  }
  const [first] = reply.errors;
  throw new Error(`line ${first?.line}, column ${first?.column}: ${first?.message}`);
}

/** Runs `text` with `budget` calls of the meter; what it exports can be called, and goes on counting. */
export function runText(text: string, layers: Values = {}, budget = 1000): Run {
  const run = runInNewContext(compileText(text).script) as (
    layers: Values,
    exports: Values,
    meter: (line: number) => void,
  ) => void;
  const exports: Values = {};
  const lines: number[] = [];
  run(layers, exports, (line) => {
    lines.push(line);
    if (lines.length > budget) {
      throw new BudgetUsedUp(`line ${line}`);
    }
  });
  return { exports, lines };
}
