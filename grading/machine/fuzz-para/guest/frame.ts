/** What stands around the attacks: the set-up of the page tables, as an honest kernel does it, and the end with the trap handler. */
import { BASE, OPEN, READ, ROOT, SHARED, STACK, TABLE, WINDOW, WINDOW_TABLE } from './layout.js';
import { call, ownEntry, update } from './pieces.js';

export const prologue = `
_start:
  li s1, ${SHARED}
  la a0, handler
  li a1, ${STACK + 4096}
  li a6, 1
  li a7, 0x09000001
  ecall
${ownEntry(TABLE, 1)}
${`  li t2, ${ROOT + 4 * (BASE >>> 22)}\n  sw t3, (t2)`}
${ownEntry(WINDOW_TABLE, 1)}
${`  li t2, ${ROOT + 4 * (WINDOW >>> 22)}\n  sw t3, (t2)`}
  li s2, ${TABLE}
  lw s3, 64(s1)
  li s4, ${BASE >>> 10}
  add s3, s3, s4
  li s5, 64
1: lw t3, (s3)
  slli t3, t3, 10
  ori t3, t3, ${OPEN}
  sw t3, (s2)
  addi s2, s2, 4
  addi s3, s3, 4
  addi s5, s5, -1
  bnez s5, 1b
  li s2, ${WINDOW_TABLE}
  lw s3, 64(s1)
  li s4, ${SHARED >>> 10}
  add s3, s3, s4
  li s5, 3
2: lw t3, (s3)
  slli t3, t3, 10
  ori t3, t3, ${OPEN & ~8}
  sw t3, (s2)
  addi s2, s2, 4
  addi s3, s3, 4
  addi s5, s5, -1
  bnez s5, 2b
  li s5, 2
3: lw t3, (s3)
  slli t3, t3, 10
  ori t3, t3, ${READ}
  sw t3, (s2)
  addi s2, s2, 4
  addi s3, s3, 4
  addi s5, s5, -1
  bnez s5, 3b
  li t3, ${ROOT}
${update(4)}
start:`;

export const epilogue = `
${call(8, 0)}
  .align 2
handler:
  sw s10, (sp)
  li t0, 0x120
  sw t0, 128(sp)
  li a6, 3
  li a7, 0x09000001
  ecall`;
