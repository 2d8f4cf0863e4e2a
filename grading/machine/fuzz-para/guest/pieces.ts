/** Pieces of assembly that attacks are made of. */
import { UPDATES } from './layout.js';

/** A hypercall of PARA_EXTENSION. */
export const call = (number: number, ...args: readonly number[]) =>
  [
    ...args.map((value, index) => `  li a${index}, ${value}`),
    `  li a6, ${number}`,
    '  li a7, 0x09000001',
    '  ecall',
  ].join('\n');

export const store = (address: number, value: number) =>
  `  li t2, ${address}\n  li t3, ${value}\n  sw t3, (t2)`;

/** t3 becomes an entry for the machine frame of a page of its own. t2 is used. */
export const ownEntry = (address: number, flags: number) => `  lw t2, 64(s1)
  li t3, ${Math.floor(address / 4096) * 4}
  add t2, t2, t3
  lw t3, (t2)
  slli t3, t3, 10
  ori t3, t3, ${flags & 0x7ff}`;

/** An update of one entry, whose new value is in t3. */
export const update = (where: number) =>
  `  li t2, ${UPDATES}\n  li t4, ${where}\n  sw t4, (t2)\n  sw t3, 4(t2)\n${call(9, UPDATES, 1)}`;
