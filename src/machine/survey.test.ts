import { assisted, legacy, strict } from './profiles.js';
import { survey } from './survey.js';

const broken = (profile: typeof strict) =>
  survey(profile)
    .filter(({ sensitive, privileged }) => sensitive && !privileged)
    .map(({ name }) => name)
    .sort();

test('on strict and assisted nothing that is sensitive runs in user mode, but for WFI, which may complete', () => {
  expect(broken(strict)).toEqual(['wfi']);
  expect(broken(assisted)).toEqual(['wfi']);
});

test('legacy differs from strict in exactly its holes', () => {
  const open = ['sret', 'mret', 'sfence.vma'];
  const s = ['sstatus', 'sie', 'sip', 'stvec', 'satp', 'scause', 'mstatus', 'mie', 'mip', 'mtvec', 'mcause'];
  const writes = ['sstatus', 'sie', 'mstatus', 'mie'];
  const expected = [...open, ...s.map((n) => `read ${n}`), ...writes.map((n) => `write ${n}`), 'wfi'];
  expect(broken(legacy)).toEqual(expected.sort());
});
