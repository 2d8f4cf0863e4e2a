// The device tree, which the firmware passes: only the size of RAM is read from it. Devicetree specification 0.3, chapter 5.
#include "../core/kernel.h"

#define BEGIN_NODE 1
#define END_NODE 2
#define PROPERTY 3
#define NOTHING_HERE 4

static uint32_t big_endian(const uint8_t *at) {
  return (uint32_t)at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3];
}

// The end of RAM, or of as much of it as the kernel uses. The node is memory@80000000, its reg { 0, start, 0, bytes }.
uint32_t device_tree_memory(const uint8_t *tree) {
  const uint8_t *at = tree + big_endian(tree + 8);
  const char *names = (const char *)tree + big_endian(tree + 12);
  int in_memory = 0;
  for (;;) {
    uint32_t token = big_endian(at);
    at += 4;
    if (token == BEGIN_NODE) {
      in_memory = strncmp((const char *)at, "memory@", 7) == 0;
      at += strlen((const char *)at) / 4 * 4 + 4;
    } else if (token == PROPERTY) {
      uint32_t bytes = big_endian(at);
      const char *name = names + big_endian(at + 4);
      at += 8;
      if (in_memory && strncmp(name, "reg", 4) == 0) {
        uint32_t size = big_endian(at + 12);
        return RAM_START + (size < MEMORY_LIMIT ? size / PAGE * PAGE : MEMORY_LIMIT);
      }
      at += (bytes + 3) / 4 * 4;
    } else if (token != END_NODE && token != NOTHING_HERE) {
      panic("no memory in the device tree at %x", (uint32_t)tree);
    }
  }
}
