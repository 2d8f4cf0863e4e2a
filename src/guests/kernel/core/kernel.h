// What the files of the kernel offer each other, in reading order.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "../abi/disk.h"
#include "../abi/syscalls.h"
#include "../arch/arch.h"
#include "limits.h"
#include "map.h"

// core/text.c: strings, memory, and messages on the console
void printf(const char *format, ...); // %d, %u, %x and %s
void panic(const char *format, ...) __attribute__((noreturn));
void *memset(void *to, int byte, size_t count);
void *memcpy(void *to, const void *from, size_t count);
int strncmp(const char *a, const char *b, size_t count);
void strcopy(char *to, const char *from, size_t room); // always ends in a zero
size_t strlen(const char *text);

// core/pages.c: the pages of RAM
void pages_init(uint32_t memory_end);
uint32_t page_alloc(void);          // a page of zeros with one user; 0 where there is none
uint32_t page_alloc_dirty(void);    // the same, with whatever is in it
void page_share(uint32_t page);     // one more user
void page_drop(uint32_t page);      // one less; the last one frees it
int page_users(uint32_t page);
uint32_t pages_free(void);

// core/space.c: address spaces of processes
struct space {
  pte_t *root;         // 0: none
  uint32_t heap, brk;  // the heap is from here to there, and gets its pages when they are touched
};
int space_new(struct space *space);
int space_copy(struct space *to, struct space *from); // copies nothing yet: see there
void space_free(struct space *space);
uint32_t space_add(struct space *space, uint32_t address, uint32_t flags); // a page of zeros; 0: no memory for it
int space_grow(struct space *space, int bytes);
uint32_t space_page(struct space *space, uint32_t address, uint32_t access); // the page, ready for PTE_R, PTE_W or PTE_X
int copy_out(struct space *space, uint32_t to, const void *from, uint32_t count);
int copy_in(struct space *space, void *to, uint32_t from, uint32_t count);
int copy_in_string(struct space *space, char *to, uint32_t from, uint32_t room);
int page_fault(uint32_t address, uint32_t access); // of the current process; 0: it may not do that

// core/process.c
struct process {
  enum { FREE, READY, SLEEPING, ZOMBIE } state; // READY: it runs, or could
  int pid, status, killed;
  int job;                 // whom Control-C ends: the processes of the console's job
  struct process *parent;
  const void *waits_for;   // while SLEEPING
  uint32_t stack;          // its kernel stack, a page
  uint32_t sp;             // of its kernel stack, while another process runs
  struct space space;
  struct file *files[OPEN_FILES];
  struct inode *directory; // where its relative paths begin
  char name[15];
};
extern struct process *current;
void process_first(void);
void schedule(void);
int sleep_on(const void *what); // until wake(what), or killed: then 0. Others may be faster: look again at what you waited for
void sleep_surely(const void *what); // the same, but who is killed sleeps on: for what comes soon
void wake(const void *what);
void clock_tick(void);
void before_return(void);        // on the way back to the program
int process_fork(void);
void process_exit(int status) __attribute__((noreturn));
int process_wait(uint32_t status_address);
int process_kill(int pid);
int job_kill(int job);
int process_sleep(uint32_t ticks);
uint32_t clock_now(void);
void process_info(struct info *info);

struct lock { // of whoever may sleep while he holds it
  int held;
};
void lock_take(struct lock *lock);
void lock_give(struct lock *lock);

// core/system-calls.c, core/exec.c
void system_call(uint32_t a[8]);
int exec(const char *path, int count, char (*arguments)[PATH_BYTES]);

// drivers
uint32_t device_tree_memory(const uint8_t *tree); // where RAM ends
void plic_init(int hart);
void plic_enable(int source);
void device_interrupt(void);
void uart_init(void);
void uart_put(char c);
int uart_get(void); // -1: nothing was typed
void uart_listen(int wanted);
void console_interrupt(void);
int console_read(uint32_t to, uint32_t count);
int console_write(uint32_t from, uint32_t count);
extern int console_job;
void block_init(void);
void block_interrupt(void);
void block_transfer(uint32_t number, void *data, int write);

// fs/journal.c: blocks of the disk, and transactions
void journal_init(void);
void fs_begin(void); // everything between these two reaches the disk, or nothing; one process at a time
void fs_end(void);
uint8_t *block_read(uint32_t number);  // valid until BUFFERS - JOURNAL_BLOCKS others were read
uint8_t *block_fresh(uint32_t number); // of zeros, to be written
void block_changed(uint8_t *block);

// fs/inode.c: files and directories. All of it between fs_begin and fs_end
struct inode {
  uint32_t number;
  int users; // pointers to it; 0: this place is free
  struct disk_inode disk;
};
#define WRITE_BYTES (8 * BLOCK) // in one transaction, at most
void inodes_init(void);
struct inode *inode_get(uint32_t number);
struct inode *inode_new(int type);
struct inode *inode_share(struct inode *inode);
void inode_drop(struct inode *inode);
void inode_save(struct inode *inode);
void inode_truncate(struct inode *inode);
int inode_read(struct inode *inode, struct space *space, uint32_t to, uint32_t offset, uint32_t count); // space 0: the kernel
int inode_write(struct inode *inode, struct space *space, uint32_t from, uint32_t offset, uint32_t count);

// fs/directory.c
struct inode *directory_find(struct inode *directory, const char *name, uint32_t *offset);
int directory_add(struct inode *directory, const char *name, uint32_t inode);
int directory_empty(struct inode *directory);
struct inode *path_find(const char *path);
struct inode *path_parent(const char *path, char *name); // and the last name of the path

// fs/file.c: open files
struct file {
  enum { NOTHING, INODE, CONSOLE, PIPE } kind;
  int users;
  int may; // O_READ, O_WRITE, O_APPEND
  uint32_t offset;
  struct inode *inode;
  struct pipe *pipe;
};
struct file *file_new(void);
struct file *file_share(struct file *file);
void file_close(struct file *file);
int file_read(struct file *file, uint32_t to, uint32_t count);
int file_write(struct file *file, uint32_t from, uint32_t count);
int file_stat(struct file *file, uint32_t to);
struct file *file_open(const char *path, uint32_t how);
int file_make_directory(const char *path);
int file_unlink(const char *path);

// fs/pipe.c
int pipe_new(struct file **reader, struct file **writer);
void pipe_close(struct pipe *pipe, int writer);
int pipe_read(struct pipe *pipe, uint32_t to, uint32_t count);
int pipe_write(struct pipe *pipe, uint32_t from, uint32_t count);
