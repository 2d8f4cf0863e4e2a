// What the rest of the kernel may ask of the processor. Each privileged operation stands in one function, in arch/ alone.
#pragma once
#include <stdint.h>
#include "riscv.h"

// The registers of what a trap interrupted, on the kernel stack. trap.S knows the order.
struct frame {
  uint32_t pc, ra, sp, gp, tp, t0, t1, t2, s0, s1;
  uint32_t a[8];
  uint32_t s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, t3, t4, t5, t6;
  uint32_t status;
};

// Interrupts. Programs run with interrupts on, system calls too; whoever shares data with an interrupt handler turns them off.
static inline void irq_on(void) { csr_set(sstatus, SSTATUS_SIE); }
static inline int irq_save(void) { return csr_read_clear(sstatus, SSTATUS_SIE) & SSTATUS_SIE; }
static inline void irq_restore(int were_on) {
  if (were_on) {
    irq_on();
  }
}
void irq_wait(void); // sleeps until an interrupt comes, and handles it; interrupts are off before and after

// Traps, and the switch from one process to another. A process's frame lies at the end of its kernel stack.
void trap_init(void);
struct frame *frame_at(uint32_t stack_end);
void frame_start(struct frame *frame, uint32_t pc, uint32_t sp); // a program is about to begin
uint32_t context_new(uint32_t stack_end); // the sp of a new process: it calls process_begin(), then goes where its frame says
void context_switch(uint32_t *save_sp, uint32_t load_sp);

// Page tables. An entry:  | 31 page number 10 | 9 8 software | D A G U X W R V |
typedef uint32_t pte_t;
#define PTE_V 0x001
#define PTE_R 0x002
#define PTE_W 0x004
#define PTE_X 0x008
#define PTE_U 0x010
#define PTE_G 0x020 // in all address spaces
#define PTE_A 0x040
#define PTE_D 0x080
#define PTE_COPY 0x100 // software: shared until somebody writes; see core/space.c
#define PTE_FLAGS 0x3ff
#define TABLE_ENTRIES 1024
#define USER_TABLES (TABLE_ENTRIES / 2) // the lower half of a root is the process's, the upper half the kernel's

static inline pte_t pte_make(uint32_t page, uint32_t flags) { return page >> 12 << 10 | flags; }
static inline uint32_t pte_page(pte_t entry) { return entry >> 10 << 12; }

// Every write of an entry. The hart sees it when the next program runs, and pte_find after the next tlb_forget or root_free: nobody
// reads it back before.
void pte_set(pte_t *place, pte_t entry);
void tlb_forget(uint32_t address);       // what was set for this address counts now
void tlb_forget_all(void);
pte_t *pte_find(pte_t *root, uint32_t address, int make); // the place of an entry; 0: no table there, or no memory for one
int pte_each(pte_t *root, uint32_t start, uint32_t end, int (*visit)(pte_t *, uint32_t, void *), void *argument);
pte_t *root_new(void);
void root_free(pte_t *root); // its tables too, not the pages
void space_switch(pte_t *root);
void paging_init(uint32_t memory_end);
extern pte_t *kernel_root;

// Firmware.
uint64_t time_now(void);
void timer_set(uint64_t time);
void machine_off(int failed) __attribute__((noreturn));
