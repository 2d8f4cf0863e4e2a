/** Where two outcomes of a case differ first. What is left out, and why, stands in README.md, "Masked". */
import { CAUSE_INTERRUPT, PTE_A, registerNames } from '../../src/machine/index.js';
import type { Outcome, TrapLog } from './image.js';
import { CODE, S_VECTORS, Status, TABLES } from './layout.js';

const MTIP = 0x80; // the harness's time limit: real time on QEMU
const BREAKPOINT = 3;
const CALL_FROM_S = 9;

/** One line that names the first difference; undefined: there is none, or the time ran out on QEMU. */
export function firstDifference(here: Outcome, qemu: Outcome): string | undefined {
  if (qemu.status === Status.timedOut || qemu.traps.some(({ csrs }) => (csrs['mip']! & MTIP) !== 0)) {
    return undefined;
  }
  const seen = { breakpoint: false, atomic: false };
  const count = Math.min(here.traps.length, qemu.traps.length);
  for (let index = 0; index < count; index += 1) {
    const [ours, theirs] = [here.traps[index]!, qemu.traps[index]!];
    if (isAtomicFault(here, ours, theirs, wrongAtomicFaults)) return undefined;
    if (isPriority(ours, theirs)) return undefined;
    seen.breakpoint ||= ours.csrs['mcause'] === BREAKPOINT || ours.csrs['scause'] === BREAKPOINT;
    seen.atomic ||= isAtomicFault(here, ours, theirs, ['7,7', '15,15']);
    const difference = trapDifference(ours, theirs, seen.breakpoint);
    if (difference !== undefined) return `trap ${index} (${where(theirs)}): ${difference}`;
  }
  if (here.traps.length !== qemu.traps.length) {
    return `${here.traps.length} traps here, ${qemu.traps.length} on QEMU`;
  }
  const offset = here.memory.findIndex(
    (byte, at) =>
      byte !== qemu.memory[at] && !(seen.atomic && at >= TABLES && (byte | PTE_A) === qemu.memory[at]),
  );
  if (offset >= 0) {
    return `memory at slot + ${hex(offset)}: ${hex(here.memory[offset]!)} here, ${hex(qemu.memory[offset]!)} on QEMU`;
  }
  return here.status === qemu.status ? undefined : `status ${here.status} here, ${qemu.status} on QEMU`;
}

/** Of several pending interrupts QEMU 7.2 takes the lowest number, not the one that section 3.1.9 puts first. */
function isPriority(here: TrapLog, qemu: TrapLog): boolean {
  return ['mcause', 'scause'].some(
    (name) => here.csrs[name]! > qemu.csrs[name]! && qemu.csrs[name]! >= CAUSE_INTERRUPT,
  );
}

/** What QEMU 7.2 makes of them: an atomic memory operation is a load first there. Causes here and there. */
const wrongAtomicFaults = ['7,5', '15,13', '15,5', '7,13'];

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
function origin({ csrs }: TrapLog): { epc: number; cause: number } {
  const delegated = csrs['mcause'] === CALL_FROM_S && (csrs['mepc']! & 0x3e00) === S_VECTORS;
  return delegated
    ? { epc: csrs['sepc']!, cause: csrs['scause']! }
    : { epc: csrs['mepc']!, cause: csrs['mcause']! };
}

function trapDifference(here: TrapLog, qemu: TrapLog, afterBreakpoint: boolean): string | undefined {
  for (const name of ['mcause', 'mepc', ...Object.keys(here.csrs)]) {
    const masked = afterBreakpoint && name.endsWith('tval') && qemu.csrs[name] === 0;
    if (!masked && here.csrs[name] !== qemu.csrs[name])
      return compared(name, here.csrs[name]!, qemu.csrs[name]!);
  }
  if (here.vector !== qemu.vector) return compared('vector', here.vector, qemu.vector);
  const register = here.registers.findIndex((value, number) => value !== qemu.registers[number]);
  return register < 0
    ? undefined
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
