/* Copies memory, by words and by bytes. */
#include "bench.h"

static unsigned words[16384], copy[16384];

void bench(void) {
  for (int i = 0; i < 16384; i++) words[i] = i * 2654435761u;
  for (int round = 0; round < 200; round++) {
    for (int i = 0; i < 16384; i += 4) {
      copy[i] = words[i];
      copy[i + 1] = words[i + 1];
      copy[i + 2] = words[i + 2];
      copy[i + 3] = words[i + 3];
      keep();
    }
    volatile unsigned char *to = (volatile unsigned char *)words, *from = (volatile unsigned char *)copy;
    for (int i = 0; i < 16384; i++) to[i] = from[i + 1];
  }
  finish(words[5] ^ copy[7]);
}
