// What comes into the kernel: system calls, faults of programs, interrupts.
#include "../core/kernel.h"

void trap_entry(void), process_entry(void); // trap.S

void trap_init(void) {
  csr_write(stvec, trap_entry);
  csr_write(sscratch, 0);
  csr_write(scounteren, 7); // programs may read cycle, time and instret
  csr_write(sie, SIE_TIMER | SIE_EXTERNAL);
  timer_set(time_now() + TICK);
}

// Called by trap.S with interrupts off. It may return much later: other processes may run meanwhile.
void trap(struct frame *frame, uint32_t cause, uint32_t value) {
  int from_program = (frame->status & SSTATUS_SPP) == 0;
  switch (cause) {
  case INTERRUPT_TIMER:
    timer_set(time_now() + TICK);
    clock_tick();
    break;
  case INTERRUPT_EXTERNAL:
    device_interrupt();
    break;
  case FAULT_SYSTEM_CALL:
    frame->pc += 4;
    irq_on();
    system_call(frame->a);
    irq_save();
    break;
  case FAULT_EXECUTE_PAGE:
  case FAULT_LOAD_PAGE:
  case FAULT_STORE_PAGE:
    if (from_program &&
        page_fault(value, cause == FAULT_STORE_PAGE ? PTE_W : cause == FAULT_LOAD_PAGE ? PTE_R : PTE_X)) {
      break;
    }
    // fall through
  default:
    if (!from_program) {
      panic("trap in the kernel: scause %x, sepc %x, stval %x", cause, frame->pc, value);
    }
    printf("%s (pid %d) killed: scause %x, sepc %x", current->name, current->pid, cause, frame->pc);
    if (cause >= FAULT_EXECUTE_PAGE) {
      printf(", stval %x", value); // the address; for other causes harts may differ
    }
    printf("\n");
    current->killed = 1;
  }
  if (from_program) {
    before_return();
  }
}

void irq_wait(void) {
  asm volatile("wfi"); // ends when an interrupt waits, though they are off
  irq_on();            // here it is taken
  irq_save();
}

void frame_start(struct frame *frame, uint32_t pc, uint32_t sp) {
  memset(frame, 0, sizeof(*frame));
  frame->pc = pc;
  frame->sp = sp;
  frame->status = SSTATUS_SPIE; // interrupts on, U-mode
  asm volatile("fence.i");      // the program has just been written to memory
}

struct frame *frame_at(uint32_t stack_end) {
  return (struct frame *)(stack_end - FRAME_BYTES);
}

uint32_t context_new(uint32_t stack_end) {
  uint32_t *sp = (uint32_t *)(stack_end - FRAME_BYTES - CONTEXT_BYTES);
  sp[0] = (uint32_t)process_entry; // the return address of context_switch
  return (uint32_t)sp;
}
