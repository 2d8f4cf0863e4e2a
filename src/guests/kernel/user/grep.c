// Prints the lines that hold a text. In the text, ^ is the beginning of a line, $ its end, and . any character.
#include "user.h"

static int match_here(const char *pattern, const char *text) {
  for (; *pattern != 0; pattern++, text++) {
    if (pattern[0] == '$' && pattern[1] == 0) {
      return *text == 0;
    }
    if (*text == 0 || (*pattern != '.' && *pattern != *text)) {
      return 0;
    }
  }
  return 1;
}

static int match(const char *pattern, const char *text) {
  if (*pattern == '^') {
    return match_here(pattern + 1, text);
  }
  do {
    if (match_here(pattern, text)) {
      return 1;
    }
  } while (*text++ != 0);
  return 0;
}

static int search(const char *pattern, int fd) {
  static char line[512];
  int found = 0;
  while (read_line(fd, line, sizeof(line)) >= 0) {
    if (match(pattern, line)) {
      printf("%s\n", line);
      found = 1;
    }
  }
  return found;
}

int main(int count, char **arguments) {
  int found = 0;
  if (count < 2) {
    fail("usage: grep TEXT [FILE…]");
  }
  if (count == 2) {
    return !search(arguments[1], 0);
  }
  for (int i = 2; i < count; i++) {
    int fd = open(arguments[i], O_READ);
    if (fd < 0) {
      fail("grep: cannot open %s", arguments[i]);
    }
    found |= search(arguments[1], fd);
    close(fd);
  }
  return !found;
}
