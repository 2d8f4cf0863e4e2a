/** The kernel's console on QEMU is the same as here, letter by letter. */
import { Session } from './session.js';
import { qemuFirmwareHere, runOnQemu } from './on-qemu.js';

const firmware = qemuFirmwareHere();
const how = {
  opensbi: 'under OpenSBI',
  ours: 'under a firmware of the lab, since this QEMU has no OpenSBI for RV32',
  none: '(skipped: QEMU is not installed; Debian: qemu-system-misc)',
}[firmware ?? 'none'];

const COMMANDS = [
  'ls',
  'cat readme | grep kernel | wc',
  'mkdir d; cd d; echo one > f; echo two >> f; cat f; cd ..; ls d; rm d/f d; ls d',
  'build 3',
  'usertests forbidden_memory privileged_instructions stack_overflow copy_on_write exec_of_garbage',
  'usertests kill_whatever_it_does a_long_way_through_a_pipe directories registers_that_change',
  'ps',
  'halt 1',
];

function here(virtio: 'legacy' | 'modern'): string {
  const session = new Session({ virtio });
  let printed = '';
  session.onByte = (letter) => (printed += letter);
  session.boot();
  COMMANDS.slice(0, -1).forEach((command) => session.command(command));
  session.commandUntil(`${COMMANDS.at(-1)}\n`, '\0');
  expect(session.stop).toEqual({ kind: 'finished', code: 1 });
  return printed;
}

(firmware === undefined ? test.skip : test).each<['legacy' | 'modern']>([['legacy'], ['modern']])(
  `with %s virtio, what the kernel prints is the same on QEMU ${how}`,
  async (virtio) => {
    const { console: there, status } = await runOnQemu(COMMANDS, firmware!, virtio);
    expect(there).toBe(here(virtio));
    expect(status).toBe(1);
  },
  180_000, // QEMU's clock is that of a busy machine
);
