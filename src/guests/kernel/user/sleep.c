// Sleeps for a number of ticks of 10 ms.
#include "user.h"

int main(int count, char **arguments) {
  return count > 1 && sleep(number_of(arguments[1])) < 0;
}
