/**
 * Moving on in a section: alignment, and .org.
 */
import type { Section } from '../symbols/index.js';
import { fault } from '../text/index.js';
import type { Assembly } from './assembly.js';

/** Pads `section` to a multiple of `alignment`, unless that takes more than `limit` bytes (0: no limit). */
export function alignTo(section: Section, alignment: number, fill?: bigint, limit = 0n): void {
  const padding = (alignment - (section.size % alignment)) % alignment;
  section.alignment = Math.max(section.alignment, alignment);
  if (limit !== 0n && BigInt(padding) > limit) {
    return;
  }
  if (fill === undefined && section.kind === 'text') {
    padWithNops(section, padding);
  } else {
    section.fill(padding, Number((fill ?? 0n) & 0xffn));
  }
}

/** Pads as GNU as does in text: a zero byte and a compressed nop up to the next word (neither is ever run), then nops. */
function padWithNops(section: Section, count: number): void {
  section.append([...(count % 2 === 1 ? [0] : []), ...(count % 4 >= 2 ? COMPRESSED_NOP : [])]);
  const start = section.size;
  section.fill(count - (count % 4), 0);
  for (let offset = start; offset < section.size; offset += 4) {
    section.patchInstruction(offset, NOP, 4);
  }
}

const NOP = 0x13; // addi zero, zero, 0
const COMPRESSED_NOP = [0x01, 0x00];

/** Continues at `text`, an offset into the section or a place in it. The bytes between are zero. */
export function moveTo(assembly: Assembly, text: string): void {
  const { section } = assembly;
  const target = assembly.expression(text);
  if (target.kind !== 'value' || (target.section !== undefined && target.section !== section)) {
    fault(`'${text}' must be a place in ${section.name} that is known here`);
  }
  const count = target.number - BigInt(section.size);
  if (count < 0n) {
    fault(`'${text}' lies before the place that is reached: there is no way back`);
  }
  if (count > 0xffff_ffffn) {
    fault(`'${text}' lies past the 32-bit address space`);
  }
  section.fill(Number(count), 0);
}
