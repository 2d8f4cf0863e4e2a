import { assemble } from '../../../assembler/index.js';
import { allHoles, legacy, legacyWith, strict, type Hole, type Profile } from '../../../machine/index.js';
import { referenceParts as parts } from '../../../../solutions/reference-parts.js';
import { Vmm } from '../../vmm/index.js';
import { tellSilentFailures, watchSilentFailures, type SilentFailures } from '../index.js';

const MEMORY = 64 * 1024;

/** Runs a kernel in a VM and watches it. */
function watch(source: string, profile: Profile = legacy): SilentFailures {
  const vmm = new Vmm({ memoryBytes: MEMORY, parts, profile });
  const failures = watchSilentFailures(vmm, parts.emulate);
  const { image } = assemble(source);
  vmm.createVm({ mode: 'full/trap-and-emulate', image, memoryBytes: MEMORY });
  vmm.run(200);
  return failures;
}

const end = '\nli a7, 8\necall';

/** For each hole an instruction that passes through it. */
const probe = (hole: Hole) =>
  hole.startsWith('read-')
    ? `csrr a0, ${hole.slice(5)}`
    : hole.startsWith('write-')
      ? `csrw ${hole.slice(6)}, a1`
      : hole;

test.each(allHoles)('%s: the instruction is named, with its address', (hole) => {
  const { first } = watch(`nop\nli a1, 0x222\n${probe(hole)}${end}`, legacyWith([hole]));
  expect(first).toMatchObject({ vm: 0, vcpu: 0, mode: 1, address: 0x8000_0008 });
  expect(first!.instruction.split(' ')[0]).toBe(probe(hole).split(' ')[0]);
});

test.each(allHoles)('%s: where the hole is not open, nothing has failed silently', (hole) => {
  const others = allHoles.filter((other) => other !== hole);
  const source = `la t0, trap\ncsrw stvec, t0\nli a1, 0x222\n${probe(hole)}\ntrap: ${end}`;
  expect(watch(source, legacyWith(others)).first).toBeUndefined();
  expect(watch(source, strict).first).toBeUndefined();
});

test.each([
  ['csrsi sstatus, 2', 'made sstatus = 0x00000002 (SIE) (it was 0x00000000)', 'its write was dropped'],
  [
    'li t0, 5\ncsrw scause, t0\ncsrr a0, scause',
    'made a0 = 0x00000005',
    "a0 got the machine's scause, 0x00000000",
  ],
  [
    'csrrw a0, sie, t1',
    'changed nothing that was not so already',
    "a0 got the machine's sie, 0x00000000, and its write was dropped",
  ],
  ['sfence.vma', 'made the hart forget its translations', 'it did nothing'],
  [
    'li t0, 0x40000000\ncsrw sepc, t0\nsret',
    'made sstatus = 0x00000020 (SPIE) (it was 0x00000000), and gone on at 0x40000000 in U-mode',
    "it jumped to the machine's sepc, 0x00000000, and changed neither the mode nor an interrupt state",
  ],
  [
    'csrr a0, mstatus',
    "given the guest's kernel a trap (Cause.IllegalInstruction)",
    "a0 got the machine's mstatus",
  ],
])('%s: it should have %s', (source, shouldHave, happened) => {
  const { first } = watch(`${source}${end}`);
  expect(first!.shouldHave).toBe(shouldHave);
  expect(first!.happened).toContain(happened);
});

test('a process that reads what only its kernel may is a silent failure too', () => {
  const source = `la t0, user\ncsrw sepc, t0\nsret\nuser: csrr a0, sstatus${end}`;
  const { first } = watch(source, legacyWith(['read-sstatus']));
  expect(first).toMatchObject({
    mode: 0,
    shouldHave: "given the guest's kernel a trap (Cause.IllegalInstruction)",
  });
});

test('a failure that changed nothing is the first, and another the first that matters', () => {
  const failures = watch(`csrw sie, zero\ncsrw sie, zero\nli t0, 0x20\ncsrw sie, t0${end}`);
  expect(failures.first).toMatchObject({ address: 0x8000_0000, matters: false });
  expect(failures.firstThatMatters).toMatchObject({ address: 0x8000_000c, matters: true });
  expect(tellSilentFailures(failures, (address) => (address === 0x8000_000c ? 'a.S:4' : undefined))).toEqual([
    'the first instruction that failed silently: csrw sie,zero at 0x80000000, VM 1, virtual S-mode',
    '  it should have changed nothing that was not so already',
    '  instead its write was dropped; nothing trapped',
    'the first whose failure made a difference: csrw sie,t0 at 0x8000000c (a.S:4), VM 1, virtual S-mode',
    '  it should have made sie = 0x00000020 (STIE) (it was 0x00000000)',
    '  instead its write was dropped; nothing trapped',
  ]);
});

test('where nothing fails it says so', () => {
  expect(tellSilentFailures(watch(`csrw sie, zero${end}`, strict))).toEqual([
    'no instruction failed silently',
  ]);
});
