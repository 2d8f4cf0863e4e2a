import type { Outcome } from '../data/index.js';
import { failureOf, template } from './failures.js';

const failed = (message: string, expected?: string, actual?: string): Outcome => ({
  ...{ verdict: 'fail', points: 0, message },
  ...(expected !== undefined && { expected }),
  ...(actual !== undefined && { actual }),
});
const keyOf = (check: string, outcome: Outcome): string => failureOf(check, outcome)!.key;

const run = (step: number, source: string, bare: string, inVm: string): Outcome =>
  failed(
    'Not what it should be: what the guest did, compared with the bare machine.',
    'the same, step by step',
    `step ${step}, at: line ${step + 7}: ${source}\n  on the bare machine: ${step} S 800000${step} ${bare}\n  in the VM:           ${step} S 800000${step} ${inVm}\n  the step before:     1 S 80000000 t0=80000090`,
  );

test('runs that part from the bare machine in the same way are alike: in any guest, step, address and register', () => {
  const key = keyOf('hostile', run(13, 'csrw stvec, t0', 'stvec=80000090', ''));
  expect(keyOf('paging', run(42, 'csrw stvec, a1', 'stvec=80000140', ''))).toBe(key);
  const load = keyOf('a', run(13, 'lw t0, (t0)', 't0=20001cd7', 't0=20001c57'));
  expect(keyOf('b', run(14, 'lw s5, 4(t1)', 's5=20001cdf', 's5=20001c5f'))).toBe(load);
});

test.each([
  ['another instruction', run(13, 'csrw sepc, t0', 'stvec=80000090', '')],
  ['another register of the machine', run(13, 'csrw stvec, t0', 'sepc=80000090', '')],
  ['a wrong value, and not a missing one', run(13, 'csrw stvec, t0', 'stvec=80000090', 'stvec=00000000')],
  ['another jump', run(13, 'csrw stvec, t0', '-> U 80000038', '')],
])('%s is another failure', (_what, other) => {
  expect(keyOf('hostile', other)).not.toBe(keyOf('hostile', run(13, 'csrw stvec, t0', 'stvec=80000090', '')));
});

test('the first divergence of machine state is told by name and value', () => {
  expect(
    failureOf('x', run(13, 'sret', 'sstatus=00000020 -> U 80000038', '-> U 80000038'))!.divergence,
  ).toEqual({
    shape: expect.any(String) as string,
    ofState: true,
    expected: 'sstatus 00000020',
    came: 'sstatus: not written',
    instruction: 'sret',
  });
});

test('answers are alike where they first differ, whatever the numbers are; and of one check only', () => {
  const claim = 'Not what it should be: the effect of csrrw zero,stvec,t1 in S-mode, where t1 = 0x2.';
  const other = 'Not what it should be: the effect of csrrw zero,stvec,t1 in S-mode, where t1 = 0x700.';
  const key = keyOf('stvec', failed(claim, 'advance()\nt0 = 0x10', 'advance()\nnothing changed'));
  expect(keyOf('stvec', failed(other, 'advance()\nt0 = 0x20', 'advance()\nnothing changed'))).toBe(key);
  expect(keyOf('warl', failed(claim, 'advance()\nt0 = 0x10', 'advance()\nnothing changed'))).not.toBe(key);
  expect(keyOf('stvec', failed(claim, 'advance()\nt0 = 0x10', 'wait()\nt0 = 0x10'))).not.toBe(key);
});

test('a part that throws the same in several checks and lines fails once', () => {
  const key = keyOf(
    'a',
    failed(
      'Your code threw Error: plan is still to be written, in the call plan([[1, 2]], 9) (x.ts, line 7)',
    ),
  );
  expect(
    keyOf(
      'b',
      failed('Your code threw Error: plan is still to be written, in the call plan([], 1) (x.ts, line 9)'),
    ),
  ).toBe(key);
  expect(keyOf('b', failed('Your code threw Error: shared is still to be written (x.ts, line 9)'))).not.toBe(
    key,
  );
});

test.each([
  [
    'Your code threw RangeError: the vCPU stores no CSR 0xc01 (08/emulate.ts, line 14)',
    'Your code threw RangeError: the vCPU stores no CSR #',
  ],
  [
    'Not what it should be: the answer of plan([[1,2],\n  [3]], { site: 7 }).',
    'Not what it should be: the answer of plan…',
  ],
  ['', ''],
])('%j loses what differs from run to run', (message, wanted) => {
  expect(template(message)).toBe(wanted);
});

test("what passed or did not run is no failure, and the grader's fault is one of its own", () => {
  expect(failureOf('a', { verdict: 'pass', points: 1, message: '' })).toBeUndefined();
  expect(failureOf('a', { verdict: 'skipped', points: 0, message: 'x' })).toBeUndefined();
  expect(keyOf('a', { verdict: 'error', points: 0, message: 'x' })).not.toBe(keyOf('a', failed('x')));
});

test('long and hostile texts end in time', () => {
  const start = performance.now();
  failureOf('a', failed(`${'('.repeat(5_000)}${'[{'.repeat(5_000)}`, '('.repeat(4_000), '"\\'.repeat(4_000)));
  expect(performance.now() - start).toBeLessThan(2_000);
});
