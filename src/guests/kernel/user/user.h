// What a program can call: the system calls (start.S), and a small library (library.c).
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "../abi/disk.h"
#include "../abi/syscalls.h"

void exit(int status) __attribute__((noreturn));
int fork(void);
int wait(int *status); // the pid of a child that has ended; -1: there is none
int kill(int pid);
int exec(const char *path, char *const arguments[]);
void *sbrk(int bytes); // the old end of the heap; (void *)-1: it cannot grow or shrink like that
int getpid(void);
int sleep(int ticks);
int uptime(void); // in ticks of 10 ms
int open(const char *path, int how);
int close(int fd);
int read(int fd, void *to, int count);
int write(int fd, const void *from, int count);
int dup(int fd);
int pipe(int fds[2]);
int fstat(int fd, struct stat *stat);
int chdir(const char *path);
int mkdir(const char *path);
int unlink(const char *path);
int foreground(int job); // Control-C now ends this process and the others of the job; 0: a new one, of this process
int info(struct info *info);
int halt(int failed);

size_t strlen(const char *text);
int strcmp(const char *a, const char *b);
char *strchr(const char *text, char c);
void strcpy(char *to, const char *from);
void *memset(void *to, int byte, size_t count);
void *memcpy(void *to, const void *from, size_t count);
int number_of(const char *text);
void print(int fd, const char *format, ...); // %d, %u, %x, %s and %c
#define printf(...) print(1, __VA_ARGS__)
void fail(const char *format, ...) __attribute__((noreturn)); // a message to fd 2, and exit(1)
int read_line(int fd, char *line, int room); // without its end; -1: nothing is left
