// The serial port: a 16550, whose registers are a byte each.
#include "../core/kernel.h"

#define REGISTER(number) ((volatile uint8_t *)(UART + (number)))
#define DATA REGISTER(0)
#define INTERRUPTS REGISTER(1) // 1: when something was typed
#define FIFO REGISTER(2)
#define LINE REGISTER(3)
#define STATUS REGISTER(5) // 0x01 something was typed, 0x20 ready to send

void uart_init(void) {
  *INTERRUPTS = 0;
  *LINE = 3;   // 8 bits, no parity
  *FIFO = 7;   // on, and empty
  uart_listen(1);
}

void uart_put(char c) {
  while (!(*STATUS & 0x20)) {
  }
  *DATA = c;
}

int uart_get(void) {
  return *STATUS & 0x01 ? *DATA : -1;
}

// Whether what is typed may interrupt. Unread, it waits in the port.
void uart_listen(int wanted) {
  *INTERRUPTS = wanted ? 1 : 0;
}
