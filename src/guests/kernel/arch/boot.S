# The first instructions. Firmware enters here in S-mode, paging off, with the number of this hart in a0 and the device tree in a1.
# The other harts stay stopped: nobody starts them. The loader has cleared .bss, as the ELF file says.
        .section .text.boot
        .global _start
_start:
        la      sp, boot_stack_end
        call    main

        .bss
        .align  12
        .space  4096
boot_stack_end:
