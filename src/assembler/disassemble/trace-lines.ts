/**
 * A machine's trace as text: each instruction as a line of `objdump -d` with the privilege mode in front, and each trap
 * with its cause in words. Privileged specification 1.12, table 3.6 (causes).
 *
 *   S 80000010:  00b50533  add a0,a0,a1
 *   S ---------  trap at 80000014 from U to S: load page fault (cause 0xd), tval 0x00001000
 *   S ---------  trap at 80000018 from VS to S: virtual instruction (cause 0x16), tval 0x60002573
 */
import { causeName, csrName, hex, isCompressed, modeName, type TraceEvent } from '../../machine/index.js';
import { disassemble } from './disassemble.js';

/** One event as one line, without the line's end. */
export function traceLine(event: TraceEvent): string {
  switch (event.kind) {
    case 'step': {
      const { pc, mode, virtual, word } = event;
      const bits = isCompressed(word) ? word & 0xffff : word;
      const digits = digitsOf(bits, isCompressed(word) ? 4 : 8).padEnd(8);
      return `${modeName(mode, virtual)} ${digitsOf(pc, 8)}:  ${digits}  ${disassemble(bits, pc)}`;
    }
    case 'trap': {
      const { pc, cause, tval } = event;
      const what = `${causeName(cause)} (cause ${hex(cause)}), tval ${hex(tval, 8)}`;
      const [from, to] = namesOf(event);
      return note(to, `trap at ${digitsOf(pc, 8)} from ${from} to ${to}: ${what}`);
    }
    case 'csr':
      return note(' ', `${csrName(event.csr)} is now ${hex(event.value, 8)}`);
    case 'mode': {
      const [from, to] = namesOf(event);
      return note(to, `from ${from} to ${to}`);
    }
    case 'walk': {
      const { address, access, entries, physical } = event;
      const path = entries.map((entry) => `[${digitsOf(entry.address, 8)}] ${digitsOf(entry.value, 8)}`);
      const end = physical === undefined ? 'no translation' : digitsOf(physical, 8);
      return note(' ', `${access} of ${digitsOf(address, 8)} walks ${[...path, end].join(' -> ')}`);
    }
  }
}

/** The modes before and after the event. */
function namesOf(event: TraceEvent & { kind: 'trap' | 'mode' }): readonly [from: string, to: string] {
  return [modeName(event.from, event.fromVirtual), modeName(event.to, event.toVirtual)];
}

/** One event as one line of JSON, without the line's end. */
export function traceJson(event: TraceEvent): string {
  return JSON.stringify(event);
}

function note(mode: string, text: string): string {
  return `${mode} ---------  ${text}`;
}

/** The digits alone, as objdump writes addresses and instructions. */
function digitsOf(value: number, width: number): string {
  return hex(value, width).slice(2);
}
