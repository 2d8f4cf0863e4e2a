/**
 * A machine's trace as text for people: instructions as lines of `objdump -d`, with the privilege mode in front, and traps
 * with their cause in words. Privileged specification 1.12, table 3.6 (causes).
 *
 *   S 80000010:  00b50533  add a0,a0,a1
 *   S ---------  trap at 80000014 from U to S: load page fault (cause 0xd), tval 0x00001000
 */
import { causeName, csrName, isCompressed, modeName, type TraceEvent } from '../machine/index.js';
import { disassemble } from './disassemble.js';

/** One event as one line, without the line's end. */
export function traceLine(event: TraceEvent): string {
  switch (event.kind) {
    case 'step': {
      const { pc, mode, word } = event;
      const bits = isCompressed(word) ? word & 0xffff : word;
      const digits = digitsOf(bits, isCompressed(word) ? 4 : 8).padEnd(8);
      return `${modeName(mode)} ${digitsOf(pc, 8)}:  ${digits}  ${disassemble(bits, pc)}`;
    }
    case 'trap': {
      const { pc, cause, tval, from, to } = event;
      const what = `${causeName(cause)} (cause 0x${digitsOf(cause, 1)}), tval 0x${digitsOf(tval, 8)}`;
      return note(
        modeName(to),
        `trap at ${digitsOf(pc, 8)} from ${modeName(from)} to ${modeName(to)}: ${what}`,
      );
    }
    case 'csr':
      return note(' ', `${csrName(event.csr)} is now 0x${digitsOf(event.value, 8)}`);
    case 'mode':
      return note(modeName(event.to), `from ${modeName(event.from)} to ${modeName(event.to)}`);
    case 'walk': {
      const { address, access, entries, physical } = event;
      const path = entries.map((entry) => `[${digitsOf(entry.address, 8)}] ${digitsOf(entry.value, 8)}`);
      const end = physical === undefined ? 'no translation' : digitsOf(physical, 8);
      return note(' ', `${access} of ${digitsOf(address, 8)} walks ${[...path, end].join(' -> ')}`);
    }
  }
}

/** One event as one line of JSON, without the line's end. */
export function traceJson(event: TraceEvent): string {
  return JSON.stringify(event);
}

function note(mode: string, text: string): string {
  return `${mode} ---------  ${text}`;
}

/** Hexadecimal; an address may have 34 bits. */
function digitsOf(value: number, width: number): string {
  return (value < 0 ? value >>> 0 : value).toString(16).padStart(width, '0');
}
