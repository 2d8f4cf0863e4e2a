/** Where two outcomes of a case differ first. What is left out, and why, stands in README.md, "Masked". */
import { hex, PTE_A, PTE_D, registerNames } from '../../../../src/machine/index.js';
import type { Outcome, TrapLog } from '../harness/index.js';
import { isAtomic, knownFault } from './known-faults.js';
import { isPriority } from './known-interrupts.js';
import { excuses, noteTrap, startOfCase, type Excused } from './known-values.js';
import { PAGE_TABLES, Status } from '../case/index.js';
import { instructionAt, origin } from './origin.js';

const MTIP = 0x80; // the harness's time limit: real time on QEMU

export interface Verdict {
  /** One line that names the first difference; undefined: there is none. */
  readonly difference: string | undefined;
  /** How much was compared: all, what came before a known difference of QEMU's, or nothing: the time ran out there. */
  readonly compared: 'all' | 'some' | 'nothing';
}

/** QEMU's clock is this machine's: where that is slow, a case can meet its time limit, and answers something else each time. */
export function clockHasRung({ status, traps }: Outcome): boolean {
  return status === Status.timedOut || traps.some(({ csrs }) => (csrs['mip']! & MTIP) !== 0);
}

export function compareOutcomes(here: Outcome, qemu: Outcome): Verdict {
  if (clockHasRung(qemu)) {
    return { difference: undefined, compared: 'nothing' };
  }
  const excused = startOfCase();
  const count = Math.min(here.traps.length, qemu.traps.length);
  for (let index = 0; index < count; index += 1) {
    const [ours, theirs] = [here.traps[index]!, qemu.traps[index]!];
    if (isPriority(ours, theirs)) {
      return partly;
    }
    const known = knownFault(here, ours, theirs);
    if (known === 'diverges') {
      return partly;
    }
    excused.atomic ||= isAtomic(instructionAt(here, origin(ours).epc)) && isStoreFault(origin(ours).cause);
    noteTrap(excused, here, ours, theirs);
    const found = trapDifference(ours, theirs, excused);
    if (typeof found === 'object') {
      return found;
    }
    if (found !== undefined) {
      return all(`trap ${index} (${where(ours)} here, ${where(theirs)} on QEMU): ${found}`);
    }
  }
  if (here.traps.length !== qemu.traps.length) {
    return all(`${here.traps.length} traps here, ${qemu.traps.length} on QEMU`);
  }
  const offset = here.memory.findIndex((ours, at) => {
    const theirs = qemu.memory[at]!;
    // An operation that faulted has set the A bit there, where the store is a page fault; or the D bit here, where
    // the store's translation succeeded.
    const mistaken =
      excused.atomic && at >= PAGE_TABLES && (ours | (theirs & PTE_A)) === (theirs | (ours & PTE_D));
    return ours !== theirs && !mistaken;
  });
  if (offset >= 0) {
    return all(
      `memory at area + ${hex(offset)}: ${hex(here.memory[offset]!)} here, ${hex(qemu.memory[offset]!)} on QEMU`,
    );
  }
  return all(here.status === qemu.status ? undefined : `status ${here.status} here, ${qemu.status} on QEMU`);
}

const partly: Verdict = { difference: undefined, compared: 'some' };

function all(difference: string | undefined): Verdict {
  return { difference, compared: 'all' };
}

function isStoreFault(cause: number): boolean {
  return [7, 15, 23].includes(cause);
}

function trapDifference(here: TrapLog, qemu: TrapLog, excused: Excused): string | Verdict | undefined {
  for (const name of ['mcause', 'mepc', ...Object.keys(here.csrs)]) {
    const [ours, theirs] = [here.csrs[name]!, qemu.csrs[name]!];
    if (ours !== theirs && !excuses(excused, name, ours, theirs)) {
      return compared(name, ours, theirs);
    }
  }
  if (here.vector !== qemu.vector) {
    return compared('vector', here.vector, qemu.vector);
  }
  const register = here.registers.findIndex((value, number) => value !== qemu.registers[number]);
  if (register < 0) {
    return undefined;
  }
  // The program has read such a page-table entry, so its results cannot be compared.
  const bits = [PTE_A, PTE_D];
  const read =
    excused.atomic && here.registers.some((value, number) => bits.includes(value ^ qemu.registers[number]!));
  return read
    ? partly
    : compared(registerNames[register]!, here.registers[register]!, qemu.registers[register]!);
}

function where(log: TrapLog): string {
  const { level, cause, epc, tval, mode, virtual } = origin(log);
  const from = (virtual ? 'V' : '') + 'US?M'[mode]!;
  return `${from} to ${level}, cause ${hex(cause)}, epc ${hex(epc)}, tval ${hex(tval)}`;
}

function compared(what: string, here: number, qemu: number): string {
  return `${what} ${hex(here)} here, ${hex(qemu)} on QEMU`;
}
