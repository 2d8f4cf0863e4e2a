/** The whole machine: a hypervisor in HS-mode on the built-in SBI runs a guest kernel that does not know about it. */
import { assemble } from '../assembler/index.js';
import { assisted } from './isa/profiles.js';
import { boot } from './testing.js';

const HYPERVISOR = `
    la t0, handler
    csrw stvec, t0
    la t0, registers
    csrw sscratch, t0
    la t0, tables            # the G-stage table: RAM is mapped to itself, no device is
    li t1, 0x200000df        # a superpage: V R W X U A D
    li t2, 0x800             # of 0x80000000
    add t2, t2, t0
    sw t1, (t2)
    srli t0, t0, 12
    li t1, 0x80400000        # Sv32x4, VMID 1
    or t0, t0, t1
    csrw hgatp, t0
    hfence.gvma
    li t0, 0x100             # calls from VU-mode go to the guest's kernel
    csrw hedeleg, t0
    li t0, 0x444
    csrw hideleg, t0
    li t0, 0x180             # SPV, SPVP: SRET is to return to VS-mode
    csrs hstatus, t0
    li t0, 0x100             # SPP
    csrs sstatus, t0
    la t0, guest
    csrw sepc, t0
    sret

    .balign 4
handler:                     # saves all registers of the guest
    csrrw t6, sscratch, t6
    .macro save number
    sw x\\number, 4*\\number(t6)
    .endm
    .irp number, 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30
    save \\number
    .endr
    csrr t0, sscratch
    sw t0, 124(t6)
    csrw sscratch, t6
    mv s0, t6
    csrr s1, scause
    li t0, 23
    beq s1, t0, device
    li t0, 10
    beq s1, t0, call
    j wrong

device:                      # the guest stores a byte to its serial port; htinst says from which register
    csrr s2, htinst
    li t0, 0x707f
    and t0, s2, t0
    li t1, 0x23
    ori t2, t0, 2
    ori t1, t1, 2
    bne t2, t1, wrong
    csrr t0, htval
    li t1, 0x04000000        # 0x10000000 >> 2
    bne t0, t1, wrong
    srli t0, s2, 20
    andi t0, t0, 31
    slli t0, t0, 2
    add t0, t0, s0
    lw a0, (t0)
    li a7, 1                 # the machine's SBI prints
    ecall
    andi t0, s2, 2           # compressed or not
    addi t0, t0, 2
    j skip

call:                        # a call of the guest: a7 = 0 asks for a timer interrupt, a7 = 1 clears it, a7 = 8 ends the run
    lw t0, 68(s0)
    li t1, 8
    beq t0, t1, finish
    li t1, 0x40              # VSTIP
    beqz t0, 1f
    csrc hvip, t1
    li t0, 4
    j skip
1:  csrs hvip, t1
    li t0, 4

skip:
    csrr t1, sepc
    add t1, t1, t0
    csrw sepc, t1
    mv t6, s0
    .macro restore number
    lw x\\number, 4*\\number(t6)
    .endm
    .irp number, 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    restore \\number
    .endr
    sret

wrong:
    li a0, 'X'
    li a7, 1
    ecall
finish:
    li a7, 8
    ecall

    .balign 4
registers: .space 128
    .balign 16384
tables: .space 16384
`;

const GUEST = `
guest:                       # an ordinary kernel: supervisor CSRs, a serial port, an SBI
    la t0, trap
    csrw stvec, t0
    li s0, 0x10000000
    li s1, 'V'
    sb s1, (s0)
    .option rvc
    li a0, 'S'
    sb a0, (s0)
    .option norvc
    li t0, 0x20
    csrs sie, t0
    csrsi sstatus, 2
    li a7, 0
    ecall                    # the interrupt comes before the next instruction
    li s1, '.'
    sb s1, (s0)
    la t0, process
    csrw sepc, t0
    li t0, 0x100
    csrc sstatus, t0
    sret                     # to VU-mode
process:
    li a7, 77
    ecall
    .balign 4
trap:
    csrr t0, scause
    bgez t0, 1f
    andi t0, t0, 31
    addi s1, t0, '0'         # the number of the interrupt, as the guest sees it
    sb s1, (s0)
    li a7, 1
    ecall
    sret
1:  addi s1, t0, '0'         # the number of the exception
    sb s1, (s0)
    li a7, 8
    ecall
`;

test('a hypervisor on the built-in SBI emulates a device by htinst, injects an interrupt, and leaves system calls to its guest', () => {
  const setup = { profile: assisted, firmware: 'sbi', memoryBytes: 0x2_0000 } as const;
  const machine = boot(assemble(HYPERVISOR + GUEST), setup);
  expect(machine.run(100_000)).toEqual({ kind: 'finished', code: 0 });
  expect(machine.consoleOutput()).toBe('VS5.8');
});
