// The limits of the kernel, in one place.
#define MEMORY_LIMIT (16 << 20) // RAM that is used, from the start of RAM; what is beyond lies idle
#define PROCESSES 64
#define OPEN_FILES 16           // of a process
#define FILES 128               // open in the whole system
#define INODES 64               // in use in the whole system
#define BUFFERS 64              // blocks of the disk that are kept in memory
#define ARGUMENTS 16            // of exec
#define PATH_BYTES 128          // of a path or an argument, with its zero
#define STACK_BYTES (64 << 10)  // of a program's stack, at most
#define LINE_BYTES 256          // of typed input that waits
#define TICK 100000             // in units of the time register: 10 ms on this board
