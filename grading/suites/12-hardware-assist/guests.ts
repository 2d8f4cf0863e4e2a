/** Guests of the hidden checks. A trap of theirs goes on at the address in s10, as kernel, and is mixed into s11. */

const kernel = (entries: string, body: string) => `
    la t0, trap
    csrw stvec, t0
    la t0, root
    li t1, 0x200000cf       # 0x8000_0000 to itself
    li t2, 2048
    add t2, t2, t0
    sw t1, (t2)
    ${entries}
    la t0, root
    srli t0, t0, 12
    li t1, 0x80000000
    or s1, t0, t1
    csrw satp, s1
    sfence.vma
    ${body}
    mv a0, s11
    li a7, 8
    ecall
    .align 2
trap:
    csrr t5, scause
    slli s11, s11, 3
    add s11, s11, t5
    csrr t6, stval
    xor s11, s11, t6
    csrw sepc, s10
    li t5, 0x100
    csrs sstatus, t5
    sret
    .balign 4096
root: .zero 4096`;

/** Guest frames of superpages that are not the guest's: devices, the VMM's, its neighbour's, above memory, and above 4 GiB. */
const foreign = [
  0, 0x1_0000, 0x8_0800, 0x8_1000, 0x9_0000, 0xf_fc00, 0x10_0000, 0x18_0000, 0x28_0000, 0x38_0000, 0x3f_fc00,
];

/** Maps foreign frames with every right, and loads, stores and jumps there; also through tables that lie in such frames. */
export const attacker = kernel(
  foreign
    .map((frame, number) => {
      const at = 4 * (0x100 + 2 * number);
      const [leaf, pointer] = [(frame * 1024 + 0xcf) >>> 0, (frame * 1024 + 1) >>> 0];
      return `li t1, ${leaf}\n li t2, ${at}\n add t2, t2, t0\n sw t1, (t2)\n li t1, ${pointer}\n sw t1, 4(t2)`;
    })
    .join('\n'),
  foreign
    .flatMap((_, number) => [0x4000_0008 + 2 * number * 0x40_0000, 0x4040_0008 + 2 * number * 0x40_0000])
    .map(
      (address, i) => `
    li s0, ${address}
    li t1, 0
    la s10, 1f
    lw t1, (s0)
1:  add s11, s11, t1
    la s10, 2f
    sw s11, (s0)
2:  la s10, 3f
    ${i % 3 === 0 ? 'jr s0' : 'amoadd.w t1, s11, (s0)'}
3:  nop`,
    )
    .join('\n'),
);

/** Writes satp, fences, and returns from traps, twenty times. */
export const switching = kernel(
  '',
  `li s0, 20
1:  csrw satp, zero
    sfence.vma
    csrw satp, s1
    sfence.vma zero, zero
    la s10, 2f
    ebreak
2:  addi s0, s0, -1
    bnez s0, 1b`,
);
