/** Where two outcomes of a case differ first. What is left out, and why, stands in README.md, "Masked". */
import { CAUSE_INTERRUPT, PTE_A, PTE_D, registerNames } from '../../src/machine/index.js';
import type { Outcome, TrapLog } from './image.js';
import { CODE, S_VECTORS, Status, TABLES } from './layout.js';

const MTIP = 0x80; // the harness's time limit: real time on QEMU
const BREAKPOINT = 3;
const CALL_FROM_S = 9;

export interface Verdict {
  /** One line that names the first difference; undefined: there is none. */
  readonly difference: string | undefined;
  /** How much was compared: all, what came before a known difference of QEMU's, or nothing: the time ran out there. */
  readonly compared: 'all' | 'part' | 'nothing';
}

export function compareOutcomes(here: Outcome, qemu: Outcome): Verdict {
  if (qemu.status === Status.timedOut || qemu.traps.some(({ csrs }) => (csrs['mip']! & MTIP) !== 0)) {
    return { difference: undefined, compared: 'nothing' };
  }
  const excused: Excused = { breakpoints: new Set(), atomic: false };
  const count = Math.min(here.traps.length, qemu.traps.length);
  for (let index = 0; index < count; index += 1) {
    const [ours, theirs] = [here.traps[index]!, qemu.traps[index]!];
    if (isPriority(ours, theirs)) return part;
    if (ours.csrs['mcause'] === BREAKPOINT) excused.breakpoints.add(ours.csrs['mtval']!);
    if (ours.csrs['scause'] === BREAKPOINT) excused.breakpoints.add(ours.csrs['stval']!);
    const mistaken = isAtomicFault(here, ours, theirs, mistakenFaults);
    if (mistaken && origin(ours).delegated !== origin(theirs).delegated) return part;
    excused.atomic ||= mistaken || isAtomicFault(here, ours, theirs, ['7,7', '15,15']);
    const found = trapDifference(ours, theirs, excused, mistaken);
    if (typeof found === 'object') return found;
    if (found !== undefined) return all(`trap ${index} (${where(theirs)}): ${found}`);
  }
  if (here.traps.length !== qemu.traps.length) {
    return all(`${here.traps.length} traps here, ${qemu.traps.length} on QEMU`);
  }
  const offset = here.memory.findIndex((ours, at) => {
    const theirs = qemu.memory[at]!;
    // An operation that faulted has set the A bit there, where the store is a page fault; or the D bit here, where
    // the store's translation succeeded.
    const mistaken =
      excused.atomic && at >= TABLES && (ours | (theirs & PTE_A)) === (theirs | (ours & PTE_D));
    return ours !== theirs && !mistaken;
  });
  if (offset >= 0) {
    return all(
      `memory at slot + ${hex(offset)}: ${hex(here.memory[offset]!)} here, ${hex(qemu.memory[offset]!)} on QEMU`,
    );
  }
  return all(here.status === qemu.status ? undefined : `status ${here.status} here, ${qemu.status} on QEMU`);
}

const part: Verdict = { difference: undefined, compared: 'part' };

function all(difference: string | undefined): Verdict {
  return { difference, compared: 'all' };
}

/** From the most urgent on (section 3.1.9): external, software, timer; first for M-mode, then for S-mode. */
const priority = [11, 3, 7, 9, 1, 5];

/**
 * Of several pending interrupts QEMU 7.2 takes the lowest number, not the one that section 3.1.9 puts first. Is this
 * such a trap: both machines held the same interrupts, and each took the one that it should?
 */
function isPriority(here: TrapLog, qemu: TrapLog): boolean {
  const [ours, theirs] = [origin(here), origin(qemu)];
  const same = ['mip', 'mie', 'mideleg'].every((name) => here.csrs[name] === qemu.csrs[name]);
  if (!same || ours.epc !== theirs.epc || ours.delegated !== theirs.delegated) return false;
  const { mip, mie, mideleg } = here.csrs as Record<'mip' | 'mie' | 'mideleg', number>;
  const pending = mip & mie & (ours.delegated ? mideleg : ~mideleg);
  const held = priority.filter((number) => (pending & (1 << number)) !== 0);
  return (
    held.length > 1 &&
    ours.cause === CAUSE_INTERRUPT + held[0]! &&
    theirs.cause === CAUSE_INTERRUPT + Math.min(...held)
  );
}

/** Known differences that may still show in later traps of the case. */
interface Excused {
  /** What tval of breakpoints was here; on QEMU it is zero. */
  readonly breakpoints: Set<number>;
  /** An atomic memory operation has faulted: scause may differ, and page-table entries in their A and D bits. */
  atomic: boolean;
}

/** What QEMU 7.2 makes of them: an atomic memory operation is a load first there. Causes here and there. */
const mistakenFaults = ['7,5', '15,13', '15,5', '7,13'];
const mistakenBits = [7 ^ 5, 15 ^ 5];

/** Is this a trap of an atomic memory operation, with one of these pairs of causes? */
function isAtomicFault(
  { memory }: Outcome,
  here: TrapLog,
  qemu: TrapLog,
  causes: readonly string[],
): boolean {
  const [ours, theirs] = [origin(here), origin(qemu)];
  const opcode = memory[CODE + (ours.epc & (S_VECTORS - 1))]! & 0x7f;
  return opcode === 0x2f && ours.epc === theirs.epc && causes.includes(`${ours.cause},${theirs.cause}`);
}

/** The trap itself; when it was delegated, the log's own is the call of the handler in S-mode. */
function origin({ csrs }: TrapLog): { epc: number; cause: number; delegated: boolean } {
  const delegated = csrs['mcause'] === CALL_FROM_S && (csrs['mepc']! & 0x3e00) === S_VECTORS;
  return delegated
    ? { epc: csrs['sepc']!, cause: csrs['scause']!, delegated }
    : { epc: csrs['mepc']!, cause: csrs['mcause']!, delegated };
}

/** `mistaken`: this trap is a fault of an atomic memory operation that QEMU mistakes. */
function trapDifference(
  here: TrapLog,
  qemu: TrapLog,
  excused: Excused,
  mistaken: boolean,
): string | Verdict | undefined {
  for (const name of ['mcause', 'mepc', ...Object.keys(here.csrs)]) {
    const [ours, theirs] = [here.csrs[name]!, qemu.csrs[name]!];
    if (ours === theirs) continue;
    if (name.endsWith('tval') && theirs === 0 && excused.breakpoints.has(ours)) continue;
    if (name === 'mcause' && mistaken) continue;
    if (name === 'scause' && excused.atomic && mistakenBits.includes(ours ^ theirs)) continue;
    return compared(name, ours, theirs);
  }
  if (here.vector !== qemu.vector) return compared('vector', here.vector, qemu.vector);
  const register = here.registers.findIndex((value, number) => value !== qemu.registers[number]);
  if (register < 0) return undefined;
  // The program has read such a page-table entry: what it makes of it cannot be compared.
  const bits = [PTE_A, PTE_D];
  const read =
    excused.atomic && here.registers.some((value, number) => bits.includes(value ^ qemu.registers[number]!));
  return read
    ? part
    : compared(registerNames[register]!, here.registers[register]!, qemu.registers[register]!);
}

function where({ csrs }: TrapLog): string {
  return `cause ${hex(csrs['mcause']!)}, epc ${hex(csrs['mepc']!)}, tval ${hex(csrs['mtval']!)} on QEMU`;
}

function compared(what: string, here: number, qemu: number): string {
  return `${what} ${hex(here)} here, ${hex(qemu)} on QEMU`;
}

function hex(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}
