// What the kernel's services cost, in the manner of lmbench (McVoy and Staelin 1996): one line each, in units of the cycle counter.
// Usage: bench [NAME…]
#include "user.h"

#define PAGE 4096
#define PAGES 100 // of the heap, for the faults

static char *heap;
static uint32_t started, measured;

static uint32_t cycles(void) {
  uint32_t now;
  asm volatile("rdcycle %0" : "=r"(now));
  return now;
}

// What is between these two counts.
static void start(void) {
  started = cycles();
}

static void stop(void) {
  measured += cycles() - started;
}

static void null_call(int rounds) {
  start();
  while (rounds-- > 0) {
    getpid();
  }
  stop();
}

static void fork_exit(int rounds) {
  start();
  while (rounds-- > 0) {
    if (fork() == 0) {
      exit(0);
    }
    wait(0);
  }
  stop();
}

static void fork_exec(int rounds) {
  static char *const arguments[] = {"sleep", 0}; // it ends at once
  start();
  while (rounds-- > 0) {
    if (fork() == 0) {
      exec("/sleep", arguments);
      exit(1);
    }
    wait(0);
  }
  stop();
}

// Two processes pass a byte to and fro. A round is one switch, with a read and a write.
static void context_switch(int rounds) {
  int to[2], fro[2];
  char byte = 0;
  pipe(to);
  pipe(fro);
  if (fork() == 0) {
    for (int i = 0; i < rounds / 2; i++) {
      read(to[0], &byte, 1);
      write(fro[1], &byte, 1);
    }
    exit(0);
  }
  start();
  for (int i = 0; i < rounds / 2; i++) {
    write(to[1], &byte, 1);
    read(fro[0], &byte, 1);
  }
  stop();
  wait(0);
}

static void touch_all(void) {
  for (int i = 0; i < PAGES; i++) {
    heap[i * PAGE]++;
  }
}

// The first touch of a page of the heap: it comes with zeros.
static void page_fault(int rounds) {
  for (; rounds > 0; rounds -= PAGES) {
    heap = sbrk(PAGES * PAGE);
    start();
    touch_all();
    stop();
    sbrk(-PAGES * PAGE);
  }
}

// The first write after a fork whose child has the page still: it is copied.
static void copy_fault(int rounds) {
  heap = sbrk(PAGES * PAGE);
  touch_all();
  for (; rounds > 0; rounds -= PAGES) {
    int fds[2];
    char byte;
    pipe(fds);
    if (fork() == 0) {
      exit(read(fds[0], &byte, 1));
    }
    start();
    touch_all();
    stop();
    write(fds[1], "x", 1);
    wait(0);
    close(fds[0]);
    close(fds[1]);
  }
  sbrk(-PAGES * PAGE);
}

// The first write after a fork whose child has gone: the page is only protected, and nothing is copied.
static void protection_fault(int rounds) {
  heap = sbrk(PAGES * PAGE);
  touch_all();
  for (; rounds > 0; rounds -= PAGES) {
    if (fork() == 0) {
      exit(0);
    }
    wait(0);
    start();
    touch_all();
    stop();
  }
  sbrk(-PAGES * PAGE);
}

// A page more of memory and a page less, with its first touch.
static void memory_growth(int rounds) {
  start();
  while (rounds-- > 0) {
    *(char *)sbrk(PAGE) = 1;
    sbrk(-PAGE);
  }
  stop();
}

static void pipe_kilobyte(int rounds) {
  static char piece[1024];
  int fds[2];
  pipe(fds);
  if (fork() == 0) {
    for (int i = 0; i < rounds; i++) {
      write(fds[1], piece, sizeof(piece));
    }
    exit(0);
  }
  close(fds[1]);
  start();
  while (read(fds[0], piece, sizeof(piece)) > 0) {
  }
  stop();
  wait(0);
  close(fds[0]);
}

static void file_create_remove(int rounds) {
  start();
  while (rounds-- > 0) {
    close(open("/bench.tmp", O_WRITE | O_CREATE));
    unlink("/bench.tmp");
  }
  stop();
}

static void file_write_kilobyte(int rounds) {
  static char piece[1024];
  int fd = open("/bench.tmp", O_WRITE | O_CREATE);
  start();
  while (rounds-- > 0) {
    write(fd, piece, sizeof(piece));
  }
  stop();
  close(fd);
  unlink("/bench.tmp");
}

static void file_read_kilobyte(int rounds) {
  static char piece[1024];
  int fd = open("/bench", O_READ);
  start();
  while (rounds-- > 0) {
    if (read(fd, piece, sizeof(piece)) != sizeof(piece)) {
      close(fd);
      fd = open("/bench", O_READ);
    }
  }
  stop();
  close(fd);
}

static const struct {
  const char *name;
  void (*run)(int rounds);
  int rounds;
} benchmarks[] = {
#define B(name, rounds) {#name, name, rounds}
    B(null_call, 1000),      B(fork_exit, 20),        B(fork_exec, 20),          B(context_switch, 200),
    B(page_fault, 200),      B(copy_fault, 200),      B(protection_fault, 200),  B(memory_growth, 200),
    B(pipe_kilobyte, 64),    B(file_create_remove, 8), B(file_write_kilobyte, 16), B(file_read_kilobyte, 64),
};

static int is_wanted(const char *name, int count, char **arguments) {
  for (int i = 1; i < count; i++) {
    if (strcmp(arguments[i], name) == 0) {
      return 1;
    }
  }
  return count < 2;
}

int main(int count, char **arguments) {
  for (uint32_t i = 0; i < sizeof(benchmarks) / sizeof(benchmarks[0]); i++) {
    if (is_wanted(benchmarks[i].name, count, arguments)) {
      measured = 0;
      benchmarks[i].run(benchmarks[i].rounds);
      printf("%s %u cycles\n", benchmarks[i].name, measured / benchmarks[i].rounds);
    }
  }
  return 0;
}
