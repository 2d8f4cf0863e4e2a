/**
 * The capabilities that a hypercall dispatcher is lent, with every value checked that it passes. There is one such facade: the
 * VMM has it over a real VM, and the checks of exercise 13 over a VM that records. So both have the same rules.
 */
import { Mode } from '../../machine/index.js';
import {
  CONSOLE_WRITE_MAX,
  MULTICALL_MAX,
  type HypercallFacade,
  type ReturnFrame,
} from '../sockets/index.js';
import type { GuestMemory } from '../vm/index.js';
import { bits, integer } from './numbers.js';
import { show } from './part-error.js';

/** The VM's memory. One call of these is one moment: nobody else writes to memory before it returns. */
export type FacadeMemory = Pick<GuestMemory, 'base' | 'size' | 'readWord' | 'writeWord' | 'readBytes'>;

/** What a hypercall does to its VM, apart from memory. All numbers are unsigned 32-bit integers. */
export type HypercallEffects = Pick<
  HypercallFacade,
  'consoleWrite' | 'setCallback' | 'setPageTable' | 'setTimer' | 'resume' | 'yield' | 'block' | 'shutdown'
>;

/** Each member throws a RangeError when the dispatcher passes something that is no number of its kind. */
export function hypercallFacade(
  id: number,
  memory: FacadeMemory,
  effects: HypercallEffects,
): HypercallFacade {
  return Object.freeze({
    id,
    memoryBase: memory.base,
    memorySize: memory.size,
    readWord: (address: number) => memory.readWord(integer('address', address)),
    writeWord: (address: number, value: number) =>
      memory.writeWord(integer('address', address), bits('value', value)),
    readBytes: (address: number, length: number) => [
      ...memory.readBytes(integer('address', address), integer('length', length)),
    ],
    consoleWrite: (bytes: readonly number[]) => effects.consoleWrite(byteList(bytes)),
    setCallback: (entry: number, stack: number) =>
      effects.setCallback(bits('entry', entry), bits('stack', stack)),
    setPageTable: (root: number) => effects.setPageTable(bits('root', root)),
    setTimer: (low: number, high: number) => effects.setTimer(bits('low', low), bits('high', high)),
    resume: ({ pc, sp, a0, a6, a7, mode, enabled }: ReturnFrame) =>
      effects.resume({
        pc: bits('pc', pc),
        sp: bits('sp', sp),
        a0: bits('a0', a0),
        a6: bits('a6', a6),
        a7: bits('a7', a7),
        mode: virtualMode(mode),
        enabled: bits('enabled', enabled),
      }),
    yield: () => effects.yield(),
    block: () => effects.block(),
    shutdown: (code: number) => effects.shutdown(bits('code', code)),
  });
}

function virtualMode(mode: number): number {
  if (mode === Mode.User || mode === Mode.Supervisor) {
    return mode;
  }
  throw new RangeError(`mode must be 0 or 1, not ${show(mode)}`);
}

/** As many bytes as the largest batch writes. */
const MOST_BYTES = MULTICALL_MAX * CONSOLE_WRITE_MAX;

/** A copy. Each property is read once: the list may be of the dispatcher's making. */
function byteList(bytes: readonly number[]): number[] {
  const { length } = bytes;
  if (!Number.isInteger(length) || length < 0 || length > MOST_BYTES) {
    throw new RangeError(`consoleWrite takes a list of at most ${MOST_BYTES} bytes, not of ${show(length)}`);
  }
  return Array.from({ length }, (_, i) => {
    const byte = bytes[i] as number;
    if (Number.isInteger(byte) && byte >= 0 && byte <= 0xff) {
      return byte;
    }
    throw new RangeError(`consoleWrite takes bytes from 0 to 255, not ${show(byte)}`);
  });
}
