// The platform-level interrupt controller: collects the interrupts of devices. RISC-V PLIC specification 1.0.0.
#include "../core/kernel.h"

#define REGISTER(offset) ((volatile uint32_t *)(PLIC + (offset)))
#define PRIORITY(source) REGISTER(4 * (source))
#define ENABLE(context) REGISTER(0x2000 + 0x80 * (context))
#define THRESHOLD(context) REGISTER(0x200000 + 0x1000 * (context))
#define CLAIM(context) REGISTER(0x200004 + 0x1000 * (context))

static int context; // S-mode of our hart
static int block_irq;

void plic_init(int hart) {
  context = 2 * hart + 1;
  *THRESHOLD(context) = 0;
  plic_enable(UART_IRQ);
}

void plic_enable(int source) {
  *PRIORITY(source) = 1;
  *ENABLE(context) |= 1u << source;
  if (source != UART_IRQ) {
    block_irq = source;
  }
}

void device_interrupt(void) {
  uint32_t source;
  while ((source = *CLAIM(context)) != 0) {
    if (source == UART_IRQ) {
      console_interrupt();
    } else if ((int)source == block_irq) {
      block_interrupt();
    }
    *CLAIM(context) = source; // handled: the next one may come
  }
}
