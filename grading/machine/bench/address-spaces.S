# A process makes system calls to a kernel that has a page table of its own, as xv6 and kernels against Meltdown do: each way in and
# out changes satp and forgets all translations, and both sides then touch some pages again. Needs PAGED.
  .equ CALLS, 100000
  .equ PAGES, 8           # that each side touches between two changes
  .equ FINISHER, 0x100000

  .text
  .globl bench
bench:
  # A second root for the process: the kernel's, copied.
  la t0, root
  la t1, user_root
  li t2, 1024
1:
  lw t3, (t0)
  sw t3, (t1)
  addi t0, t0, 4
  addi t1, t1, 4
  addi t2, t2, -1
  bnez t2, 1b
  la t0, trap
  csrw stvec, t0
  # All pages of memory are both sides' (U); the kernel may use the process's (SUM), but its own code must not have U.
  la t0, user
  li t1, 2 + PAGES        # the process's code, and its data behind it
2:
  slli t2, t0, 1
  srli t2, t2, 13         # which page of memory
  slli t2, t2, 2
  la t3, leaves
  add t2, t2, t3
  lw t3, (t2)
  ori t3, t3, 0x10        # U
  sw t3, (t2)
  li t3, 4096
  add t0, t0, t3
  addi t1, t1, -1
  bnez t1, 2b
  sfence.vma
  la t0, frame
  csrw sscratch, t0
  la t0, user
  csrw sepc, t0
  li t0, 0x100
  csrc sstatus, t0        # SPP = U
  li t0, 0x40000
  csrs sstatus, t0        # SUM
  csrr s2, satp           # the kernel's
  la s3, user_root
  srli s3, s3, 12
  li t0, 0x80000000
  or s3, s3, t0           # the process's
  csrw satp, s3
  sfence.vma
  sret

  .balign 4
trap:
  csrrw sp, sscratch, sp
  .irp r, 1,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
  sw x\r, 4*\r(sp)
  .endr
  csrw satp, s2
  sfence.vma
  csrr t0, scause
  li t1, 8
  bne t0, t1, failed
  bnez a7, finished
  csrr t0, sepc
  addi t0, t0, 4
  csrw sepc, t0
  addi a0, a0, 1
  sw a0, 40(sp)
  la t0, kernel_data
  li t1, PAGES
  li t3, 4096
1:
  lw t2, (t0)
  addi t2, t2, 1
  sw t2, (t0)
  add t0, t0, t3
  addi t1, t1, -1
  bnez t1, 1b
  csrw satp, s3
  sfence.vma
  .irp r, 1,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
  lw x\r, 4*\r(sp)
  .endr
  csrrw sp, sscratch, sp
  sret

finished:
  la t0, kernel_data
  lw t0, (t0)
  li t1, CALLS
  bne a0, t1, failed
  bne t0, t1, failed
  li t1, 0x5555
  j end
failed:
  li t1, 0x13333
end:
  li t0, FINISHER
  sw t1, (t0)
  j end

  .balign 4096
user:
  li a0, 0
  li a7, 0
  li s1, CALLS
1:
  la t0, user_data
  li t1, PAGES
  li t3, 4096
2:
  lw t2, (t0)
  addi t2, t2, 1
  sw t2, (t0)
  add t0, t0, t3
  addi t1, t1, -1
  bnez t1, 2b
  ecall
  addi s1, s1, -1
  bnez s1, 1b
  li a7, 1
  ecall
  j .
  .balign 4096
user_data:
  .space 4096 * (PAGES + 1)

  .bss
  .balign 4096
kernel_data: .space 4096 * PAGES
user_root: .space 4096
frame: .space 128
