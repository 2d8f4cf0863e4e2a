// Counts lines, words and characters of files, or of its input.
#include "user.h"

static void count_all(int fd, const char *name) {
  static char piece[1024];
  int lines = 0, words = 0, characters = 0, in_word = 0, count;
  while ((count = read(fd, piece, sizeof(piece))) > 0) {
    for (int i = 0; i < count; i++) {
      int blank = piece[i] == ' ' || piece[i] == '\t' || piece[i] == '\n';
      lines += piece[i] == '\n';
      words += !blank && !in_word;
      in_word = !blank;
    }
    characters += count;
  }
  printf("%d %d %d%s%s\n", lines, words, characters, *name ? " " : "", name);
}

int main(int count, char **arguments) {
  if (count < 2) {
    count_all(0, "");
  }
  for (int i = 1; i < count; i++) {
    int fd = open(arguments[i], O_READ);
    if (fd < 0) {
      fail("wc: cannot open %s", arguments[i]);
    }
    count_all(fd, arguments[i]);
    close(fd);
  }
  return 0;
}
