/** The ported kernel in mode para: the same console as the unmodified kernel's, on every hardware profile, and nothing miscounted. */
import { assisted, legacy, strict } from '../../../src/machine/index.js';
import { kernelDisk } from './kernel-files.js';
import { Session } from './session.js';
import { PROMPT, vmSession } from './vm-session.js';

const lines = ['ls | wc', 'echo hello > file', 'cat file | grep ell', 'build'];

describe('the ported kernel', () => {
  const disk = kernelDisk();
  const bare = new Session({ disk });
  const boot = `${bare.boot()}${PROMPT}`;
  const said = lines.map((line) => bare.command(line));

  test.each([strict, legacy, assisted])('says what the unmodified one says, on $name', (profile) => {
    const inVm = vmSession('para', { profile });
    expect(inVm.toPrompt()).toBe(boot);
    expect(lines.map((line) => inVm.command(line))).toEqual(said);
    expect(inVm.vmm.audit()).toEqual([]);
    expect(Buffer.compare(inVm.disk, disk)).toBe(0);
    inVm.command('halt');
    expect(inVm.vm.end).toEqual({ kind: 'finished', code: 0 });
    const { account } = inVm.vm;
    const { idle, overhead } = inVm.vmm.ledger.own;
    expect(account.cycles + idle + overhead).toBe(inVm.vmm.machine.cycles);
  });
});

// On `legacy` a program itself may execute what should trap, on the bare machine too: one question is then answered otherwise.
test.each([
  [strict, /usertests: 0 of 40 failed/],
  [legacy, /privileged_instructions: FAILED[^]*usertests: 1 of 40 failed/],
])('its usertests give the words of the bare machine, on $name', (profile, verdict) => {
  const bare = new Session({ profile });
  const inVm = vmSession('para', { profile });
  bare.boot();
  inVm.toPrompt();
  const words = inVm.command('usertests');
  expect(words).toBe(bare.command('usertests'));
  expect(words).toMatch(verdict);
  expect(inVm.vmm.audit()).toEqual([]);
});
