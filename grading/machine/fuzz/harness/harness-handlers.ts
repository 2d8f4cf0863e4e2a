/** What the harness does for the handlers of S- and VS-mode, which are only a call to it and an SRET. */
import { VECTORS_SRET } from '../case/index.js';

/**
 * With mtinst or htinst in t2: a guest-page fault that was met in the guest's own table ends the block, whatever its
 * cause. (QEMU 7.2 has 21 for 20 there.)
 */
export const IF_WALK = 'addi t2, t2, -1024\n  '.repeat(8) + 'beqz t2, next_block';

/** The same by htinst, with the cause in t0. (With other causes htinst keeps on QEMU 7.2 what an earlier trap has left there.) */
export const IF_HYPERVISORS_WALK = `
  li t2, 20
  bltu t0, t2, no_walk
  csrr t2, 0x64a
  ${IF_WALK}
no_walk:`;

/**
 * What a handler below M-mode would do, done for it; then its own SRET is executed. `first`: bit in mie of interrupt 0,
 * as that mode counts them; `fatal`: causes that end the block. (QEMU 7.2 has 1 for 2 in guests.)
 */
export function delegated(
  label: string,
  cause: string,
  epc: string,
  fatal: readonly number[],
  first: number,
  walk = '',
): string {
  return `
${label}:
  csrr t0, ${cause}
  bltz t0, ${label}_interrupt
  li t2, 8
  bltu t0, t2, ${label}_no_call
  li t2, 11
  bgeu t2, t0, next_block
${label}_no_call:
  ${walk}
  ${fatal.map((number) => `li t2, ${number}\n  beq t0, t2, next_block`).join('\n  ')}
  csrr t0, ${epc}
  call length
  beqz t2, next_block
  csrr t0, ${epc}
  add t0, t0, t2
  csrw ${epc}, t0
  j ${label}_return
${label}_interrupt:
  andi t0, t0, 31
  li t2, ${first}
  sll t2, t2, t0
  csrc mie, t2
${label}_return:
  csrr t0, mepc
  srli t0, t0, 12
  slli t0, t0, 12
  addi t0, t0, ${VECTORS_SRET}
  csrw mepc, t0
  j return
`;
}
