/** A batch of cases as one program, and what is read from memory after it ran. */
import type { Image } from '../../../../src/machine/index.js';
import {
  type Case,
  type Features,
  type LoggedCsr,
  loggedCsrs,
  areaBytes,
  layout as at,
} from '../case/index.js';
import { harness } from './harness.js';

/** Harnesses by what they are made for: to assemble one takes longer than to run most batches. */
const programs = new Map<string, Image>();

/** The cases must lie in areas one after the other. */
export function batchImage(features: Features, cases: readonly Case[]): Image {
  const control = new Uint32Array([cases.length, 0, cases[0]?.area ?? at.FIRST_AREA]);
  const made = JSON.stringify(features);
  const program = programs.get(made) ?? harness(features);
  programs.set(made, program);
  return {
    ...program,
    segments: [
      ...program.segments,
      segment(at.CONTROL, new Uint8Array(control.buffer)),
      ...cases.map((test) => segment(test.area, areaBytes(test))),
    ],
  };
}

function segment(address: number, bytes: Uint8Array) {
  return { address, bytes, memoryBytes: bytes.length };
}

export interface TrapLog {
  readonly vector: number;
  /** x1 to x31; index 0 is 0. */
  readonly registers: readonly number[];
  readonly csrs: Readonly<Record<string, number>>;
}

/** What a case has left in memory. */
export interface Outcome {
  readonly status: number;
  readonly traps: readonly TrapLog[];
  /** Its area up to the context: code, data, page tables. */
  readonly memory: Uint8Array;
}

/** Reads the outcome of a case from its area. */
export function readOutcome(features: Features, area: Uint8Array): Outcome {
  const view = new DataView(area.buffer, area.byteOffset, area.byteLength);
  const get = (offset: number) => view.getUint32(offset, true);
  const names: readonly LoggedCsr[] = loggedCsrs(features);
  const count = Math.min(get(at.CONTEXT + at.C_TRAPS), at.MAX_TRAPS);
  const traps = Array.from({ length: count }, (_, index) => {
    const entry = at.CONTEXT + at.C_FIRST_LOG + index * at.LOG_ENTRY_BYTES;
    return {
      vector: get(entry),
      registers: Array.from({ length: 32 }, (_word, register) =>
        register === 0 ? 0 : get(entry + 4 * register),
      ),
      csrs: Object.fromEntries(names.map((name, word) => [name, get(entry + 128 + 4 * word)])),
    };
  });
  return { status: get(at.CONTEXT + at.C_STATUS), traps, memory: area.slice(0, at.CONTEXT) };
}
