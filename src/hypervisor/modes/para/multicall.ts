/** A batch of hypercalls, which a guest makes in one entry of the VMM. */
import { HypercallError, type HypercallResult } from '../../sockets/index.js';
import type { Caller } from './caller.js';
import { done, fixed, refused, runCall, type ParaCallRow, type Rows } from './para-call.js';
import { PARA_CALLS_MAX } from './shared/index.js';

const { Success, InvalidParam, InvalidAddress, NotSupported, Denied } = HypercallError;

type CallOf = (number: number) => ParaCallRow | undefined;

/** `callOf`: the table, of which this row is one. */
export const multicall = (callOf: CallOf): Rows<'Multicall'> => ({
  Multicall: {
    arguments: [
      'address of the calls, 32 bytes each: call, five arguments, error, value',
      'how many, at most 32',
    ],
    does: 'runs the calls in order; stops after the first that fails, whose number is the value',
    errors: ['InvalidParam', 'InvalidAddress', 'Denied', 'NotSupported'],
    cost: fixed(50),
    inBatch: false,
    run: (caller, args) => runBatch(caller, args, callOf),
  },
});

const ENTRY_BYTES = 32;

function runBatch(caller: Caller, [address, count]: readonly number[], callOf: CallOf): HypercallResult {
  const { domain, vm } = caller;
  if (address! % 4 !== 0 || count! > PARA_CALLS_MAX) {
    return refused(InvalidParam);
  }
  const bytes = count! * ENTRY_BYTES;
  const writable = () => domain.has(address!, bytes) && domain.mayWrite(address!, bytes);
  if (!writable()) {
    return refused(InvalidAddress);
  }
  const copy = vm.memory.readBytes(address!, bytes); // before the first of them is carried out
  const words = new DataView(copy.buffer, copy.byteOffset, bytes);
  for (let i = 0; i < count!; i++) {
    const word = (index: number) => words.getUint32(ENTRY_BYTES * i + 4 * index, true);
    const call = callOf(word(0));
    const args = [1, 2, 3, 4, 5].map(word);
    const result =
      call === undefined
        ? refused(NotSupported)
        : call.inBatch
          ? runCall(caller, call, args)!
          : refused(Denied);
    if (vm.end !== undefined || !writable()) {
      return { error: Denied, value: i }; // a call of the batch has made a page table of the batch's own page
    }
    vm.memory.writeWord(address! + ENTRY_BYTES * i + 24, result.error);
    vm.memory.writeWord(address! + ENTRY_BYTES * i + 28, result.value);
    if (result.error !== Success) {
      return { error: result.error, value: i };
    }
  }
  return done(count);
}
