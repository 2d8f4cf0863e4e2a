/** Code that many attackers share. */

/** Traps are passed over: the handler goes on at the next instruction, or after `s1` when the code itself cannot be fetched. */
export const HANDLER = `
    .balign 4
handler:
    csrr t6, scause
    bltz t6, interrupted
    add s11, s11, t6             # s11 mixes what was seen
    csrr t6, stval
    xor s11, s11, t6
    csrr t6, sepc
    addi t6, t6, 4
    csrw sepc, t6
    li t6, 0x100
    csrs sstatus, t6
    sret
interrupted:
    addi s10, s10, 1
    csrw sip, zero
    sret`;

export const begin = `
    la t0, handler
    csrw stvec, t0
    li s11, 0`;

export const sbi = (extension: number, fid: number) =>
  `li a7, ${extension}\nli a6, ${fid}\necall\nadd s11, s11, a0\n`;

/** Maps 4 GiB onto 4 GiB by superpages: every frame below 2^32, its own and all others, with every right. */
export const mapEverything = `
    la t0, root
    li t1, 0xcf
    li t2, 1024
1:  sw t1, (t0)
    addi t0, t0, 4
    li t3, 0x100000
    add t1, t1, t3
    addi t2, t2, -1
    bnez t2, 1b
    la t0, root
    srli t0, t0, 12
    li t1, 0x80000000
    or t0, t0, t1
    csrw satp, t0
    sfence.vma`;

export const tables = '\n    .balign 4096\nroot: .zero 4096\ntable: .zero 4096';
