/** The smallest paravirtual guest: it asks the VMM to print a line, and then to end the VM. */
import { paraAbi } from './abi.js';

export const paraHello =
  paraAbi +
  String.raw`
_start: la      a0, greeting
        la      a1, greeting_end
        sub     a1, a1, a0
        hypercall CONSOLE_WRITE
        bnez    a0, failed              # an error code
        li      a0, 0
        hypercall SHUTDOWN
failed: li      a0, 1
        hypercall SHUTDOWN

        .data
greeting:
        .ascii  "hello, hypervisor\n"
greeting_end:
`;
