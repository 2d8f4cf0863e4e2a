// What if…? Each question is a function that runs in a process of its own; afterwards no page of memory and no process may be
// missing. Usage: usertests [QUESTION…]
#include "user.h"

#define KERNEL_TEXT ((char *)0x80400000)
#define KERNEL_DATA ((char *)0x80420000)
#define DEVICES ((char *)0xf0000000)
#define NOWHERE ((char *)0x40000000)
#define LAST_BYTES ((char *)0xfffffff0)
#define PAGE 4096
#define STACK_END 0x80000000

static const char *question;
static char buffer[8192];

static void wrong(const char *what, int value) {
  print(2, "%s: %s (%d)\n", question, what, value);
  exit(1);
}

#define expect(condition) ((condition) ? (void)0 : wrong("not so: " #condition, __LINE__))

// Runs `action` in a process of its own; returns its status, -1 where the kernel ended it.
static int status_of(void (*action)(uint32_t), uint32_t argument) {
  int status = 0, pid = fork();
  expect(pid >= 0);
  if (pid == 0) {
    action(argument);
    exit(0);
  }
  expect(wait(&status) == pid);
  return status;
}

static int free_pages(void) {
  static struct info now;
  expect(info(&now) == 0);
  return now.free_pages;
}

static void write_file(const char *name, const void *bytes, int count) {
  int fd = open(name, O_WRITE | O_CREATE | O_TRUNCATE);
  expect(fd >= 0);
  expect(write(fd, bytes, count) == count);
  close(fd);
}

static int exists(const char *name) {
  int fd = open(name, O_READ);
  close(fd);
  return fd >= 0;
}

// --- Pointers and numbers that programs should not pass ---

static void bad_pointers(void) {
  static char *const bad[] = {0, NOWHERE, KERNEL_TEXT, KERNEL_DATA, DEVICES, (char *)STACK_END - 1, LAST_BYTES};
  static char *const nothing[] = {0};
  for (uint32_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
    char *at = bad[i];
    int fds[2], fd = open("readme", O_READ), out = open("scrap", O_WRITE | O_CREATE);
    expect(read(fd, at, 100) == -1);
    expect(write(out, at, 100) == -1);
    if (i != 5) { // the last byte of the stack is memory
      expect(open(at, O_READ) == -1);
    }
    expect(pipe((int *)at) == -1);
    expect(fstat(fd, (struct stat *)at) == -1);
    expect(info((struct info *)at) == -1);
    expect(exec(at, nothing) == -1);
    expect(exec("echo", (char **)at) == -1);
    char *const arguments[] = {"echo", at, 0};
    expect(at == 0 || i == 5 || exec("echo", arguments) == -1);
    expect(mkdir(i == 5 ? "" : at) == -1 && unlink(i == 5 ? "" : at) == -1 && chdir(i == 5 ? "/no" : at) == -1);
    expect(pipe(fds) == 0);
    expect(write(fds[1], at, 100) == -1);
    expect(write(fds[1], "abc", 3) == 3);
    expect(read(fds[0], at, 3) == -1);
    close(fds[0]);
    close(fds[1]);
    close(fd);
    close(out);
  }
  unlink("scrap");
}

static void a_range_that_ends_in_nowhere(void) {
  int fd = open("readme", O_READ);
  char *end = (char *)(((uint32_t)sbrk(2 * PAGE) + 2 * PAGE) / PAGE * PAGE);
  sbrk(end - (char *)sbrk(0));
  expect(read(fd, end - 10, 10) == 10);
  expect(write(1, end - 1, 2) == -1);
  expect(read(fd, end - 10, 100) == -1);
  expect(read(fd, buffer, -1) == -1);
  expect(write(1, buffer, -1) == -1);
}

static void system_calls_that_do_not_exist(void) {
  static const uint32_t numbers[] = {0, 23, 1000, 0x7fffffff, 0xffffffff};
  for (uint32_t i = 0; i < 5; i++) {
    register uint32_t a0 asm("a0") = 1, a7 asm("a7") = numbers[i];
    asm volatile("ecall" : "+r"(a0) : "r"(a7) : "memory");
    expect((int)a0 == -1);
  }
}

static void file_numbers_that_are_not_open(void) {
  static const int numbers[] = {-1, 3, 15, 16, 1000, 0x7fffffff, -0x7fffffff};
  for (int i = 0; i < 7; i++) {
    int fd = numbers[i];
    expect(read(fd, buffer, 1) == -1 && write(fd, buffer, 1) == -1 && close(fd) == -1 && dup(fd) == -1);
    expect(fstat(fd, (struct stat *)buffer) == -1);
  }
}

// --- What the hardware must refuse ---

static void load_from(uint32_t address) {
  exit(*(volatile char *)address == 0);
}

static void store_to(uint32_t address) {
  *(volatile char *)address = 1;
}

static void jump_to(uint32_t address) {
  ((void (*)(void))address)();
}

static void forbidden_memory(void) {
  static char *const forbidden[] = {0, NOWHERE, KERNEL_TEXT, KERNEL_DATA, DEVICES, LAST_BYTES, (char *)STACK_END};
  for (uint32_t i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++) {
    expect(status_of(load_from, (uint32_t)forbidden[i]) == -1);
    expect(status_of(store_to, (uint32_t)forbidden[i]) == -1);
    expect(status_of(jump_to, (uint32_t)forbidden[i] & ~3u) == -1);
  }
}

static void writing_to_its_own_text(void) {
  int fd = open("readme", O_READ);
  expect(status_of(store_to, (uint32_t)load_from) == -1);
  expect(read(fd, (void *)load_from, 10) == -1);
}

static void executing_data(void) {
  static uint32_t ret = 0x00008067;
  uint32_t on_stack = ret;
  uint32_t *on_heap = sbrk(PAGE);
  *on_heap = ret;
  expect(status_of(jump_to, (uint32_t)&ret) == -1);
  expect(status_of(jump_to, (uint32_t)&on_stack) == -1);
  expect(status_of(jump_to, (uint32_t)on_heap) == -1);
}

static void privileged(uint32_t which) {
  switch (which) {
  case 0:
    asm volatile("csrr t0, sstatus");
    break;
  case 1:
    asm volatile("csrw satp, zero");
    break;
  case 2:
    asm volatile("sret");
    break;
  case 3:
    asm volatile("sfence.vma");
    break;
  case 4:
    asm volatile("csrci sstatus, 2");
    break;
  case 5:
    asm volatile(".word 0");
    break;
  default:
    asm volatile("ebreak");
  }
}

static void privileged_instructions(void) {
  for (int i = 0; i < 7; i++) {
    expect(status_of(privileged, i) == -1);
  }
}

// --- Memory ---

static int deeper(int levels) {
  volatile char room[1024];
  room[0] = levels;
  return levels == 0 ? 0 : deeper(levels - 1) + room[0] - (char)levels;
}

static void recurse(uint32_t levels) {
  exit(deeper(levels));
}

static void stack_overflow(void) {
  expect(status_of(recurse, 50) == 0);
  expect(status_of(recurse, 1000) == -1);
}

static void heap_that_grows_and_shrinks(void) {
  int before = (free_pages(), free_pages()); // after the first, its page of data is a copy of our own
  char *start = sbrk(100 * PAGE);
  expect(free_pages() == before); // nothing yet: the heap is lazy
  for (int i = 0; i < 100; i++) {
    expect(start[i * PAGE] == 0);
    start[i * PAGE + 1] = i;
  }
  int used = before - free_pages();
  expect(used >= 100 && used <= 102);
  for (int i = 0; i < 100; i++) {
    expect(start[i * PAGE + 1] == i);
  }
  expect(sbrk(-99 * PAGE) == start + 100 * PAGE);
  expect(start[1] == 0 && sbrk(0) == start + PAGE);
  start[0] = 5;
  expect(status_of(load_from, (uint32_t)start + 2 * PAGE) == -1);
  sbrk(PAGE);
  expect(start[PAGE + 1] == 0); // a page that comes again comes with zeros
}

static void shrink_and_touch(uint32_t unused) {
  (void)unused;
  volatile char *page = sbrk(PAGE);
  page[0] = 1; // now the hardware knows the page
  sbrk(-PAGE);
  page[0] = 2;
}

static void a_page_that_was_given_back(void) {
  expect(status_of(shrink_and_touch, 0) == -1);
}

static void impossible_heaps(void) {
  char *end = sbrk(0);
  expect(sbrk(-0x7fffffff) == (void *)-1 && sbrk(0x7fffffff) == (void *)-1 && sbrk(-(int)(uint32_t)end) == (void *)-1);
  expect(sbrk(-1) == (void *)-1); // it has no heap yet
  expect(sbrk(0x7fff0000 - (int)(uint32_t)end) == (void *)-1);
  expect(sbrk(0) == end);
}

static void system_calls_into_lazy_memory(void) {
  char *heap = sbrk(4 * PAGE);
  int fd = open("readme", O_READ);
  int count = read(fd, heap + PAGE - 5, 20);
  expect(count == 20 && heap[PAGE - 5] == 'W' && heap[PAGE + 14] != 0);
  expect(write(open("scrap", O_WRITE | O_CREATE), heap + 2 * PAGE, 10) == 10);
  unlink("scrap");
}

static void copy_on_write(void) {
  char *heap = sbrk(10 * PAGE);
  for (int i = 0; i < 10; i++) {
    heap[i * PAGE] = i;
  }
  int fd = open("readme", O_READ);
  for (int round = 0; round < 3; round++) {
    int pid = fork();
    expect(pid >= 0);
    if (pid == 0) {
      int inner = fork(); // a third user of each page
      for (int i = 0; i < 10; i++) {
        expect(heap[i * PAGE] == i);
        heap[i * PAGE] = 100 + i;
      }
      read(fd, heap + 4 * PAGE, 5); // the kernel writes for us, and must copy too
      expect(heap[3 * PAGE] == 103);
      exit(inner == 0 ? 0 : wait(0) < 0);
    }
    int status;
    expect(wait(&status) == pid && status == 0);
    for (int i = 0; i < 10; i++) {
      expect(heap[i * PAGE] == i);
    }
  }
}

static void a_parent_that_writes_first(void) {
  char *heap = sbrk(PAGE);
  for (int round = 0; round < 20; round++) {
    heap[0] = round; // the page is ours, and writable, just before the fork
    int pid = fork();
    if (pid == 0) {
      exit(heap[0] != round);
    }
    heap[0] = 100; // the child has not run yet: it must not see this
    int status;
    expect(wait(&status) == pid && status == 0 && heap[0] == 100);
  }
}

static void fork_that_copies_nothing(void) {
  char *heap = sbrk(500 * PAGE);
  for (int i = 0; i < 500; i++) {
    heap[i * PAGE] = 1;
  }
  int before = free_pages(), fds[2];
  expect(pipe(fds) == 0);
  int pid = fork();
  if (pid == 0) {
    int used = before - free_pages();
    exit(used > 20);
  }
  int status;
  expect(wait(&status) == pid && status == 0);
  heap[0] = 2; // the only user again: no copy is needed
}

static void touch(uint32_t pages) {
  char *heap = sbrk(pages * PAGE);
  for (uint32_t i = 0; i < pages; i++) {
    heap[i * PAGE] = 1;
  }
}

static void no_memory_left(void) {
  int before = (free_pages(), free_pages());
  expect(status_of(touch, before + 100) == -1);
  expect(free_pages() == before);
}

static void fork_without_end(uint32_t pages) {
  touch(pages);
  int children = 0, pid;
  while ((pid = fork()) > 0) {
    children++;
  }
  if (pid == 0) {
    for (;;) {
      *(volatile char *)((char *)sbrk(0) - PAGE) += 1; // a copy for each
      sleep(1000);
    }
  }
  expect(children > 0 && children < 64);
  static struct info now;
  info(&now);
  for (uint32_t i = 0; i < now.processes; i++) {
    if (now.process[i].parent == getpid()) {
      kill(now.process[i].pid);
    }
  }
  while (wait(0) > 0) {
    children--;
  }
  expect(children == 0);
}

static void forks_until_nothing_is_left(void) {
  expect(status_of(fork_without_end, 1) == 0);                 // of processes
  expect(status_of(fork_without_end, free_pages() - 150) == 0); // of memory
}

// --- Programs ---

static char *const just_a_name[] = {"x", 0};

static void exec_of_garbage(void) {
  static const struct {
    int offset;
    uint32_t word;
  } changes[] = {
      {0, 0},                // no magic
      {16, 0x00080002},      // another machine
      {28, 0x7fffffff},      // program headers beyond the file
      {44, 0x0000ffff},      // too many of them
      {60, 0x80400000},      // the first segment in the kernel
      {60, 0x7fff0000},      // in the stack
      {60, 0x00000000},      // at 0
      {60, 0x00001004},      // not at a page
      {60, 0xfffff000},      // at the end of all
      {68, 0x7fffffff},      // more bytes in the file than in memory
      {72, 0xfffff000},      // far too long
      {72, 0x00000001},      // shorter than what the file has
      {92, 0x00001000},      // the second over the first
      {56, 0x00100000},      // from beyond the end of the file
  };
  int fd = open("grep", O_READ), size = read(fd, buffer, sizeof(buffer)); // grep without arguments ends with status 1
  expect(size > 1000);
  for (uint32_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
    uint32_t *place = (uint32_t *)(buffer + changes[i].offset), saved = *place;
    *place = changes[i].word;
    write_file("scrap", buffer, size);
    *place = saved;
    expect(exec("scrap", just_a_name) == -1);
  }
  for (int length = 0; length < 116; length += 13) { // cut off
    write_file("scrap", buffer, length);
    expect(exec("scrap", just_a_name) == -1);
  }
  unlink("scrap");
  expect(exec("/", just_a_name) == -1 && exec("console", just_a_name) == -1 && exec("none", just_a_name) == -1);
}

static void exec_with_too_much(void) {
  char *many[20];
  for (int i = 0; i < 19; i++) {
    many[i] = "x";
  }
  many[19] = 0;
  expect(exec("echo", many) == -1);
  memset(buffer, 'a', 200);
  buffer[200] = 0;
  char *const long_one[] = {"echo", buffer, 0};
  expect(exec("echo", long_one) == -1 && exec(buffer, just_a_name) == -1);
}

static void jump_to_nowhere_in_a_new_program(void) {
  int fd = open("echo", O_READ), size = read(fd, buffer, sizeof(buffer)), status;
  *(uint32_t *)(buffer + 24) = 0x80400000; // the entry: exec does not look at it, the hardware does
  write_file("scrap", buffer, size);
  int pid = fork();
  if (pid == 0) {
    exec("scrap", just_a_name);
    exit(1);
  }
  expect(wait(&status) == pid && status == -1);
  unlink("scrap");
}

static void arguments_that_arrive(void) {
  int fds[2];
  expect(pipe(fds) == 0);
  if (fork() == 0) {
    close(1);
    dup(fds[1]);
    char *const arguments[] = {"echo", "one", "", "three", 0};
    exec("echo", arguments);
    exit(1);
  }
  close(fds[1]);
  expect(wait(0) > 0);
  expect(read(fds[0], buffer, 100) == 11);
  buffer[11] = 0;
  expect(strcmp(buffer, "one  three\n") == 0);
}

// --- Pipes ---

static void pipe_ends_that_are_closed(void) {
  int fds[2];
  expect(pipe(fds) == 0);
  expect(write(fds[0], "x", 1) == -1 && read(fds[1], buffer, 1) == -1);
  expect(write(fds[1], "abc", 3) == 3);
  close(fds[1]);
  expect(read(fds[0], buffer, 10) == 3 && read(fds[0], buffer, 10) == 0);
  close(fds[0]);
  expect(pipe(fds) == 0);
  close(fds[0]);
  expect(write(fds[1], "x", 1) == -1);
}

static void a_long_way_through_a_pipe(void) {
  int fds[2], status, seen = 0, count;
  expect(pipe(fds) == 0);
  int pid = fork();
  if (pid == 0) {
    close(fds[0]);
    for (int i = 0; i < 20000;) { // in pieces of changing length
      int piece = 1 + i % 3001;
      for (int j = 0; j < piece; j++) {
        buffer[j] = (i + j) % 251;
      }
      expect(write(fds[1], buffer, piece) == piece);
      i += piece;
    }
    exit(0);
  }
  close(fds[1]);
  while ((count = read(fds[0], buffer, 777)) > 0) {
    for (int i = 0; i < count; i++) {
      expect((uint8_t)buffer[i] == (seen + i) % 251);
    }
    seen += count;
  }
  expect(wait(&status) == pid && status == 0 && count == 0 && seen >= 20000);
}

static void a_reader_that_goes(void) {
  int fds[2];
  expect(pipe(fds) == 0);
  if (fork() == 0) {
    close(fds[0]);
    exit(write(fds[1], buffer, sizeof(buffer)) != -1); // blocks, as the pipe is full, and then nobody is left
  }
  close(fds[1]);
  sleep(2);
  close(fds[0]);
  int status;
  expect(wait(&status) > 0 && status == 0);
}

// --- Kill, sleep and wait ---

static void sleeper(uint32_t how) {
  int fds[2];
  pipe(fds);
  if (how == 0) {
    sleep(100000);
  } else if (how == 1) {
    read(fds[0], buffer, 1);
  } else if (how == 2) {
    write(fds[1], buffer, sizeof(buffer));
  } else if (how == 3) {
    if (fork() == 0) {
      sleep(5);
      exit(0);
    }
    wait(0);
    for (;;) {
    }
  } else {
    for (;;) {
    }
  }
}

static void kill_whatever_it_does(void) {
  for (int how = 0; how < 5; how++) {
    int status, pid = fork();
    if (pid == 0) {
      sleeper(how);
      exit(7);
    }
    sleep(2);
    expect(kill(pid) == 0);
    expect(wait(&status) == pid && status == -1);
    expect(kill(pid) == -1);
  }
  expect(kill(0) == -1 && kill(-1) == -1 && kill(1) == -1 && kill(1000000) == -1);
  sleep(6); // the child of the fourth ends as an orphan
}

static void children_and_orphans(void) {
  int status, fds[2];
  expect(wait(&status) == -1);
  for (int i = 0; i < 20; i++) {
    int pid = fork();
    if (pid == 0) {
      exit(i);
    }
    expect(wait((int *)KERNEL_TEXT) == -1); // the child is not lost
    expect(wait(&status) == pid && status == i);
  }
  expect(pipe(fds) == 0);
  if (fork() == 0) {
    if (fork() == 0) {
      sleep(2);
      write(fds[1], "x", 1);
      exit(0);
    }
    exit(0);
  }
  expect(wait(0) > 0 && wait(0) == -1);
  expect(read(fds[0], buffer, 1) == 1);
  sleep(1);
}

static void a_process_that_never_pauses(void) {
  int pid = fork();
  if (pid == 0) {
    for (;;) {
    }
  }
  int start = uptime();
  sleep(3);
  expect(uptime() - start < 20);
  kill(pid);
  expect(wait(0) == pid);
}

// Nearly all registers, each with a number of its own.
#define EACH(_) \
  _(gp, 1) _(tp, 2) _(t1, 3) _(t2, 4) _(t3, 5) _(t4, 6) _(t5, 7) _(t6, 8) _(a2, 9) _(a3, 10) _(a4, 11) _(a5, 12) _(a6, 13) \
  _(a7, 14) _(s1, 15) _(s2, 16) _(s3, 17) _(s4, 18) _(s5, 19) _(s6, 20) _(s7, 21) _(s8, 22) _(s9, 23) _(s10, 24) _(s11, 25)
#define SET(name, number) "addi " #name ", %1, " #number "\n"
#define CHECK(name, number) "addi " #name ", " #name ", -" #number "\n xor " #name ", " #name ", %1\n or %0, %0, " #name "\n"

static void registers_that_change(void) {
  int pid = fork(); // two processes with other values take turns
  uint32_t start = uptime(), mine = getpid() * 0x01020304;
  do {
    uint32_t differ = 0, count = 20000;
    asm volatile(EACH(SET) "1: addi %2, %2, -1\n bnez %2, 1b\n" EACH(CHECK)
                 : "+r"(differ), "+r"(mine), "+r"(count)
                 :
                 : "t1", "t2", "t3", "t4", "t5", "t6", "a2", "a3", "a4", "a5", "a6", "a7", "s1", "s2", "s3", "s4", "s5", "s6",
                   "s7", "s8", "s9", "s10", "s11");
    expect(differ == 0);
  } while (uptime() - start < 4);
  if (pid == 0) {
    exit(0);
  }
  int status;
  expect(wait(&status) == pid && status == 0);
}

// --- Files ---

static void too_many_open_files(void) {
  int count = 0, fds[2];
  while (open("readme", O_READ) >= 0) {
    count++;
  }
  expect(count == 13); // 16 without the console's three
  expect(dup(0) == -1 && pipe(fds) == -1);
  close(15);
  expect(pipe(fds) == -1); // there is room for one end
  expect(open("readme", O_READ) == 15);
}

static void too_many_files(uint32_t unused) { // in the whole system
  (void)unused;
  while (open("readme", O_READ) >= 0) {
  }
  if (fork() == 0) {
    exit(0);
  }
  wait(0);
}

static void files_that_are_left_open(void) {
  for (int i = 0; i < 20; i++) {
    expect(status_of(too_many_files, 0) == 0);
  }
}

static void files_keep_what_is_written(void) {
  int fd = open("scrap", O_WRITE | O_CREATE | O_TRUNCATE);
  for (int i = 0; i < 300; i++) {
    for (int j = 0; j < 100; j++) {
      buffer[j] = i + j;
    }
    expect(write(fd, buffer, 100) == 100);
  }
  close(fd);
  fd = open("scrap", O_READ | O_WRITE);
  for (int i = 0; i < 300; i++) {
    expect(read(fd, buffer, 100) == 100);
    for (int j = 0; j < 100; j++) {
      expect((uint8_t)buffer[j] == ((i + j) & 0xff));
    }
  }
  expect(read(fd, buffer, 100) == 0);
  close(fd);
  fd = open("scrap", O_WRITE | O_APPEND);
  expect(read(fd, buffer, 1) == -1 && write(fd, "end", 3) == 3);
  close(fd);
  struct stat stat;
  fd = open("scrap", O_READ);
  expect(fstat(fd, &stat) == 0 && stat.size == 30003 && stat.type == T_FILE);
  expect(write(fd, "x", 1) == -1);
  close(fd);
  close(open("scrap", O_WRITE | O_TRUNCATE));
  fd = open("scrap", O_READ);
  expect(read(fd, buffer, 1) == 0);
  expect(unlink("scrap") == 0 && !exists("scrap"));
}

static void the_longest_file_and_a_full_disk(void) {
  int total = 0, count, files = 0;
  char name[] = "full-0";
  for (; files < 10; files++) {
    name[5] = '0' + files;
    int fd = open(name, O_WRITE | O_CREATE);
    if (fd < 0) {
      break;
    }
    int size = 0;
    while ((count = write(fd, buffer, sizeof(buffer))) > 0) {
      size += count;
    }
    close(fd);
    expect(size <= FILE_BLOCKS * BLOCK);
    expect(files > 0 || size == FILE_BLOCKS * BLOCK);
    total += size;
    if (size == 0) {
      files++;
      break;
    }
  }
  expect(total > 600 * BLOCK && files < 10);
  while (files-- > 0) {
    name[5] = '0' + files;
    expect(unlink(name) == 0);
  }
  write_file("scrap", buffer, 1000); // there is room again
  unlink("scrap");
}

static void a_file_without_a_name(void) {
  int fd = open("scrap", O_READ | O_WRITE | O_CREATE);
  expect(unlink("scrap") == 0 && unlink("scrap") == -1);
  expect(write(fd, "still here", 10) == 10);
  int other = open("scrap", O_WRITE | O_CREATE); // another file of that name
  struct stat a, b;
  expect(fstat(fd, &a) == 0 && fstat(other, &b) == 0 && a.inode != b.inode && a.size == 10 && b.size == 0);
  unlink("scrap");
}

static void directories(void) {
  expect(mkdir("d") == 0 && mkdir("d") == -1 && mkdir("none/d") == -1 && mkdir("/") == -1 && mkdir("") == -1);
  expect(mkdir("d/e") == 0 && unlink("d") == -1 && open("d", O_WRITE) == -1 && open("d", O_READ | O_TRUNCATE) == -1);
  write_file("d/e/f", "abc", 3);
  expect(chdir("d/e") == 0 && exists("f") && exists("../e/f") && exists("../../d//e/./f") && exists("/../d/e/f"));
  expect(!exists("f/g") && mkdir("f/g") == -1 && chdir("f") == -1 && unlink(".") == -1 && unlink("..") == -1);
  expect(unlink("f") == 0 && chdir("..") == 0 && unlink("e") == 0);
  expect(chdir("/d") == 0 && unlink("/d") == 0); // we stand in it
  expect(open("x", O_WRITE | O_CREATE) == -1 && mkdir("x") == -1 && !exists("x"));
  expect(chdir("/") == 0 && chdir("d") == -1);
}

static void long_names(void) {
  char name[40];
  memset(name, 'n', sizeof(name));
  name[28] = 0;
  write_file(name, "x", 1);
  expect(exists(name));
  name[27] = 'm';
  expect(!exists(name)); // all 28 letters count
  name[27] = 'n';
  expect(unlink(name) == 0);
  name[28] = 'n';
  name[29] = 0;
  expect(open(name, O_WRITE | O_CREATE) == -1 && mkdir(name) == -1);
}

static void more_files_than_inodes(void) {
  char name[] = "many/000";
  int count = 0;
  expect(mkdir("many") == 0);
  for (;; count++) {
    name[5] = '0' + count / 100;
    name[6] = '0' + count / 10 % 10;
    name[7] = '0' + count % 10;
    int fd = open(name, O_WRITE | O_CREATE);
    if (fd < 0) {
      break;
    }
    close(fd);
  }
  expect(count > 100 && count < 208);
  while (count-- > 0) {
    name[5] = '0' + count / 100;
    name[6] = '0' + count / 10 % 10;
    name[7] = '0' + count % 10;
    expect(unlink(name) == 0);
  }
  expect(unlink("many") == 0);
}

static void files_of_several_processes(void) {
  char name[] = "proc-0";
  for (int i = 0; i < 4; i++) {
    if (fork() == 0) {
      name[5] = '0' + i;
      for (int round = 0; round < 5; round++) {
        memset(buffer, 'a' + i, 3000);
        write_file(name, buffer, 3000);
        int fd = open(name, O_READ);
        memset(buffer, 0, 3000);
        expect(read(fd, buffer, 3000) == 3000);
        for (int j = 0; j < 3000; j++) {
          expect(buffer[j] == 'a' + i);
        }
        close(fd);
        expect(unlink(name) == 0);
      }
      exit(0);
    }
  }
  for (int i = 0; i < 4; i++) {
    int status;
    expect(wait(&status) > 0 && status == 0);
  }
}

static void a_shared_place_in_a_file(void) {
  int fd = open("scrap", O_READ | O_WRITE | O_CREATE | O_TRUNCATE), status;
  int pid = fork();
  expect(write(fd, pid == 0 ? "cc" : "pp", 2) == 2);
  if (pid == 0) {
    exit(0);
  }
  expect(wait(&status) == pid && status == 0);
  struct stat stat;
  expect(fstat(fd, &stat) == 0 && stat.size == 4);
  unlink("scrap");
}

// --- Everything at random ---

static uint32_t random_state;

static uint32_t random_below(uint32_t limit) {
  random_state ^= random_state << 13; // xorshift (Marsaglia 2003)
  random_state ^= random_state >> 17;
  random_state ^= random_state << 5;
  return random_state % limit;
}

// A word that may be a pointer, a number of an open file, a size, or nothing of all that. A pointer to the program itself or to its
// stack it is not: the kernel would do what it says, and the program would run wild.
static uint32_t random_word(char *heap) {
  switch (random_below(5)) {
  case 0:
    return random_below(18);
  case 1:
    return (uint32_t)heap + random_below(5 * PAGE); // the last of these pages may not be there
  case 2:
    return 0x7fff0000 + 0x10000 * random_below(2) + random_below(PAGE); // where the stack's room begins, and after its end
  case 3:
    return 0x80000000u | random_state;
  default:
    return -random_below(100 * PAGE);
  }
}

static void random_calls(uint32_t seed) {
  static const uint8_t harmless[] = {SYS_wait, SYS_sbrk, SYS_getpid, SYS_uptime, SYS_close, SYS_read,
                                     SYS_write, SYS_dup, SYS_pipe, SYS_fstat, SYS_info, 0, 99};
  static const char *const names[] = {"a", "b", "a/c", "a/c/d", ".", "..", "", "/none/a", (char *)0x90000000};
  static const uint8_t with_name[] = {SYS_open, SYS_open, SYS_mkdir, SYS_unlink, SYS_unlink, SYS_exec};
  random_state = seed;
  char *heap = sbrk(4 * PAGE);
  for (int fd = 0; fd < 3; fd++) {
    close(fd); // the console is spared
  }
  for (int i = 0; i < 400; i++) {
    int named = random_below(2);
    uint32_t number = named ? with_name[random_below(6)] : harmless[random_below(sizeof(harmless))];
    uint32_t first = named ? (uint32_t)names[random_below(9)] : random_word(heap);
    uint32_t second = named && number == SYS_open ? random_below(32) : random_word(heap);
    uint32_t third = random_word(heap);
    register uint32_t a0 asm("a0") = first, a1 asm("a1") = second, a2 asm("a2") = third, a7 asm("a7") = number;
    asm volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a7) : "memory");
    if (random_below(40) == 0 && fork() == 0) {
      exit(0);
    }
  }
}

static void random_system_calls(void) {
  expect(mkdir("rnd") == 0);
  for (uint32_t seed = 1; seed <= 20; seed++) {
    expect(chdir("/rnd") == 0);
    int pid = fork();
    if (pid == 0) {
      random_calls(seed * 2654435769u);
      exit(0);
    }
    sleep(2); // by then it has ended, or waits for itself at a pipe
    kill(pid);
    expect(wait(0) == pid);
    static const char *const left[] = {"a/c/d", "a/c", "a", "b"};
    for (int i = 0; i < 4; i++) {
      unlink(left[i]);
    }
  }
  expect(chdir("/") == 0 && unlink("rnd") == 0);
}

static const struct {
  const char *name;
  void (*ask)(void);
} questions[] = {
#define Q(name) {#name, name}
    Q(bad_pointers), Q(a_range_that_ends_in_nowhere), Q(system_calls_that_do_not_exist),
    Q(file_numbers_that_are_not_open), Q(forbidden_memory), Q(writing_to_its_own_text), Q(executing_data),
    Q(privileged_instructions), Q(stack_overflow), Q(heap_that_grows_and_shrinks), Q(a_page_that_was_given_back), Q(impossible_heaps),
    Q(system_calls_into_lazy_memory), Q(copy_on_write), Q(a_parent_that_writes_first), Q(fork_that_copies_nothing), Q(no_memory_left),
    Q(forks_until_nothing_is_left), Q(exec_of_garbage), Q(exec_with_too_much), Q(jump_to_nowhere_in_a_new_program),
    Q(arguments_that_arrive), Q(pipe_ends_that_are_closed), Q(a_long_way_through_a_pipe), Q(a_reader_that_goes),
    Q(kill_whatever_it_does), Q(children_and_orphans), Q(a_process_that_never_pauses), Q(registers_that_change),
    Q(too_many_open_files), Q(files_that_are_left_open), Q(files_keep_what_is_written),
    Q(the_longest_file_and_a_full_disk), Q(a_file_without_a_name), Q(directories), Q(long_names),
    Q(more_files_than_inodes), Q(files_of_several_processes), Q(a_shared_place_in_a_file),
    Q(random_system_calls),
};
#define QUESTIONS (sizeof(questions) / sizeof(questions[0]))

static int is_asked(const char *name, int count, char **arguments) {
  for (int i = 1; i < count; i++) {
    if (strcmp(arguments[i], name) == 0) {
      return 1;
    }
  }
  return count < 2;
}

static int processes_now(void) {
  static struct info now;
  info(&now);
  return now.processes;
}

int main(int count, char **arguments) {
  int asked = 0, failed = 0;
  free_pages(); // its own page of data is copied now, not during the first question
  for (uint32_t i = 0; i < QUESTIONS; i++) {
    question = questions[i].name;
    if (!is_asked(question, count, arguments)) {
      continue;
    }
    asked++;
    int processes = processes_now(), pages = free_pages(), status = -2;
    int pid = fork();
    if (pid == 0) {
      questions[i].ask();
      exit(0);
    }
    wait(&status);
    int lost = pages - free_pages(), more = processes_now() - processes;
    int good = status == 0 && lost == 0 && more == 0;
    printf("%s: %s\n", question, good ? "ok" : "FAILED");
    if (!good) {
      printf("  status %d, %d pages lost, %d processes more\n", status, lost, more);
    }
    failed += !good;
  }
  printf("usertests: %d of %d failed\n", failed, asked);
  return failed > 0 || asked == 0;
}
