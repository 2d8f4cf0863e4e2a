/**
 * From a 32-bit word to the 16-bit instruction that stands for it: the inverse of the machine's own expansion.
 * Unprivileged specification 20191213, chapter 16 (C).
 */
import { expandCompressed, findCompressed, isCompressed } from '../../machine/index.js';

/** The 16 bits that the assembler may put in place of `word`; undefined if there are none. HINTs are never chosen. */
export function compress(word: number): number | undefined {
  const halves = (table ??= invert());
  return equivalents(word)
    .map((equal) => halves.get(equal)?.find(({ isHint }) => !isHint)?.half)
    .find((half) => half !== undefined);
}

/** The 16 bits of compressed instruction `name` that stand for `word`, HINTs included; undefined if there are none. */
export function compressAs(name: string, word: number): number | undefined {
  const found = (table ??= invert()).get(word)?.find((candidate) => candidate.name === name);
  return found?.half;
}

interface Candidate {
  readonly name: string;
  readonly half: number;
  readonly isHint: boolean;
}

let table: ReadonlyMap<number, readonly Candidate[]> | undefined; // made at the first use: most sources are not compressed

function invert(): ReadonlyMap<number, readonly Candidate[]> {
  const candidates = new Map<number, Candidate[]>();
  for (let half = 0; half < 0x1_0000; half += 1) {
    const word = isCompressed(half) ? expandCompressed(half) : undefined;
    if (word === undefined) {
      continue;
    }
    const name = findCompressed(half)?.name ?? '';
    const list = candidates.get(word) ?? [];
    list.push({ name, half, isHint: isHint(name, word) });
    candidates.set(word, list);
  }
  return candidates;
}

/**
 * Is this one of the HINTs of section 16.7: nothing is written, or nothing changes? By that section, c.nop itself is no
 * HINT, and neither is c.mv from a register to itself.
 */
function isHint(name: string, word: number): boolean {
  if (name === 'c.nop') {
    return word !== NOP;
  }
  const rd = (word >>> 7) & 31;
  if (['c.li', 'c.lui', 'c.mv', 'c.add', 'c.slli'].includes(name) && rd === 0) {
    return true;
  }
  const amount = (word >>> 20) & 31;
  if (['c.slli', 'c.srli', 'c.srai'].includes(name)) {
    return amount === 0;
  }
  return name === 'c.addi' && word >>> 20 === 0;
}

const NOP = 0x13;

/** `word`, and other words that do the same: one of them may have a compressed form where `word` has none. */
function equivalents(word: number): readonly number[] {
  const rd = (word >>> 7) & 31;
  const rs1 = (word >>> 15) & 31;
  const rs2 = (word >>> 20) & 31;
  const isMove = (word & 0xfff0_707f) >>> 0 === NOP;
  if (isMove) {
    return [word, rs1 === 0 ? word : 0x33 | (rd << 7) | (rs1 << 20)]; // addi rd, rs, 0 does what c.mv does
  }
  const commutes = [0x33, 0x4033, 0x6033, 0x7033].includes((word & 0xfe00_707f) >>> 0); // add, xor, or, and
  if (!commutes || rs2 === 0) {
    return [word]; // GNU as does not compress `add a0, a1, zero`
  }
  return [word, ((word & ~0x01ff_8000) | (rs2 << 15) | (rs1 << 20)) >>> 0];
}
