// Copies files, or its input, to its output.
#include "user.h"

static void copy(int fd, const char *name) {
  static char piece[1024];
  int count;
  while ((count = read(fd, piece, sizeof(piece))) > 0) {
    if (write(1, piece, count) != count) {
      fail("cat: cannot write");
    }
  }
  if (count < 0) {
    fail("cat: cannot read %s", name);
  }
}

int main(int count, char **arguments) {
  if (count < 2) {
    copy(0, "its input");
  }
  for (int i = 1; i < count; i++) {
    int fd = open(arguments[i], O_READ);
    if (fd < 0) {
      fail("cat: cannot open %s", arguments[i]);
    }
    copy(fd, arguments[i]);
    close(fd);
  }
  return 0;
}
