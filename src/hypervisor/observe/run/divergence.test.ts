import { compareRuns, firstDivergence, type Run } from '../../index.js';

const bare = ['0 S 80000000 t0=00000001', '1 S 80000004 a0=00000002'];
const listing = [{ address: 0x8000_0004, line: 7, text: '  add   a0, t0, t0  ' }];

test('two traces that are the same have no divergence', () => {
  expect(firstDivergence(bare, [...bare])).toBeUndefined();
  expect(firstDivergence([], [])).toBeUndefined();
});

test('the first step that differs is shown as both have it, with its source and the step before', () => {
  const inVm = [bare[0] as string, '1 S 80000004 a0=00000003', 'more'];
  expect(firstDivergence(bare, inVm, listing)).toBe(
    [
      'step 1, at: line 7: add a0, t0, t0',
      '  on the bare machine: 1 S 80000004 a0=00000002',
      '  in the VM:           1 S 80000004 a0=00000003',
      '  the step before:     0 S 80000000 t0=00000001',
    ].join('\n'),
  );
});

test('a trace that ends early says so', () => {
  expect(firstDivergence(bare, [], listing)).toContain('in the VM:           the guest had ended');
  expect(firstDivergence([], bare)).toContain('on the bare machine: the guest had ended');
});

test('runs with the same steps are compared in all else that there is to see', () => {
  const run = {
    stop: { kind: 'idle' },
    console: 'a',
    interrupts: 1,
    memoryDigest: '1',
    trace: bare,
  } as unknown as Run;
  expect(compareRuns(run, { ...run })).toBeUndefined();
  expect(compareRuns(run, { ...run, console: 'b' })).toBe(
    'its console: "a" on the bare machine, "b" in the VM',
  );
  expect(compareRuns(run, { ...run, stop: { kind: 'reset' }, memoryDigest: '2' })).toBe(
    'its end: {"kind":"idle"} on the bare machine, {"kind":"reset"} in the VM\nits memory: 1 on the bare machine, 2 in the VM',
  );
  expect(compareRuns(run, { ...run, interrupts: 0 })).toContain('its interrupts');
});
