/** Guests that talk nonsense to the devices and to the firmware. */
import { HANDLER, begin, sbi } from './attack-code.js';

export const deviceAttackers: Readonly<Record<string, string>> = {
  'nonsense for every device': `${begin}
    li s2, 777
    li s0, 4000
1:  li t0, 1103515245
    mul s2, s2, t0
    addi s2, s2, 1357
    li t0, 0x1ffff               # serial port, virtio slots, clock; with all sizes of access
    and t1, s2, t0
    li t0, 0x10000000
    add t1, t1, t0
    srli t2, s2, 7
    sb t2, (t1)
    lb t3, (t1)
    andi t1, t1, -4
    sw t2, (t1)
    lw t3, (t1)
    add s11, s11, t3
    li t0, 0x3ffffc              # the interrupt controller
    and t1, s2, t0
    li t0, 0x0c000000
    add t1, t1, t0
    sw t2, (t1)
    lw t3, (t1)
    add s11, s11, t3
    li t0, 0x100000              # the finisher, with words that it does not know
    sw zero, (t0)
    addi s0, s0, -1
    bnez s0, 1b
    j .${HANDLER}`,

  'virtqueues that loop, and lead out of memory': `${begin}
    li s2, 0x10001000            # every slot: one of them has the disk
    li s3, 8
1:  li t0, 4096
    sw t0, 0x28(s2)
    sw zero, 0x70(s2)
    li t0, 7
    sw t0, 0x70(s2)
    sw zero, 0x30(s2)
    li t0, 8
    sw t0, 0x38(s2)
    li t0, 4096
    sw t0, 0x3c(s2)
    la t0, queue
    srli t0, t0, 12
    sw t0, 0x40(s2)
    la t1, queue
    li t0, 0x8001fff8            # descriptor 0: the end of memory and what is behind, in a chain with itself
    sw t0, 0(t1)
    sw zero, 4(t1)
    li t0, 0x7fffffff
    sw t0, 8(t1)
    li t0, 3
    sw t0, 12(t1)
    li t0, -16                   # descriptor 1: around the end of all addresses, next descriptor 60000
    sw t0, 16(t1)
    sw t0, 20(t1)
    sw t0, 24(t1)
    li t0, 0xea600003
    sw t0, 28(t1)
    li s4, 50
2:  add t2, s4, s4
    sh s4, 132(t1)               # the ring of what is offered: indices that are none
    sh t2, 134(t1)
    addi t2, s4, 100
    sh t2, 130(t1)
    sw zero, 0x50(s2)
    li t0, 1
    sw t0, 0x50(s2)
    lw t0, 0x60(s2)
    sw t0, 0x64(s2)
    lw t0, 0x70(s2)
    add s11, s11, t0
    addi s4, s4, -1
    bnez s4, 2b
    li t0, 0x7ffff               # a queue where there is no memory
    sw t0, 0x40(s2)
    sw zero, 0x50(s2)
    li t0, 4096
    add s2, s2, t0
    addi s3, s3, -1
    bnez s3, 1b
    j .${HANDLER}
    .balign 4096
queue: .zero 12288`,

  'firmware calls with wild arguments': `${begin}
    li s2, 4242
    li s0, 600
    la s4, extensions
1:  li t0, 1103515245
    mul s2, s2, t0
    addi s2, s2, 1357
    srli t0, s2, 8
    andi t0, t0, 31
    slli t0, t0, 2
    add t0, t0, s4
    lw a7, (t0)
    srli a6, s2, 3
    andi a6, a6, 7
    mv a0, s2
    srai a1, s2, 5
    xor a2, s2, a1
    slli a3, s2, 9
    not a4, s2
    mv a5, zero
    andi t0, s2, 3
    beqz t0, 2f
    andi a0, a0, 3               # sometimes a hart that there is, from where there is no code
    srai a1, a1, 27
2:  ecall
    add s11, s11, a0
    xor s11, s11, a1
    addi s0, s0, -1
    bnez s0, 1b
    j .
extensions:                      # none that stops its own hart, or ends the run
    .word 0x10, 0x735049, 0x52464e43, 0x52464e43, 0x52464e43, 0x52464e43, 0x4442434e, 0x4442434e
    .word 0, 1, 2, 3, 4, 5, 6, 7
    .word 9, 15, 0x0a000000, 0x09000000, 0x08000000, 0xffffffff, 0x7fffffff, 0x80000000
    .word 0x10, 0x735049, 0x52464e43, 0x4442434e, 0x504d55, 0x53544100, 0x43505043, 0x46574654${HANDLER}`,

  'harts that there are not': `${begin}
    li s0, 40
1:  addi a0, s0, -20
    li a1, 0x80000001            # no address of an instruction
    ${sbi(0x48534d, 0)}
    addi a0, s0, -20
    li a1, 0x90000000
    ${sbi(0x48534d, 0)}
    addi a0, s0, -20
    ${sbi(0x48534d, 2)}
    li a0, -1
    addi a1, s0, -20
    ${sbi(0x52464e43, 1)}
    addi s0, s0, -1
    bnez s0, 1b
    ${sbi(0x48534d, 1)}${HANDLER}`, // it stops the last hart that ran
};
