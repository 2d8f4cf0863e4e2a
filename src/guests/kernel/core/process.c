// Processes: they are born by fork, take turns, sleep and wake, and end. One hart, and no process is interrupted for another one
// while it is in the kernel: so only data that interrupt handlers use too needs irq_save().
#include "kernel.h"

static struct process processes[PROCESSES];
static struct process boot; // where the start-up code came from, before there was a process
struct process *current = &boot;
static int last_pid;
static uint32_t ticks;
static int turn_over;

static struct process *process_new(void) {
  for (struct process *process = processes; process < processes + PROCESSES; process++) {
    if (process->state == FREE) {
      memset(process, 0, sizeof(*process));
      process->stack = page_alloc_dirty();
      if (process->stack == 0) {
        return 0;
      }
      process->pid = ++last_pid;
      process->sp = context_new(process->stack + PAGE);
      return process;
    }
  }
  return 0;
}

// The first process. It becomes the program /init before it begins: see process_begin.
void process_first(void) {
  struct process *process = process_new();
  if (!space_new(&process->space)) {
    panic("no memory for the first process");
  }
  process->state = READY;
}

// Every new process begins here, still in the kernel. Only the first has something to do: the disk needs a process that can sleep.
void process_begin(void) {
  if (current->pid == 1) {
    static char arguments[1][PATH_BYTES] = {"/init"};
    journal_init();
    inodes_init();
    fs_begin();
    current->directory = inode_get(ROOT_INODE);
    fs_end();
    if (exec("/init", 1, arguments) < 0) {
      panic("there is no /init on the disk");
    }
  }
}

// Lets the next process run that can, and returns when it is this one's turn again. Interrupts are off.
void schedule(void) {
  struct process *old = current, *next = old == &boot ? processes : old;
  do {
    for (int i = 0; i < PROCESSES; i++) {
      if (++next == processes + PROCESSES) {
        next = processes;
      }
      if (next->state == READY) {
        turn_over = 0;
        if (next != old) {
          current = next;
          space_switch(next->space.root);
          context_switch(&old->sp, next->sp);
        }
        return;
      }
    }
    irq_wait();
  } while (1);
}

void sleep_surely(const void *what) {
  int irq = irq_save();
  current->waits_for = what;
  current->state = SLEEPING;
  schedule();
  irq_restore(irq);
}

int sleep_on(const void *what) {
  int irq = irq_save(); // so that nobody is killed between the question and the sleep
  if (!current->killed) {
    sleep_surely(what);
  }
  irq_restore(irq);
  return !current->killed;
}

void wake(const void *what) {
  for (struct process *process = processes; process < processes + PROCESSES; process++) {
    if (process->state == SLEEPING && process->waits_for == what) {
      process->state = READY;
    }
  }
}

void clock_tick(void) {
  ticks++;
  turn_over = 1;
  wake(&ticks);
}

uint32_t clock_now(void) {
  return ticks;
}

void before_return(void) {
  if (current->killed) {
    process_exit(-1);
  }
  if (turn_over) {
    schedule();
  }
}

int process_fork(void) {
  struct process *child = process_new();
  if (child == 0) {
    return -1;
  }
  if (!space_copy(&child->space, &current->space)) {
    page_drop(child->stack);
    return -1;
  }
  struct frame *frame = frame_at(child->stack + PAGE);
  *frame = *frame_at(current->stack + PAGE);
  frame->a[0] = 0; // the child's answer of fork()
  for (int i = 0; i < OPEN_FILES; i++) {
    child->files[i] = current->files[i] ? file_share(current->files[i]) : 0;
  }
  child->directory = inode_share(current->directory);
  child->parent = current;
  child->job = current->job;
  strcopy(child->name, current->name, sizeof(child->name));
  child->state = READY;
  return child->pid;
}

// A zombie keeps its kernel stack, on which it still runs for a moment; its parent frees that.
void process_exit(int status) {
  if (current->pid == 1) {
    panic("/init has ended with status %d", status);
  }
  for (int i = 0; i < OPEN_FILES; i++) {
    if (current->files[i]) {
      file_close(current->files[i]);
    }
  }
  fs_begin();
  inode_drop(current->directory);
  fs_end();
  irq_save();
  space_switch(kernel_root);
  space_free(&current->space);
  for (struct process *process = processes; process < processes + PROCESSES; process++) {
    if (process->parent == current) {
      process->parent = &processes[0]; // the first process waits for all orphans
      wake(process->parent);
    }
  }
  current->status = status;
  current->state = ZOMBIE;
  wake(current->parent);
  schedule();
  panic("a zombie walks");
}

// The pid of a child that has ended; -1 where there is no child, or no memory at `status_address`, which may be 0.
int process_wait(uint32_t status_address) {
  for (;;) {
    int children = 0;
    for (struct process *child = processes; child < processes + PROCESSES; child++) {
      if (child->state == FREE || child->parent != current) {
        continue;
      }
      children = 1;
      if (child->state == ZOMBIE) {
        int pid = child->pid;
        int32_t status = child->status;
        if (status_address != 0 && !copy_out(&current->space, status_address, &status, sizeof(status))) {
          return -1;
        }
        page_drop(child->stack);
        child->state = FREE;
        child->parent = 0;
        return pid;
      }
    }
    if (!children || !sleep_on(current)) {
      return -1;
    }
  }
}

// It ends on its way back to its program. One that sleeps is woken for that.
static void kill(struct process *process) {
  process->killed = 1;
  if (process->state == SLEEPING) {
    process->state = READY;
  }
}

int process_kill(int pid) {
  for (struct process *process = processes; process < processes + PROCESSES; process++) {
    if (process->pid == pid && process->state != FREE && process->state != ZOMBIE && pid != 1) {
      kill(process);
      return 0;
    }
  }
  return -1;
}

// Returns how many it were.
int job_kill(int job) {
  int count = 0;
  for (struct process *process = processes; process < processes + PROCESSES; process++) {
    if (process->state != FREE && process->state != ZOMBIE && job != 0 && process->job == job) {
      kill(process);
      count++;
    }
  }
  return count;
}

int process_sleep(uint32_t count) {
  uint32_t start = ticks;
  int irq = irq_save();
  while (ticks - start < count && sleep_on(&ticks)) {
  }
  irq_restore(irq);
  return current->killed ? -1 : 0;
}

void process_info(struct info *info) {
  memset(info, 0, sizeof(*info));
  info->free_pages = pages_free();
  for (struct process *process = processes; process < processes + PROCESSES; process++) {
    if (process->state != FREE) {
      info->process[info->processes].pid = process->pid;
      info->process[info->processes].parent = process->parent ? process->parent->pid : 0;
      info->process[info->processes].state = "?RSZ"[process->state];
      strcopy(info->process[info->processes++].name, process->name, sizeof(process->name));
    }
  }
}

void lock_take(struct lock *lock) {
  while (lock->held) {
    sleep_surely(lock);
  }
  lock->held = 1;
}

void lock_give(struct lock *lock) {
  lock->held = 0;
  wake(lock);
}
