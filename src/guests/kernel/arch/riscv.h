// The privileged registers and instructions of RISC-V that this kernel uses. Privileged specification 1.12, chapter 4.
// No file outside of arch/ touches them: a port to another privileged architecture changes arch/ alone.
#define SSTATUS_SIE 0x002  // interrupts are on
#define SSTATUS_SPIE 0x020 // they were before the trap
#define SSTATUS_SPP 0x100  // the trap came from S-mode, not from a program

#define SIE_TIMER 0x020
#define SIE_EXTERNAL 0x200

#define SCAUSE_INTERRUPT 0x80000000u
#define INTERRUPT_TIMER (SCAUSE_INTERRUPT | 5)
#define INTERRUPT_EXTERNAL (SCAUSE_INTERRUPT | 9)
#define FAULT_SYSTEM_CALL 8
#define FAULT_EXECUTE_PAGE 12
#define FAULT_LOAD_PAGE 13
#define FAULT_STORE_PAGE 15

#define SATP_SV32 0x80000000u

#define FRAME_BYTES 144  // struct frame of arch.h, and what makes it a multiple of 16
#define CONTEXT_BYTES 64 // what context_switch saves

#ifndef __ASSEMBLER__
#define csr_read(csr) ({ uint32_t v_; asm volatile("csrr %0, " #csr : "=r"(v_)); v_; })
#define csr_write(csr, value) asm volatile("csrw " #csr ", %0" : : "r"(value) : "memory")
#define csr_set(csr, bits) asm volatile("csrs " #csr ", %0" : : "r"(bits) : "memory")
#define csr_read_clear(csr, bits) \
  ({ uint32_t v_; asm volatile("csrrc %0, " #csr ", %1" : "=r"(v_) : "r"(bits) : "memory"); v_; })
#endif
