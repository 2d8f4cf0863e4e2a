# A process in user mode makes a million system calls, each of which saves and restores all registers, and on every
# sixteenth the kernel switches address spaces and forgets translations: what a busy kernel is made of. Needs PAGED.
  .equ CALLS, 1000000
  .equ FINISHER, 0x100000

  .text
  .globl bench
bench:
  la t0, trap
  csrw stvec, t0
  la t1, user
  slli t1, t1, 1
  srli t1, t1, 13         # which page of memory
  slli t1, t1, 2
  la t0, leaves
  add t0, t0, t1
  lw t1, (t0)
  ori t1, t1, 0x10        # U
  sw t1, (t0)
  sfence.vma
  la t0, frame
  csrw sscratch, t0
  la t0, user
  csrw sepc, t0
  li t0, 0x100
  csrc sstatus, t0        # SPP = U
  li s0, 0
  sret

  .balign 4
trap:
  csrrw sp, sscratch, sp
  .irp r, 1,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
  sw x\r, 4*\r(sp)
  .endr
  csrr t0, scause
  li t1, 8
  bne t0, t1, failed
  bnez a7, finished
  csrr t0, sepc
  addi t0, t0, 4
  csrw sepc, t0
  addi a0, a0, 1
  sw a0, 40(sp)
  andi t0, a0, 15
  bnez t0, 1f
  csrr t0, satp
  li t1, 1 << 22          # the other address space: ASID 0 or 1
  xor t0, t0, t1
  csrw satp, t0
  sfence.vma
1:
  .irp r, 1,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
  lw x\r, 4*\r(sp)
  .endr
  csrrw sp, sscratch, sp
  sret

finished:
  li t0, CALLS
  bne a0, t0, failed
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
  ecall
  addi s1, s1, -1
  bnez s1, 1b
  li a7, 1
  ecall
  j .
  .balign 4096

  .bss
  .balign 16
frame: .space 128
