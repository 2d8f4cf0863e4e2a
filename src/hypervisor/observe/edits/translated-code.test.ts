/** Frequent privileged instructions are done in the guest's own stream; and nobody notices, even a guest that needs the place for it. */
import { assemble } from '../../../assembler/index.js';
import { legacy, legacyWith, strict, type Profile } from '../../../machine/index.js';
import { referenceParts } from '../../../../solutions/reference-parts.js';
import { compareRuns, runGuest, type Run } from '../../index.js';

const mode = 'full/binary-translation';
const memoryBytes = 256 * 1024;

function runBoth(source: string, profile: Profile = legacy, budget = 60_000) {
  const { image, listing } = assemble(source);
  const options = { image, memoryBytes, budget };
  const bare = runGuest({ ...options, mode: 'bare', profile: strict });
  const inVm = runGuest({ ...options, mode, profile }, referenceParts);
  const traced = (): string | undefined =>
    compareRuns(
      runGuest({ ...options, mode: 'bare', profile: strict, trace: true }),
      runGuest({ ...options, mode, profile, trace: true }, referenceParts),
      listing,
    );
  return { bare, inVm, traced };
}

const visible = ({ registers, csrs, memoryDigest, steps, console, stop, interrupts }: Run) => ({
  ...{ registers, csrs, memoryDigest, steps, console, stop, interrupts },
});

const off = '  li a7, 8\n  ecall\n';
const loop = (body: string, times = 2000) => `
    li s0, ${times}
  loop:
    ${body}
    addi s0, s0, -1
    bnez s0, loop`;

const READS = ['sstatus', 'sie', 'stvec', 'scounteren', 'sscratch', 'sepc', 'scause', 'stval', 'sip', 'satp'];

test('reads of the virtual hart leave the guest no more, once they are hot', () => {
  const body = READS.map((csr) => `csrr t0, ${csr}\n add s1, s1, t0`).join('\n');
  const { bare, inVm } = runBoth(`li t1, 5\ncsrw sscratch, t1\n${loop(body)}\n${off}`);
  expect(visible(inVm)).toEqual(visible(bare));
  expect(inVm.exits['privileged instruction']).toBeLessThan(READS.length * 64 + 10);
});

test.each(['sscratch', 'scause', 'stval'])('neither do writes of %s, and each form of them', (csr) => {
  const body = `csrw ${csr}, s0\n csrr t0, ${csr}\n add s1, s1, t0\n csrwi ${csr}, 0\n csrrs t1, ${csr}, zero\n or s1, s1, t1`;
  const { bare, inVm } = runBoth(`${loop(body)}\n${off}`);
  expect(visible(inVm)).toEqual(visible(bare));
  expect(inVm.exits['privileged instruction']).toBeLessThan(4 * 64 + 10);
});

test('writes that do more than store still leave the guest', () => {
  const body =
    'li t1, -1\n csrw sepc, t1\n csrr t0, sepc\n add s1, s1, t0\n csrw sstatus, t1\n csrr t0, sstatus\n xor s1, s1, t0\n csrw sstatus, zero';
  const { bare, inVm } = runBoth(`${loop(body, 500)}\n${off}`);
  expect(visible(inVm)).toEqual(visible(bare));
  expect(inVm.exits['privileged instruction']).toBeGreaterThan(1500);
});

test('an interrupt comes at the same step, and the kernel reads its causes in its own stream', () => {
  const { bare, inVm } = runBoth(`
    la t0, handler
    csrw stvec, t0
    li t0, 0x20
    csrw sie, t0
    csrr a0, time
    addi a0, a0, 50
    li a1, 0
    li a7, 0
    ecall
    csrsi sstatus, 2
    ${loop('csrr t2, sscratch\n add s2, s2, t2\n csrr t2, sip\n xor s2, s2, t2', 4000)}
    ${off}
    .align 2
  handler:
    csrw sscratch, t0
    csrr t0, scause
    add s1, s1, t0
    csrr t0, sepc
    xor s1, s1, t0
    csrr t0, sstatus
    add s1, s1, t0
    csrr a0, time
    addi a0, a0, 90
    li a1, 0
    li a7, 0
    ecall
    csrr t0, sscratch
    sret`);
  expect(visible(inVm)).toEqual(visible(bare));
  expect(inVm.interrupts).toBeGreaterThan(100);
});

const hot = loop('csrw sscratch, s0\n csrr t0, sscratch\n add s1, s1, t0', 100);

test('jumps into the middle of a translation do what the own bytes say', () => {
  const { bare, inVm } = runBoth(`
    .option rvc
    la sp, data
    ${hot.replace('csrw sscratch, s0', 'target: csrw sscratch, s0\n other: csrr t0, sscratch').replace('loop:', 'loop:')}
    la t0, handler
    csrw stvec, t0
    la t1, target + 2
    jalr t1
    la t1, other + 2
    jalr t1
    ${off}
    .align 2
  handler:
    csrr s2, stval
    csrr s3, sepc
    la t1, end
    csrw sepc, t1
    sret
  end: ${off}
  data: .word 1, 2, 3`);
  expect(visible(inVm)).toEqual(visible(bare));
});

/** A hot loop; then the guest uses the last page of the address space, and the loop goes on. */
const lastPage = (use: string) => `
    la t0, handler
    csrw stvec, t0
    ${use.includes('early') ? use : ''}
    ${hot}
    ${use}
    ${hot.replaceAll('loop', 'again')}
    ${off}
    .align 2
  handler:
    csrr s4, scause
    csrr s5, stval
    csrr t6, sepc
    addi t6, t6, 4
    csrw sepc, t6
    sret
    .align 12
  root: .zero 4096
  table: .zero 4096
  page: .zero 4096`;

test('a guest that looks at the last page before anything is translated finds nothing there', () => {
  const { bare, inVm } = runBoth(lastPage('lw s3, -4(zero) # early'));
  expect(visible(inVm)).toEqual(visible(bare));
});

test('a guest that maps a page there, and reads and writes it, finds its own page', () => {
  const { bare, inVm, traced } = runBoth(
    lastPage(`
    la t0, root
    la t1, table
    la t2, page
    srli t3, t1, 12
    slli t3, t3, 10
    ori t3, t3, 1
    li t4, 0xffc
    add t4, t0, t4
    sw t3, (t4)
    srli t3, t2, 12
    slli t3, t3, 10
    ori t3, t3, 0xc7
    li t4, 0xffc
    add t4, t1, t4
    sw t3, (t4)
    li t4, 0x800
    add t4, t0, t4
    li t3, (0x80000000 >> 12 << 10) | 0xcf
    sw t3, (t4)
    srli t0, t0, 12
    li t1, 0x80000000
    or t0, t0, t1
    csrw satp, t0
    sfence.vma
    li t5, 77
    sw t5, -2048(zero)
    lw s3, -2048(zero)
    lw s6, -2028(zero)`),
  );
  expect(visible(inVm)).toEqual(visible(bare));
  expect(traced()).toBeUndefined();
});

test('a program of the guest cannot reach the registers of its kernel, with or without paging', () => {
  const { bare, inVm } = runBoth(`
    la t0, handler
    csrw stvec, t0
    ${hot}
    la t0, user
    csrw sepc, t0
    li t0, 0x100
    csrc sstatus, t0
    sret
  user:
    lw s3, -2028(zero)
    sw s3, -2028(zero)
    csrr s6, sscratch
    j loop
    .align 2
  handler:
    csrr s4, scause
    csrr s5, stval
    add s7, s7, s5
    addi s8, s8, 1
    li t6, 20
    bgt s8, t6, over
    csrr t6, sepc
    addi t6, t6, 4
    csrw sepc, t6
    sret
  over: ${off}`);
  expect(visible(inVm)).toEqual(visible(bare));
});

test('code that only a program executes is not translated for ever in vain', () => {
  const { bare, inVm } = runBoth(`
    la t0, handler
    csrw stvec, t0
    la t0, user
    csrw sepc, t0
    sret
  user: csrr s6, sscratch
    j user
    .align 2
  handler:
    addi s8, s8, 1
    li t6, 1000
    bgt s8, t6, over
    la t6, user
    csrw sepc, t6
    sret
  over: ${off}`);
  expect(visible(inVm)).toEqual(visible(bare));
});

test('with a few holes as with all of them', () => {
  for (const profile of [strict, legacyWith(['read-sstatus']), legacyWith(['write-sie', 'sret'])]) {
    const { bare, inVm } = runBoth(
      `${loop('csrr t0, sstatus\n csrrw t1, sscratch, s0\n csrr t2, sie\n add s1, s1, t1', 200)}\n${off}`,
      profile,
    );
    expect(visible(inVm)).toEqual(visible(bare));
  }
});
