/**
 * The trap that a log entry is about: when it was delegated, the entry's own is the call of the handler below M-mode, or
 * the fault that met it there.
 */
import type { Outcome, TrapLog } from '../harness/index.js';
import { DATA, S_VECTORS, VS_VECTORS } from '../case/index.js';

export interface Origin {
  readonly epc: number;
  readonly cause: number;
  readonly tval: number;
  /** Whose handler got it. */
  readonly level: 'M' | 'HS' | 'VS';
  /** Where it came from: 0 U, 1 S, 3 M, and whether that was a guest's. */
  readonly mode: number;
  readonly virtual: boolean;
}

const CALL_FROM_S = 9;
const CALL_FROM_VS = 10;
const HANDLER = 0x3e00; // the part of an address that tells the pages of handlers

/** The last trap that each level's CSRs tell of. */
export function origins(log: TrapLog): readonly Origin[] {
  return [machine(log), hypervisor(log), guest(log)];
}

export function origin(log: TrapLog): Origin {
  return chain(log)[0]!;
}

/** That trap, and those of the handlers that it led through, down to the entry's own. */
export function chain(log: TrapLog): readonly Origin[] {
  const [m, hs, vs] = [machine(log), hypervisor(log), guest(log)];
  if (leaves(m, VS_VECTORS, CALL_FROM_VS)) {
    return [vs, m];
  }
  if (!leaves(m, S_VECTORS, CALL_FROM_S)) {
    return [m];
  }
  return leaves(hs, VS_VECTORS, CALL_FROM_VS) ? [vs, hs, m] : [hs, m];
}

/** Is this the call of that handler, or the fault that met it there? */
function leaves(trap: Origin, handler: number, call: number): boolean {
  const its =
    trap.mode === 1 && trap.virtual === (handler === VS_VECTORS) && (trap.epc & HANDLER) === handler;
  return its && (trap.cause === call || isFetchFault(trap));
}

/** Of a handler, by a page table or PMP. */
function isFetchFault({ cause }: Origin): boolean {
  return [1, 12, 20, 21].includes(cause);
}

function machine(log: TrapLog): Origin {
  const virtual = (log.csrs['mstatush']! & 0x80) !== 0;
  return { ...registers(log, 'm'), level: 'M', mode: (log.csrs['mstatus']! >>> 11) & 3, virtual };
}

function hypervisor(log: TrapLog): Origin {
  const virtual = (log.csrs['hstatus']! & 0x80) !== 0;
  return { ...registers(log, 's'), level: 'HS', mode: (log.csrs['mstatus']! >>> 8) & 1, virtual };
}

function guest(log: TrapLog): Origin {
  return { ...registers(log, 'vs'), level: 'VS', mode: (log.csrs['vsstatus']! >>> 8) & 1, virtual: true };
}

function registers({ csrs }: TrapLog, level: string): Pick<Origin, 'epc' | 'cause' | 'tval'> {
  const get = (name: string) => csrs[`${level}${name}`] ?? 0;
  return { epc: get('epc'), cause: get('cause'), tval: get('tval') };
}

/** The word that stands where the trap was taken; both machines' code is the same. */
export function instructionAt({ memory }: Outcome, epc: number): number {
  const at = epc & (DATA - 1);
  return new DataView(memory.buffer, memory.byteOffset).getUint32(Math.min(at, DATA - 4) & ~1, true);
}
