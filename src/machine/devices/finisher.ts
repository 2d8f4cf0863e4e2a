/** The test finisher: one register, with which a program ends the run. It is QEMU's `sifive_test` device. */
import { type Device, FINISHER_BASE, FINISHER_BYTES } from '../memory/index.js';

export const FINISHER_PASS = 0x5555;
const FAIL = 0x3333; // the upper half of the word is the exit code
export const FINISHER_RESET = 0x7777;

/** How a program ended the run. `code` is the exit code, 0 for success; `reset` asks for a restart. */
export type Ending = { readonly kind: 'finished'; readonly code: number } | { readonly kind: 'reset' };

export class Finisher implements Device {
  readonly base = FINISHER_BASE;
  readonly bytes = FINISHER_BYTES;
  readonly #end: (ending: Ending) => void;

  constructor(end: (ending: Ending) => void) {
    this.#end = end;
  }

  read(): number {
    return 0;
  }

  /** Ignores values that it does not know. */
  write(offset: number, _size: number, value: number): boolean {
    const request = value & 0xffff;
    if (offset !== 0) {
      return true;
    }
    if (request === FINISHER_PASS) {
      this.#end({ kind: 'finished', code: 0 });
    } else if (request === FAIL) {
      this.#end({ kind: 'finished', code: value >>> 16 });
    } else if (request === FINISHER_RESET) {
      this.#end({ kind: 'reset' });
    }
    return true;
  }
}
