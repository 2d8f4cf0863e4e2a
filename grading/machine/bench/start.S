# Starts a program in machine mode; with PAGED in supervisor mode, behind a page table that maps everything to itself.
  .section .text.start, "ax"
  .globl _start, root, leaves
_start:
  csrr t0, mhartid
1:
  bnez t0, 1b
  la sp, stack
#ifdef PAGED
  # Memory by 4 KiB pages (1,024 of them), all else by 4 MiB superpages.
  la t0, root
  li t1, 0
  li t2, 1024
2:
  slli t3, t1, 20         # frame << 10 of superpage n
  ori t3, t3, 0xcf        # D A X W R V
  slli t4, t1, 2
  add t4, t4, t0
  sw t3, 0(t4)
  addi t1, t1, 1
  bne t1, t2, 2b
  la t5, leaves
  srli t3, t5, 2
  ori t3, t3, 1
  li t4, 0x800
  add t4, t4, t0
  sw t3, 0(t4)            # entry 512: 0x80000000
  li t1, 0
  li t6, 0x20000000       # 0x80000000 >> 2
3:
  slli t3, t1, 10
  add t3, t3, t6
  ori t3, t3, 0xcf
  slli t4, t1, 2
  add t4, t4, t5
  sw t3, 0(t4)
  addi t1, t1, 1
  bne t1, t2, 3b
  la t1, 4f
  csrw mtvec, t1          # go on there where there is none
  li t1, -1
  csrw pmpaddr0, t1       # where there is PMP, S-mode may touch everything
  li t1, 0x1f
  csrw pmpcfg0, t1
  .balign 4
4:
  srli t1, t0, 12
  li t2, 0x80000000
  or t1, t1, t2
  csrw satp, t1
  sfence.vma
  li t1, 1 << 8
  csrw medeleg, t1        # system calls are S-mode's
  li t1, 0x800
  csrw mstatus, t1        # MPP = S
  la t1, bench
  csrw mepc, t1
  mret
#else
  j bench
#endif

  .bss
  .balign 4096
root: .space 4096
leaves: .space 4096
  .space 4096
stack:
