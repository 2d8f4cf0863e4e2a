// Turns the machine off: halt [STATUS]; any status but 0 reports a failure.
#include "user.h"

int main(int count, char **arguments) {
  return halt(count > 1 && number_of(arguments[1]) != 0);
}
