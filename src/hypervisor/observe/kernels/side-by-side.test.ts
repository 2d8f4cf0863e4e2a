import { assemble } from '../../../assembler/index.js';
import { Csr, strict } from '../../../machine/index.js';
import { referenceParts } from '../../../../solutions/reference-parts.js';
import type { Parts } from '../../parts/index.js';
import { runSideBySide } from './side-by-side.js';

/** A kernel that turns paging on, with superpages, counts for three stretches, visits user mode, and then repeats what is typed up to a 'q'. */
const source = `
    la t0, root
    li t1, (0x80000000 >> 12 << 10) | 0x4f       # A X W R V, not D
    li t2, 2048
    add t2, t0, t2
    sw t1, 0(t2)
    li t1, (0x80000000 >> 12 << 10) | 0x5b       # at 0: A U X R V
    sw t1, 0(t0)
    li t1, (0x10000000 >> 12 << 10) | 0xc7       # the serial port, at 0x1000_0000
    sw t1, 0x100(t0)
    srli t0, t0, 12
    li t1, 0x80000000
    or t0, t0, t1
    csrw satp, t0
    sfence.vma
    li s2, 30000
1:  addi s2, s2, -1
    bnez s2, 1b
    la t0, root
    sw zero, 4(t0)
    la t0, back
    csrw stvec, t0
    la t0, user
    slli t0, t0, 10
    srli t0, t0, 10
    csrw sepc, t0
    li t0, 0x100
    csrc sstatus, t0
    sret
user:
    ecall
    .balign 4
back:
    csrr s3, sstatus
    li s0, 0x10000000
prompt:
    li t0, '$'
    sb t0, (s0)
    li t0, ' '
    sb t0, (s0)
2:  lbu t0, 5(s0)
    andi t0, t0, 1
    beqz t0, 2b
    lbu t0, (s0)
    sb t0, (s0)
    li t1, 'q'
    beq t0, t1, off
    li t1, 10
    beq t0, t1, prompt
    j 2b
off:
    li a7, 8
    ecall
    .balign 4096
root: .zero 4096`;

const kernel = {
  image: assemble(source).image,
  disk: new Uint8Array(512),
  profile: strict,
  mode: 'full/trap-and-emulate',
  memoryBytes: 128 * 1024,
  commands: ['hello', 'q'],
  prompt: '$ ',
  budget: 500_000,
} as const;

const run = (own: Partial<Parts> = {}) => runSideBySide(kernel, { ...referenceParts, ...own });

test('a kernel that runs the same is told with what it printed, and how it ended', () => {
  const { steps, ...rest } = run();
  expect(rest).toEqual({ console: '$ hello\n$ q', end: '{"kind":"finished","code":0}' });
  expect(steps).toBeGreaterThan(60_000);
});

test('the first step that differs is told, however late it comes', () => {
  const scratches: Parts['emulate'] = (vcpu, instruction) => {
    const outcome = referenceParts.emulate(vcpu, instruction);
    if (instruction.name === 'sret') {
      vcpu.writeCsr(Csr.sscratch, 7);
    }
    return outcome;
  };
  const { difference, steps } = run({ emulate: scratches });
  expect(steps).toBe(60_000); // as many as were compared before
  const [bare, inVm] = [difference!.bare!, difference!.inVm!];
  expect(bare).toMatch(/^\d+ S 800000[0-9a-f]{2} sstatus=00000020 -> U /);
  expect(inVm).toBe(bare.replace(' ->', ' sscratch=00000007 ->'));
  expect(difference!.pc).toBe(parseInt(difference!.bare!.split(' ')[2]!, 16));
  expect(difference!.before).toMatch(/^\d+ S /);
});

test('memory that differs at the end is told, though no step has shown it', () => {
  const DIRTY = 0x80;
  const neverDirty: Parts['shadow'] = (access, mmu) =>
    referenceParts.shadow(access, {
      ...mmu,
      writeEntry: (at, entry) => mmu.writeEntry(at, entry & ~DIRTY),
    });
  const { difference } = run({ shadow: neverDirty });
  const told = /^memory at 0x80001800 = 0x200000([0-9a-f]{2})$/;
  expect([difference!.bare, difference!.inVm].map((text) => told.exec(text!)?.[1])).toEqual(['cf', '4f']);
});

test('a budget ends the comparison without an end', () => {
  expect(runSideBySide({ ...kernel, budget: 1 }, referenceParts)).toEqual({ steps: 20_000, console: '' });
});
