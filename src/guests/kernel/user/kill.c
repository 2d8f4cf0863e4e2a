// Ends processes, by their pids.
#include "user.h"

int main(int count, char **arguments) {
  for (int i = 1; i < count; i++) {
    if (kill(number_of(arguments[i])) < 0) {
      fail("kill: cannot end %s", arguments[i]);
    }
  }
  return 0;
}
