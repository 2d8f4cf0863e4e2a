// Removes files and empty directories.
#include "user.h"

int main(int count, char **arguments) {
  for (int i = 1; i < count; i++) {
    if (unlink(arguments[i]) < 0) {
      fail("rm: cannot remove %s", arguments[i]);
    }
  }
  return 0;
}
