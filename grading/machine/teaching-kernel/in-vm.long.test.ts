/** The teaching kernel in a VM: the same console as on the bare machine, and not one step more. */
import type { VmMode } from '../../../src/hypervisor/index.js';
import { assisted, legacy, strict, type Profile } from '../../../src/machine/index.js';
import { kernelDisk } from './kernel-files.js';
import { Session } from './session.js';
import { PROMPT, vmSession } from './vm-session.js';

/** Each way to run the kernel as it is, and hardware for it. */
const ways: readonly (readonly [VmMode, Profile])[] = [
  ['full/trap-and-emulate', strict],
  ['full/binary-translation', legacy],
  ['full/hardware-assisted', assisted],
];

test.each(ways)(
  '%s: it boots, runs a pipe and its macro workload, and halts, as on the bare machine',
  (mode, profile) => {
    const disk = kernelDisk();
    const bare = new Session({ disk });
    const inVm = vmSession(mode, { profile });
    expect(inVm.toPrompt()).toBe(`${bare.boot()}${PROMPT}`);
    for (const line of ['ls | wc', 'echo hello > file', 'cat file | grep ell', 'build']) {
      expect(inVm.command(line)).toBe(bare.command(line));
    }
    expect([inVm.vm.steps, inVm.vm.clock.time]).toEqual([bare.machine.steps, bare.machine.time]);
    expect(Buffer.compare(inVm.disk, disk)).toBe(0);

    const { account } = inVm.vm;
    const { idle, overhead } = inVm.vmm.ledger.own;
    expect(account.cycles + idle + overhead).toBe(inVm.vmm.machine.cycles);
    // A switch of address spaces keeps the shadow tables: almost all page faults are those of the boot.
    expect(account.exits['page fault'] ?? 0).toBeLessThan(6000);

    bare.halt();
    inVm.command('halt');
    expect(inVm.vm.end).toEqual(bare.stop);
  },
);

test.each(ways)('%s: its usertests pass in a VM, with the same words', (mode, profile) => {
  const bare = new Session();
  const inVm = vmSession(mode, { profile });
  bare.boot();
  inVm.toPrompt();
  const words = inVm.command('usertests');
  expect(words).toBe(bare.command('usertests'));
  expect(words).toMatch(/usertests: 0 of \d+ failed/);
});
