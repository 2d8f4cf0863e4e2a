// The system calls: a table by number. Each takes up to three words from the program, and trusts none of them.
#include "kernel.h"

static struct file *file_of(uint32_t fd) {
  return fd < OPEN_FILES ? current->files[fd] : 0;
}

// The lowest free number for an open file. The file is closed where there is none.
static int32_t fd_for(struct file *file) {
  for (int fd = 0; file && fd < OPEN_FILES; fd++) {
    if (!current->files[fd]) {
      current->files[fd] = file;
      return fd;
    }
  }
  if (file) {
    file_close(file);
  }
  return -1;
}

static int in_path(char path[PATH_BYTES], uint32_t from) {
  return copy_in_string(&current->space, path, from, PATH_BYTES);
}

static int32_t call_exit(uint32_t status, uint32_t b, uint32_t c) {
  process_exit(status);
}

static int32_t call_fork(uint32_t a, uint32_t b, uint32_t c) {
  return process_fork();
}

static int32_t call_wait(uint32_t status, uint32_t b, uint32_t c) {
  return process_wait(status);
}

static int32_t call_kill(uint32_t pid, uint32_t b, uint32_t c) {
  return process_kill(pid);
}

// exec(path, arguments): the arguments are pointers to strings, the last one 0.
static int32_t call_exec(uint32_t path_address, uint32_t list, uint32_t c) {
  char path[PATH_BYTES];
  char(*arguments)[PATH_BYTES] = (char(*)[PATH_BYTES])page_alloc(); // too much for the kernel's stack
  int count = 0, result = -1;
  uint32_t argument;
  if (arguments == 0) {
    return -1;
  }
  while (count <= ARGUMENTS && copy_in(&current->space, &argument, list + 4 * count, 4)) {
    if (argument == 0) {
      result = in_path(path, path_address) ? exec(path, count, arguments) : -1;
      break;
    }
    if (count == ARGUMENTS || !in_path(arguments[count++], argument)) {
      break;
    }
  }
  page_drop((uint32_t)arguments);
  return result;
}

static int32_t call_sbrk(uint32_t bytes, uint32_t b, uint32_t c) {
  uint32_t old = current->space.brk;
  return space_grow(&current->space, bytes) ? (int32_t)old : -1;
}

static int32_t call_getpid(uint32_t a, uint32_t b, uint32_t c) {
  return current->pid;
}

static int32_t call_sleep(uint32_t ticks, uint32_t b, uint32_t c) {
  return process_sleep(ticks);
}

static int32_t call_uptime(uint32_t a, uint32_t b, uint32_t c) {
  return clock_now();
}

static int32_t call_open(uint32_t path_address, uint32_t how, uint32_t c) {
  char path[PATH_BYTES];
  return in_path(path, path_address) ? fd_for(file_open(path, how)) : -1;
}

static int32_t call_close(uint32_t fd, uint32_t b, uint32_t c) {
  struct file *file = file_of(fd);
  if (!file) {
    return -1;
  }
  current->files[fd] = 0;
  file_close(file);
  return 0;
}

static int32_t call_read(uint32_t fd, uint32_t to, uint32_t count) {
  struct file *file = file_of(fd);
  return file && (int32_t)count >= 0 ? file_read(file, to, count) : -1;
}

static int32_t call_write(uint32_t fd, uint32_t from, uint32_t count) {
  struct file *file = file_of(fd);
  return file && (int32_t)count >= 0 ? file_write(file, from, count) : -1;
}

static int32_t call_dup(uint32_t fd, uint32_t b, uint32_t c) {
  struct file *file = file_of(fd);
  return file ? fd_for(file_share(file)) : -1;
}

// pipe(int fds[2]): the end to read, and the end to write.
static int32_t call_pipe(uint32_t to, uint32_t b, uint32_t c) {
  struct file *reader, *writer;
  if (!pipe_new(&reader, &writer)) {
    return -1;
  }
  int32_t fds[2];
  fds[0] = fd_for(reader);
  fds[1] = fd_for(writer);
  if (fds[0] >= 0 && fds[1] >= 0 && copy_out(&current->space, to, fds, sizeof(fds))) {
    return 0;
  }
  call_close(fds[0], 0, 0);
  call_close(fds[1], 0, 0);
  return -1;
}

static int32_t call_fstat(uint32_t fd, uint32_t to, uint32_t c) {
  struct file *file = file_of(fd);
  return file ? file_stat(file, to) : -1;
}

static int32_t call_chdir(uint32_t path_address, uint32_t b, uint32_t c) {
  char path[PATH_BYTES];
  if (!in_path(path, path_address)) {
    return -1;
  }
  fs_begin();
  struct inode *directory = path_find(path), *old = directory;
  if (directory && directory->disk.type == T_DIRECTORY) {
    old = current->directory;
    current->directory = directory;
  } else {
    directory = 0;
  }
  if (old) {
    inode_drop(old);
  }
  fs_end();
  return directory ? 0 : -1;
}

static int32_t call_mkdir(uint32_t path_address, uint32_t b, uint32_t c) {
  char path[PATH_BYTES];
  return in_path(path, path_address) ? file_make_directory(path) : -1;
}

static int32_t call_unlink(uint32_t path_address, uint32_t b, uint32_t c) {
  char path[PATH_BYTES];
  return in_path(path, path_address) ? file_unlink(path) : -1;
}

// From now on Control-C ends this process, those that it forks, and the others of the job. 0: a new job.
static int32_t call_foreground(uint32_t job, uint32_t b, uint32_t c) {
  current->job = console_job = job ? (int)job : current->pid;
  return 0;
}

static int32_t call_info(uint32_t to, uint32_t b, uint32_t c) {
  struct info *info = (struct info *)page_alloc();
  if (info == 0) {
    return -1;
  }
  process_info(info);
  int32_t result = copy_out(&current->space, to, info, sizeof(*info)) ? 0 : -1;
  page_drop((uint32_t)info);
  return result;
}

// Everything that was written is on the disk already: each call is a transaction.
static int32_t call_halt(uint32_t failed, uint32_t b, uint32_t c) {
  machine_off(failed);
}

static int32_t (*const calls[])(uint32_t, uint32_t, uint32_t) = {
    [SYS_exit] = call_exit,     [SYS_fork] = call_fork,     [SYS_wait] = call_wait,
    [SYS_kill] = call_kill,     [SYS_exec] = call_exec,     [SYS_sbrk] = call_sbrk,
    [SYS_getpid] = call_getpid, [SYS_sleep] = call_sleep,   [SYS_uptime] = call_uptime,
    [SYS_open] = call_open,     [SYS_close] = call_close,   [SYS_read] = call_read,
    [SYS_write] = call_write,   [SYS_dup] = call_dup,       [SYS_pipe] = call_pipe,
    [SYS_fstat] = call_fstat,   [SYS_chdir] = call_chdir,   [SYS_mkdir] = call_mkdir,
    [SYS_unlink] = call_unlink, [SYS_info] = call_info,     [SYS_foreground] = call_foreground,
    [SYS_halt] = call_halt,
};

// `a` are the program's registers a0 to a7; the result goes to a0.
void system_call(uint32_t a[8]) {
  uint32_t number = a[7];
  int known = number < sizeof(calls) / sizeof(calls[0]) && calls[number];
  a[0] = known ? (uint32_t)calls[number](a[0], a[1], a[2]) : (uint32_t)-1;
}
