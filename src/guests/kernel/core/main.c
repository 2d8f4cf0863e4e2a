// Start-up, as a list.
#include "kernel.h"

void main(int hart, const uint8_t *device_tree) {
  uint32_t memory_end = device_tree_memory(device_tree);
  pages_init(memory_end); // from here on the device tree may be overwritten
  paging_init(memory_end);
  uart_init();
  printf("kernel: %u KiB free\n", pages_free() * (PAGE / 1024));
  plic_init(hart);
  trap_init();
  block_init();
  process_first();
  schedule(); // never comes back: nothing is left that would run here
}
