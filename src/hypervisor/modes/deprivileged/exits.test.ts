import { CAUSE_INTERRUPT, Cause, Mode } from '../../../machine/index.js';
import { Vcpu } from '../../vm/index.js';
import { exitOf } from './exits.js';

const exit = (cause: number, word = 0) => exitOf({ kind: 'trap', cause, tval: 4 }, new Vcpu(), () => word);

test('each trap that a program in U-mode can cause is an exit with a name', () => {
  expect(exit(Cause.IllegalInstruction, 0x3020_0073)).toMatchObject({ name: 'privileged instruction' }); // mret
  expect(exit(Cause.IllegalInstruction)).toEqual({ name: 'illegal instruction', word: 0 });
  expect(exit(Cause.EcallFromU)).toEqual({ name: 'SBI call' });
  expect(exit(Cause.StorePageFault)).toEqual({ name: 'page fault', kind: 'store', address: 4 });
  expect(exit(Cause.Breakpoint)).toEqual({ name: 'guest exception', cause: 3, tval: 4 });
  const user = new Vcpu();
  user.mode = Mode.User;
  expect(exitOf({ kind: 'trap', cause: Cause.EcallFromU, tval: 0 }, user, () => 0)).toEqual({
    name: 'system call',
  });
});

test.each([
  ['load access fault', Cause.LoadAccessFault],
  ['S-mode', Cause.EcallFromS],
  ['guest-page fault', Cause.LoadGuestPageFault],
  ['interrupt', CAUSE_INTERRUPT + 5],
  ['24', 24],
])('a trap that none can cause (%s) is a bug of the VMM, and no exception of the guest', (_name, cause) => {
  expect(() => exit(cause)).toThrow('which no guest can cause');
});
