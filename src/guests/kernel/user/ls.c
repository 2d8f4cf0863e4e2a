// Lists a directory: size and name; a directory's name ends in a slash.
#include "user.h"

static void show(const char *path, const char *name) {
  struct stat stat;
  int fd = open(path, O_READ);
  if (fd < 0 || fstat(fd, &stat) < 0) {
    fail("ls: cannot open %s", path);
  }
  close(fd);
  printf("%u\t%s%s\n", stat.size, name, stat.type == T_DIRECTORY ? "/" : "");
}

int main(int count, char **arguments) {
  const char *path = count > 1 ? arguments[1] : ".";
  char inner[128 + NAME_BYTES + 2];
  struct stat stat;
  struct entry entry;
  int fd = open(path, O_READ);
  if (fd < 0 || fstat(fd, &stat) < 0) {
    fail("ls: cannot open %s", path);
  }
  if (stat.type != T_DIRECTORY) {
    show(path, path);
    return 0;
  }
  while (read(fd, &entry, sizeof(entry)) == sizeof(entry)) {
    char name[NAME_BYTES + 1] = {0};
    memcpy(name, entry.name, NAME_BYTES);
    if (entry.inode != 0 && name[0] != '.') {
      strcpy(inner, path);
      inner[strlen(path)] = '/';
      strcpy(inner + strlen(path) + 1, name);
      show(inner, name);
    }
  }
  return 0;
}
