// Lists the processes: pid, parent, state (R ready or running, S sleeping, Z ended and not waited for), name.
#include "user.h"

int main(void) {
  static struct info now;
  info(&now);
  for (uint32_t i = 0; i < now.processes; i++) {
    printf("%d\t%d\t%c %s\n", now.process[i].pid, now.process[i].parent, now.process[i].state, now.process[i].name);
  }
  return 0;
}
