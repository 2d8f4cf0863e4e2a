/**
 * The counter CSRs, each as two 32-bit halves. The unprivileged ones (cycle, instret) are read-only because of their numbers.
 * Privileged specification 1.12, sections 3.1.10 (mcycle, minstret, event counters) and 3.1.12 (mcountinhibit).
 */
import { hardWiredToZero, type CsrRow, type CsrRule, type CsrState } from './csr-rule.js';
import { Csr } from '../isa/index.js';

const INHIBITABLE = 0b101; // time cannot be stopped

export const counterRows: readonly CsrRow[] = [
  [Csr.mcountinhibit, { write: inhibitCounters, read: (state) => state.values[Csr.mcountinhibit]! }],
  [Csr.mcycle, counter('cycle', 'low')],
  [Csr.mcycleh, counter('cycle', 'high')],
  [Csr.cycle, counter('cycle', 'low')],
  [Csr.cycleh, counter('cycle', 'high')],
  [Csr.minstret, counter('instret', 'low')],
  [Csr.minstreth, counter('instret', 'high')],
  [Csr.instret, counter('instret', 'low')],
  [Csr.instreth, counter('instret', 'high')],
  [Csr.time, { read: (state) => state.counters.time }],
  [Csr.timeh, { read: (state) => state.counters.time / 2 ** 32 }],
  // The event counters and their selectors are always zero, which section 3.1.10 allows.
  ...[0xb00, 0xb80, 0xc00, 0xc80, 0x320].flatMap((first) =>
    Array.from({ length: 29 }, (_, index) => hardWiredToZero(first + 3 + index)),
  ),
];

function inhibitCounters(state: CsrState, value: number, meterAhead: number): void {
  const { counters } = state;
  state.values[Csr.mcountinhibit] = value & INHIBITABLE;
  counters.cycle.inhibit(counters.cycles + meterAhead, (value & 1) !== 0);
  counters.instret.inhibit(counters.retired + meterAhead, (value & 4) !== 0);
}

function counter(which: 'cycle' | 'instret', half: 'low' | 'high'): CsrRule {
  const meter = (state: CsrState) => (which === 'cycle' ? state.counters.cycles : state.counters.retired);
  const read = (state: CsrState, ahead: number) => state.counters[which].read(meter(state) + ahead);
  return {
    read: (state) => Number(half === 'low' ? read(state, 0) & 0xffff_ffffn : read(state, 0) >> 32n),
    write: (state, value, ahead) => {
      // The instruction that writes the counter is not counted itself. That holds for the other half too (unprivileged
      // specification, section 9.1, "Zicsr").
      const old = read(state, 0);
      const merged =
        half === 'low'
          ? ((old >> 32n) << 32n) | BigInt(value)
          : (BigInt(value) << 32n) | (old & 0xffff_ffffn);
      state.counters[which].write(meter(state) + ahead, merged);
    },
  };
}
