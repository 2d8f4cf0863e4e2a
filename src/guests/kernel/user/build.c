// A workload like the building of a program: for each of several modules a source is written, preprocessed and compiled by two
// processes with a pipe between, and all results are linked. Many short processes, files and pipes.
// Usage: build [MODULES]; the program calls itself as `build pre`, `build compile` and `build link`.
#include "user.h"

static uint32_t mix(uint32_t sum, char c) {
  return (sum ^ (uint8_t)c) * 16777619;
}

static void name_of(char *name, int module, char kind) {
  strcpy(name, "/work/m00.x");
  name[7] = '0' + module / 10;
  name[8] = '0' + module % 10;
  name[10] = kind;
}

static void write_source(int module) {
  char name[16];
  name_of(name, module, 'c');
  int fd = open(name, O_WRITE | O_CREATE | O_TRUNCATE);
  for (int i = 0; i < 12; i++) {
    print(fd, "int f%d_%d(int x) { return x * %d; } # made for module %d\n", module, i, i * module + 1, module);
  }
  close(fd);
}

// Takes out what follows a # on a line.
static int pre(void) {
  static char line[128];
  while (read_line(0, line, sizeof(line)) >= 0) {
    char *comment = strchr(line, '#');
    if (comment) {
      *comment = 0;
    }
    printf("%s\n", line);
  }
  return 0;
}

// "Compiles": a word for each line.
static int compile(void) {
  static char line[128];
  while (read_line(0, line, sizeof(line)) >= 0) {
    uint32_t sum = 2166136261u;
    for (int pass = 0; pass < 20; pass++) {
      for (char *c = line; *c != 0; c++) {
        sum = mix(sum, *c);
      }
    }
    printf("%x\n", sum);
  }
  return 0;
}

static int link(int modules) {
  static char piece[512];
  uint32_t sum = 2166136261u;
  int out = open("/work/program", O_WRITE | O_CREATE | O_TRUNCATE), bytes = 0, count;
  for (int module = 0; module < modules; module++) {
    char name[16];
    name_of(name, module, 'o');
    int fd = open(name, O_READ);
    if (fd < 0) {
      fail("build: no %s", name);
    }
    while ((count = read(fd, piece, sizeof(piece))) > 0) {
      write(out, piece, count);
      bytes += count;
      for (int i = 0; i < count; i++) {
        sum = mix(sum, piece[i]);
      }
    }
    close(fd);
  }
  printf("build: %d modules, %d bytes, checksum %x\n", modules, bytes, sum);
  return 0;
}

// Starts one step, with what it reads from and writes to.
static void step(char *what, char *argument, int input, int output, int not_needed) {
  if (fork() == 0) {
    char *const arguments[] = {"build", what, argument, 0};
    if (input >= 0) {
      close(0);
      dup(input);
    }
    if (output >= 0) {
      close(1);
      dup(output);
    }
    close(input);
    close(output);
    close(not_needed);
    exec("/build", arguments);
    fail("build: no /build");
  }
}

static void make_module(int module) {
  char name[16];
  int fds[2];
  write_source(module);
  name_of(name, module, 'c');
  int source = open(name, O_READ);
  name_of(name, module, 'o');
  int object = open(name, O_WRITE | O_CREATE | O_TRUNCATE);
  if (source < 0 || object < 0 || pipe(fds) < 0) {
    fail("build: no files");
  }
  step("pre", 0, source, fds[1], fds[0]);
  step("compile", 0, fds[0], object, fds[1]);
  close(fds[0]);
  close(fds[1]);
  close(source);
  close(object);
  int status;
  for (int i = 0; i < 2; i++) {
    if (wait(&status) < 0 || status != 0) {
      fail("build: a step has failed");
    }
  }
}

static void clean(int modules) {
  char name[16];
  for (int module = 0; module < modules; module++) {
    name_of(name, module, 'c');
    unlink(name);
    name_of(name, module, 'o');
    unlink(name);
  }
  unlink("/work/program");
  unlink("/work");
}

int main(int count, char **arguments) {
  if (count > 1 && strcmp(arguments[1], "pre") == 0) {
    return pre();
  }
  if (count > 1 && strcmp(arguments[1], "compile") == 0) {
    return compile();
  }
  if (count > 2 && strcmp(arguments[1], "link") == 0) {
    return link(number_of(arguments[2]));
  }
  char *words = count > 1 ? arguments[1] : "8";
  int modules = number_of(words), status = 1;
  if (modules < 1 || modules > 50) {
    fail("usage: build [MODULES], 1 to 50");
  }
  mkdir("/work");
  for (int module = 0; module < modules; module++) {
    make_module(module);
  }
  step("link", words, -1, -1, -1);
  wait(&status);
  clean(modules);
  return status;
}
