// Calls to the firmware, by the supervisor binary interface (SBI 2.0), and the time.
#include "../core/kernel.h"

#define SBI_TIME 0x54494d45
#define SBI_RESET 0x53525354

static void sbi(uint32_t extension, uint32_t arg0, uint32_t arg1) {
  register uint32_t a0 asm("a0") = arg0, a1 asm("a1") = arg1, a6 asm("a6") = 0, a7 asm("a7") = extension;
  asm volatile("ecall" : "+r"(a0), "+r"(a1) : "r"(a6), "r"(a7) : "memory");
}

uint64_t time_now(void) {
  uint32_t high, low;
  do {
    high = csr_read(timeh);
    low = csr_read(time);
  } while (high != csr_read(timeh)); // the low half has passed its end meanwhile
  return (uint64_t)high << 32 | low;
}

// The next timer interrupt; it also ends the one that waits.
void timer_set(uint64_t time) {
  sbi(SBI_TIME, (uint32_t)time, (uint32_t)(time >> 32));
}

void machine_off(int failed) {
  sbi(SBI_RESET, 0, failed ? 1 : 0); // shut down, with no special reason or after a failure
  for (;;) {
    asm volatile("wfi");
  }
}
