/**
 * A VM that exists only to be asked for things: it has memory, and it writes down what the dispatcher makes it do. The rig
 * runs the student's dispatcher on it; the random check runs the reference on another one, with the same situation.
 */
import {
  checkedResult,
  PartError,
  type HypercallFacade,
  type HypercallPart,
  type HypercallResult,
  type ReturnFrame,
} from '../../../src/hypervisor/index.js';
import { hex } from '../../../src/machine/index.js';

export const MEMORY_BASE = 0x8000_0000;
export const MEMORY_BYTES = 0x1_0000;
const VM_ID = 3;

/** A call does one thing, and a batch at most as many as it has entries; what goes on beyond this is a runaway. */
const MAX_EFFECTS = 1000;

export interface Situation {
  /** Words in memory by address; all others are 0. */
  readonly words?: Readonly<Record<number, number>>;
  /**
   * What another virtual CPU of the guest writes while a call is served: as soon as the word at an address has been read
   * once, it is this.
   */
  readonly changes?: Readonly<Record<number, number>>;
  readonly calls: readonly {
    readonly extension: number;
    readonly function: number;
    readonly args: readonly number[];
  }[];
}

export interface Observation {
  /** The answer to each call. */
  readonly results: readonly HypercallResult[];
  /** What the dispatcher made the VM do, in order: 'setTimer 5 0'. */
  readonly effects: readonly string[];
  /** The words that the dispatcher wrote, by address in hexadecimal. */
  readonly written: Readonly<Record<string, number>>;
}

export function observe(
  dispatch: HypercallPart,
  { words = {}, changes = {}, calls }: Situation,
): Observation {
  const effects: string[] = [];
  const written: Record<string, number> = {};
  const memory = new Map(Object.entries(words).map(([address, value]) => [Number(address), value >>> 0]));
  const pendingChanges = new Map(
    Object.entries(changes).map(([address, value]) => [Number(address), value >>> 0]),
  );

  /** The word that holds the byte at `address`; then it is changed, if it is to change. */
  const read = (address: number): number => {
    const aligned = address - (address % 4);
    const value = memory.get(aligned) ?? 0;
    const next = pendingChanges.get(aligned);
    if (next !== undefined) {
      memory.set(aligned, next);
    }
    pendingChanges.delete(aligned);
    return value;
  };
  const effect = (name: string, ...values: unknown[]): void => {
    if (effects.length >= MAX_EFFECTS) {
      throw new PartError(`the dispatcher made its VM do more than ${MAX_EFFECTS} things for a few calls`);
    }
    effects.push([name, ...values].join(' '));
  };

  const vm: HypercallFacade = Object.freeze({
    id: VM_ID,
    memoryBase: MEMORY_BASE,
    memorySize: MEMORY_BYTES,
    readWord: (address: number) => read(inside(address, 4)),
    writeWord(address: number, value: number) {
      memory.set(inside(address, 4), integer(value) >>> 0);
      written[address.toString(16)] = value >>> 0;
    },
    readBytes(address: number, length: number) {
      return Array.from({ length: bytesInside(address, length) }, (_, i) => {
        const at = address + i;
        return (read(at) >>> (8 * (at % 4))) & 0xff;
      });
    },
    consoleWrite: (bytes: readonly number[]) => effect('consoleWrite', ...byteList(bytes)),
    setCallback: (entry: number, stack: number) => effect('setCallback', integer(entry), integer(stack)),
    setPageTable: (root: number) => effect('setPageTable', integer(root)),
    setTimer: (low: number, high: number) => effect('setTimer', integer(low), integer(high)),
    resume: ({ pc, sp, a0, a6, a7, mode, enabled }: ReturnFrame) =>
      effect('resume', ...[pc, sp, a0, a6, a7, mode, enabled].map(integer)),
    yield: () => effect('yield'),
    block: () => effect('block'),
    shutdown: (code: number) => effect('shutdown', integer(code)),
  });

  const results = calls.map((call) => {
    const asked = Object.freeze({ ...call, args: Object.freeze([...call.args]) });
    return checkedResult(dispatch(asked, vm));
  });
  return { results: results.map(({ error, value }) => ({ error: error | 0, value })), effects, written };
}

function inside(address: number, size: number): number {
  if (integer(address) % size !== 0) {
    throw new RangeError(`guest-physical address ${hex(address)} is not a multiple of ${size}`);
  }
  bytesInside(address, size);
  return address;
}

function bytesInside(address: number, length: number): number {
  const end = integer(address) + integer(length);
  if (address >= MEMORY_BASE && length >= 0 && end <= MEMORY_BASE + MEMORY_BYTES) {
    return length;
  }
  const where = hex(address);
  throw new RangeError(`${length} bytes at guest-physical address ${where} are not all in the VM's memory`);
}

/** At most as many as the VM's memory holds: a longer list cannot come from there. */
function byteList(bytes: readonly number[]): number[] {
  const { length } = bytes;
  if (length > MEMORY_BYTES) {
    throw new RangeError(`consoleWrite of ${length} bytes: more than the VM has`);
  }
  return Array.from(bytes, integer);
}

function integer(value: number): number {
  if (Number.isInteger(value)) {
    return value;
  }
  throw new RangeError(`an integer was expected, not ${String(value)}`);
}
