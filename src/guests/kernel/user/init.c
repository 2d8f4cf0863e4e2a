// The first program: opens the console for everybody, keeps a shell running, and waits for orphans.
#include "user.h"

int main(void) {
  open("/console", O_READ | O_WRITE); // 0, and 1 and 2 by dup
  dup(0);
  dup(0);
  for (;;) {
    int shell = fork();
    if (shell == 0) {
      static char *const arguments[] = {"sh", 0};
      exec("/sh", arguments);
      fail("init: there is no /sh");
    }
    int ended, status;
    while ((ended = wait(&status)) != shell && ended >= 0) {
    }
    if (status == 0) {
      halt(0); // the shell's input has ended
    }
    print(2, "init: the shell has ended with status %d\n", status);
    sleep(10);
  }
}
