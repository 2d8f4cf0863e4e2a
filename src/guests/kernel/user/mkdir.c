// Makes directories.
#include "user.h"

int main(int count, char **arguments) {
  for (int i = 1; i < count; i++) {
    if (mkdir(arguments[i]) < 0) {
      fail("mkdir: cannot make %s", arguments[i]);
    }
  }
  return 0;
}
