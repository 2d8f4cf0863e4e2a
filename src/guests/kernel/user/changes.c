// Changes files at random, one system call after the other, and says after each which number it had. When the power fails, the disk
// must be as it was after one of them: the lab cuts the power after every write of the disk and looks. Usage: changes SEED COUNT
#include "user.h"

static uint32_t state;

static uint32_t random_below(uint32_t limit) {
  state ^= state << 13; // xorshift (Marsaglia 2003)
  state ^= state >> 17;
  state ^= state << 5;
  return state % limit;
}

static void fill(char *bytes, int count) {
  for (int i = 0; i < count; i++) {
    bytes[i] = 'a' + random_below(26);
  }
}

// One system call that changes the disk. Those that cannot succeed just now change nothing.
static void change(void) {
  static char bytes[6000];
  static int kept = -1; // open, and perhaps without a name by now
  char name[] = "/t/d0/f0";
  if (random_below(2)) {
    strcpy(name + 3, "f0");
    name[4] = '0' + random_below(4);
  } else {
    name[4] = '0' + random_below(2);
    name[7] = '0' + random_below(3);
  }
  char directory[] = "/t/d0";
  directory[4] = '0' + random_below(2);
  int count = 1 + random_below(sizeof(bytes) - 1), fd;
  switch (random_below(8)) {
  case 0:
    mkdir(directory);
    break;
  case 1:
    unlink(name);
    break;
  case 2:
    unlink(directory);
    break;
  case 3:
    close(open(name, O_WRITE | O_CREATE | O_TRUNCATE));
    break;
  case 4:
    if (kept >= 0) {
      close(kept); // the end of a file without a name
      kept = -1;
    } else {
      kept = open(name, O_READ);
    }
    break;
  case 5:
    fd = open(name, O_WRITE); // over what is there
    fill(bytes, count);
    write(fd, bytes, count);
    close(fd);
    break;
  default:
    fd = open(name, O_WRITE | O_APPEND);
    fill(bytes, count);
    write(fd, bytes, count);
    close(fd);
  }
}

int main(int count, char **arguments) {
  if (count != 3) {
    fail("usage: changes SEED COUNT");
  }
  state = number_of(arguments[1]) * 2654435769u + 1;
  mkdir("/t");
  printf("changed 0\n");
  for (int i = 1; i <= number_of(arguments[2]); i++) {
    change();
    printf("changed %d\n", i);
  }
  return 0;
}
