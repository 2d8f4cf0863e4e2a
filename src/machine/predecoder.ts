/**
 * Remembers how words decode, so that decoding costs a comparison the next time.
 *
 * A word's slot is chosen by its address, but what makes a slot valid is the word itself: how a word decodes depends
 * on nothing else. So no store, FENCE.I or new page table can ever leave something stale behind, and memory stays bounded.
 *
 * A plan is the instruction packed into a number:
 *
 *   23  19 18  14 13  9 8       4 3    0
 *   rs2    rs1    rd    operation kind
 */
import { decode } from './decode.js';
import type { Instruction } from './instructions.js';

const SLOTS = 16 * 1024; // 64 KiB of code without a collision

export const SLOT_MASK = SLOTS - 1;

export class Predecoder {
  // A fresh slot holds the word 0, which is no instruction, and the plan 0, which says so.
  readonly words = new Int32Array(SLOTS);
  readonly plans = new Int32Array(SLOTS);
  readonly immediates = new Int32Array(SLOTS);
  readonly #plan: (instruction: Instruction) => { kind: number; operation: number; immediate: number };

  constructor(plan: (instruction: Instruction) => { kind: number; operation: number; immediate: number }) {
    this.#plan = plan;
  }

  /** Decodes `word` into a slot. */
  fill(slot: number, word: number): void {
    this.words[slot] = word;
    const instruction = decode(word);
    if (instruction === undefined) {
      this.plans[slot] = 0;
      return;
    }
    const { rd, rs1, rs2 } = instruction;
    const { kind, operation, immediate } = this.#plan(instruction);
    this.plans[slot] = kind | (operation << 4) | (rd << 9) | (rs1 << 14) | (rs2 << 19);
    this.immediates[slot] = immediate;
  }
}
