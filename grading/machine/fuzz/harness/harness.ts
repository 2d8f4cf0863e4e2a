/**
 * The program that runs the cases of a batch one after the other, in M-mode, from one and the same state. It is also
 * their M-mode trap handler: it logs every trap with all registers, and goes on after the instruction that trapped,
 * or, after an ECALL or a jump into nothing, with the next block. x4 (tp) and mscratch belong to it.
 */
import { assemble } from '../../../../src/assembler/index.js';
import { hex, type Image } from '../../../../src/machine/index.js';
import { type Features, type LoggedCsr, loggedCsrNumber, loggedCsrs, layout as at } from '../case/index.js';
import { delegated, IF_HYPERVISORS_WALK, IF_WALK } from './harness-handlers.js';

/** The harness as an image. */
export function harness(features: Features): Image {
  return assemble(source(features), { name: 'harness' }).image;
}

const MTIMECMP = 0x0200_4000;
const MTIME = 0x0200_bff8;
const FINISHER = 0x0010_0000;
/** In ticks of 100 ns on QEMU, in steps here: long enough for any case that ends at all. */
const TIME_LIMIT = 200_000;
const MTIE = 0x80;
const x = Array.from({ length: 32 }, (_, number) => number);
const [T0, T1, T2] = [5, 6, 7];

function source(features: Features): string {
  const csrs = loggedCsrs(features);
  const number = (name: LoggedCsr) => hex(loggedCsrNumber(name));
  const write = (name: LoggedCsr) =>
    `lw t0, ${at.C_CSRS + 4 * csrs.indexOf(name)}(tp)\n  csrw ${number(name)}, t0`;
  const hypervisorOnly = (text: string) => (features.hypervisor ? text : '');
  const pmpOff = '3a0 3a1 3a2 3a3'.split(' ').map((register) => `csrw 0x${register}, zero`);
  return `
_start:
next_case:
  csrw mie, zero
  csrw mstatus, zero
  csrw satp, zero
  li t0, ${MTIE ^ 0xaaa}
  csrc mip, t0
  li t0, 0x2000000
  sw zero, (t0)                 # no software interrupt
  ${hypervisorOnly('csrw 0x310, zero\n  csrw 0x680, zero\n  csrw 0x280, zero\n  csrw 0x645, zero')}
  ${features.pmp ? pmpOff.join('\n  ') : ''}
  li gp, ${hex(at.CONTROL)}
  lw t0, 4(gp)
  lw t1, (gp)
  bgeu t0, t1, all_done
  addi t1, t0, 1
  sw t1, 4(gp)
  slli t0, t0, 17
  lw t1, 8(gp)
  add t0, t0, t1
  li t1, ${hex(at.CONTEXT)}
  add tp, t0, t1
  la t0, vectors
  lw t1, ${at.C_VECTORED}(tp)
  or t0, t0, t1
  csrw mtvec, t0
  li t0, ${at.Status.running}
  sw t0, ${at.C_STATUS}(tp)
  ${csrs.map(write).join('\n  ')}
  sfence.vma
  ${hypervisorOnly('.word 0x62000073 # hfence.gvma\n  .word 0x22000073 # hfence.vvma')}
  fence.i
  addi t0, tp, ${at.C_SAVED}
  sc.w t0, zero, (t0)           # ends a reservation
  li t0, ${hex(MTIMECMP)}
  li t1, -1
  sw t1, 4(t0)
  li t1, ${hex(MTIME)}
  lw t2, (t1)
  li gp, ${TIME_LIMIT}
  add t2, t2, gp
  sw t2, (t0)
  lw t2, 4(t1)
  sw t2, 4(t0)
  mv t1, tp                     # the registers at the start stand at the context's beginning
  j next_block

all_done:
  li t0, ${hex(FINISHER)}
  li t1, 0x5555
  sw t1, (t0)
  j all_done

# One entry for each vector; a direct trap takes the first.
  .balign 256
vectors:
  ${Array.from({ length: 16 }, (_, vector) => `j vector_${vector}`).join('\n  ')}
${Array.from(
  { length: 16 },
  (_, vector) => `
vector_${vector}:
  csrw mscratch, t0
  lui t0, 0x20                  # MPRV: the handler's own stores are machine mode's
  csrrc t0, mstatus, t0
  sw t0, ${at.C_SAVED}(tp)
  li t0, ${vector}
  sw t0, ${at.C_SAVED + 4}(tp)
  j trapped`,
).join('')}

trapped:
  sw t1, ${at.C_SAVED + 8}(tp)
  sw t2, ${at.C_SAVED + 12}(tp)
  lw t1, ${at.C_LOG}(tp)
  ${x
    .filter((register) => register > 0 && ![T0, T1, T2].includes(register))
    .map((register) => `sw x${register}, ${4 * register}(t1)`)
    .join('\n  ')}
  csrr t0, mscratch
  sw t0, ${4 * T0}(t1)
  lw t0, ${at.C_SAVED + 8}(tp)
  sw t0, ${4 * T1}(t1)
  lw t0, ${at.C_SAVED + 12}(tp)
  sw t0, ${4 * T2}(t1)
  lw t0, ${at.C_SAVED + 4}(tp)
  sw t0, (t1)
  ${csrs.map((name, index) => `csrr t0, ${number(name)}\n  sw t0, ${128 + 4 * index}(t1)`).join('\n  ')}
  lw t0, ${at.C_SAVED}(tp)
  sw t0, 128(t1)                # mstatus as it was, with MPRV
  addi t0, t1, ${LOG_ENTRY}
  sw t0, ${at.C_LOG}(tp)
  lw t0, ${at.C_TRAPS}(tp)
  addi t0, t0, 1
  sw t0, ${at.C_TRAPS}(tp)
  li t2, ${at.MAX_TRAPS}
  bgeu t0, t2, finish
  csrr t0, mcause
  bltz t0, interrupt
  li t2, 8
  bltu t0, t2, not_a_call
  li t2, 11
  bgeu t2, t0, call
not_a_call:
  ${hypervisorOnly(`csrr t2, 0x34a\n  ${IF_WALK}`)}
  ${[1, 12, 20].map((cause) => `li t2, ${cause}\n  beq t0, t2, next_block`).join('\n  ')}
  csrr t0, mepc
  call length
  beqz t2, next_block
  csrr t0, mepc
  add t0, t0, t2
  csrw mepc, t0
  j return

# t0: an address in the program. Then t2 is the length of the instruction there; 0 if it is no address of a block.
length:
  srli t2, t0, 13
  andi t2, t2, 1
  bnez t2, no_block
  slli t0, t0, 19
  srli t0, t0, 19
  li t2, ${hex(at.CONTEXT)}
  sub t2, tp, t2
  add t0, t0, t2
  lhu t0, (t0)
  andi t0, t0, 3
  addi t0, t0, -3
  seqz t0, t0
  slli t0, t0, 1
  addi t2, t0, 2
  ret
no_block:
  li t2, 0
  ret

interrupt:
  andi t0, t0, 31
  li t2, 7
  beq t0, t2, timed_out
  li t2, 1
  sll t2, t2, t0
  csrc mie, t2                  # not again
  j return

# A call from a handler in S-mode (or VS-mode) means that it wants its trap seen to; any other ends the block.
call:
  csrr t0, mepc
  li t2, 0x3e00
  and t0, t0, t2
  li t2, ${hex(at.S_VECTORS)}
  beq t0, t2, supervisor
  ${hypervisorOnly(`li t2, ${hex(at.VS_VECTORS)}\n  beq t0, t2, virtual_supervisor`)}
  j next_block
${delegated('supervisor', 'scause', 'sepc', [1, 12, 20], 1, hypervisorOnly(IF_HYPERVISORS_WALK))}
${hypervisorOnly(delegated('virtual_supervisor', '0x242', '0x241', [1, 2, 12], 2))}

next_block:
  lw t0, ${at.C_NEXT}(tp)
  lw t2, ${at.C_BLOCKS}(tp)
  bgeu t0, t2, finish
  addi t2, t0, 1
  sw t2, ${at.C_NEXT}(tp)
  li t2, ${at.TABLE_ENTRY_BYTES}
  mul t0, t0, t2
  add t0, t0, tp
  lw t2, ${at.C_TABLE}(t0)
  csrw mepc, t2
  lw t2, ${at.C_TABLE + 4}(t0)
  csrc mstatus, t2
  lw t2, ${at.C_TABLE + 8}(t0)
  csrs mstatus, t2
  ${hypervisorOnly(`lw t2, ${at.C_TABLE + 12}(t0)
  csrc 0x310, t2
  lw t2, ${at.C_TABLE + 16}(t0)
  csrs 0x310, t2`)}

return:
  ${x
    .filter((register) => register > 0 && ![4, T1].includes(register))
    .map((register) => `lw x${register}, ${4 * register}(t1)`)
    .join('\n  ')}
  lw t1, ${4 * T1}(t1)
  mret

finish:
  li t0, ${at.Status.finished}
  sw t0, ${at.C_STATUS}(tp)
  j next_case
timed_out:
  li t0, ${at.Status.timedOut}
  sw t0, ${at.C_STATUS}(tp)
  j next_case
`;
}

const LOG_ENTRY = at.LOG_ENTRY_BYTES;
