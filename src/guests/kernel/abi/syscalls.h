// The system calls: number in a7, arguments in a0 to a2, result in a0; -1 is a failure. Programs and kernel both read this file.
#define SYS_exit 1
#define SYS_fork 2
#define SYS_wait 3
#define SYS_kill 4
#define SYS_exec 5
#define SYS_sbrk 6
#define SYS_getpid 7
#define SYS_sleep 8
#define SYS_uptime 9
#define SYS_open 10
#define SYS_close 11
#define SYS_read 12
#define SYS_write 13
#define SYS_dup 14
#define SYS_pipe 15
#define SYS_fstat 16
#define SYS_chdir 17
#define SYS_mkdir 18
#define SYS_unlink 19
#define SYS_foreground 20
#define SYS_info 21
#define SYS_halt 22

#ifndef __ASSEMBLER__
#include <stdint.h>

// How open() opens a file.
#define O_READ 1
#define O_WRITE 2
#define O_CREATE 4
#define O_TRUNCATE 8
#define O_APPEND 16

// What fstat() tells of an open file.
struct stat {
  uint32_t inode;
  uint32_t type; // T_FILE and the others of disk.h
  uint32_t size;
};

// What info() tells of the whole system, and of its processes.
#define INFO_PROCESSES 64
struct info {
  uint32_t free_pages;
  uint32_t processes; // entries of the list below
  struct {
    int32_t pid, parent;
    char state; // R ready or running, S sleeping, Z zombie
    char name[15];
  } process[INFO_PROCESSES];
};
#endif
