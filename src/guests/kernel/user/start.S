# Where a program begins, with the number of its arguments in a0 and their list in a1; and the system calls as functions.
#include "../abi/syscalls.h"
        .section .text.start
        .global _start
_start: call    main
        call    exit

#define CALL(name) .global name; name: li a7, SYS_##name; ecall; ret

        .text
CALL(exit)
CALL(fork)
CALL(wait)
CALL(kill)
CALL(exec)
CALL(sbrk)
CALL(getpid)
CALL(sleep)
CALL(uptime)
CALL(open)
CALL(close)
CALL(read)
CALL(write)
CALL(dup)
CALL(pipe)
CALL(fstat)
CALL(chdir)
CALL(mkdir)
CALL(unlink)
CALL(foreground)
CALL(info)
CALL(halt)
