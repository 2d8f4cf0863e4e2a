// Prints its arguments.
#include "user.h"

int main(int count, char **arguments) {
  for (int i = 1; i < count; i++) {
    printf("%s%c", arguments[i], i + 1 < count ? ' ' : '\n');
  }
  if (count < 2) {
    printf("\n");
  }
  return 0;
}
