/** Guests that look for the edits of binary translation in their code, or try to break them: one function an attack. */
import { assemble } from '../../../assembler/index.js';
import { Machine, allHoles, legacy, legacyWith, strict } from '../../../machine/index.js';
import { referenceParts } from '../../../../solutions/reference-parts.js';
import { PAGE_HALFWORDS, Vmm, runGuest, type TranslatePart } from '../../index.js';
import { off, underTranslation } from './testing-translation.js';

const { seenBy } = underTranslation(referenceParts);

const mode = 'full/binary-translation';
const memoryBytes = 1024 * 1024;

const attacks: Readonly<Record<string, string>> = {
  'reads of its own text': `
      la s0, start
      li s1, 64
    start:
      csrr t0, sstatus
      csrci sstatus, 2
      csrr t1, stvec
    1: lw t2, (s0)
      lhu t3, 2(s0)
      lb t4, 1(s0)
      add s2, s2, t2
      xor s2, s2, t3
      add s2, s2, t4
      addi s0, s0, 4
      addi s1, s1, -1
      bnez s1, 1b
      lr.w t5, (s0)
      sc.w t6, s2, (s0)
      amoadd.w s3, s2, (s0)
      ${off}`,

  'code that writes a critical instruction in front of itself': `
      li s0, 3
      csrwi sscratch, 9
    again:
      la t0, patch
      la t1, source
      lw t2, (t1)
      sw t2, (t0)
    patch: nop
      add s1, s1, a0
      li t2, 0x13
      sh t2, (t0)              # half of it is a NOP's
      lw a2, (t0)
      sh zero, 2(t0)
      addi s0, s0, -1
      bnez s0, again
      ${off}
    source: csrr a0, sstatus`,

  'code that makes a critical instruction harmless, byte by byte': `
      csrsi sstatus, 2
      la t0, patch
      li s0, 2
    again:
    patch: csrr a0, sstatus
      sb zero, 3(t0)
      sb zero, 2(t0)
      li t1, 0x13
      sb t1, (t0)
      li t1, 0x05
      sb t1, 1(t0)             # now it is ADDI a0, zero, 0
      addi s0, s0, -1
      bnez s0, again
      ${off}`,

  'compressed neighbours': `
      .option rvc
      .align 2
      c.li a0, 1
      csrr a1, sstatus
      c.addi a0, 2
      csrci sstatus, 2
      c.mv a3, a1
      csrr a4, sie
      csrr a5, satp
      c.nop
      csrsi sie, 2
      c.mv a6, a4
      ${off}`,

  'jumps into the middle of a critical instruction': `
      .option rvc
      la sp, stack
      li s1, 2
    again:
      la t0, target + 2        # its second half is an instruction too
      jr t0
    target: csrr s3, sstatus   # 0x1000 as a halfword: C.ADDI4SPN s0, 32
      addi s1, s1, -1
      beqz s1, target
      bgtz s1, again
      ${off}
    stack:`,

  'jumps into an instruction that hides a critical one': `
      .option rvc
      la t0, hidden + 2
      jr t0
      .align 2
    hidden:
      .half 0x0537, 0x2573     # LUI a0; its second half is the first half of CSRR a0, sstatus
      .half 0x1000, 0x0001     # its second half, which is C.ADDI4SPN when LUI was executed
      bnez s0, 1f
      li s0, 1
      la t0, hidden
      jr t0
    1: ${off}`,

  'two critical instructions that overlap': `
      .option rvc
      csrsi sstatus, 2
      la t0, skip
      csrw stvec, t0
      la t0, both
      la t1, both + 2
      jalr t0
      jalr t1
      ${off}
      .align 2
    both: .half 0x2573, 0x1073, 0x1000  # CSRRS a0, 0x107 (there is none), and CSRRW zero, sstatus, zero from the middle
      ret
      .align 2
    skip: csrr s2, stval
      csrw sepc, ra
      sret`,

  'a critical instruction across the end of a page': `
      .option rvc
      la t0, end
      jalr t0
      csrr s0, sstatus
      jalr t0
      ${off}
      .align 12
      .zero 4094 - 4
      csrsi sstatus, 2
    end: csrr a0, sstatus
      csrr a1, stvec
      ret`,

  'a long instruction across the end of a page, before a page that begins critically': `
      .option rvc
      la s2, end
      la s3, begin
      jalr s2
      jalr s3
      jalr s2
      ${off}
      .align 12
      .zero 4094
    end: .half 0x0537           # LUI a0, with the first half of the critical instruction
    begin: csrr a1, sstatus
      ret`,

  'a page in which each halfword begins a long instruction': `
      .option rvc
      la s2, page
      la s3, page + 2
      jalr s2
      la s4, page + 8
      jalr s3
      lw a0, (s4)
      sw a0, 64(s4)
      jalr s2
      ${off}
      .align 12
    page: .rept 2047
      .half 0x0293
      .endr
      .half 0x2573
      .half 0x1000
      ret`,

  'more pages with edits than there are copies': `
      .option rvc
      li s0, 2
    again:
      la s1, pages
      li s2, 100
    1: jalr s1
      li t0, 4096
      add s1, s1, t0
      addi s2, s2, -1
      bnez s2, 1b
      addi s0, s0, -1
      bnez s0, again
      ${off}
      .align 12
    pages: .rept 100
      csrr a0, sstatus
      csrsi sstatus, 2
      ret
      .align 12
      .endr`,
};

test.each(Object.entries(attacks))('the guest notices nothing by %s', (_name, source) => {
  expect(seenBy(source)).toBeUndefined();
});

const TRAP = 0x9002;
const trapsAt = (indices: readonly number[]) => indices.map((index) => ({ index, halfword: TRAP }));
const all = Array.from({ length: PAGE_HALFWORDS }, (_, index) => index);
const isLong = (halfword: number) => (halfword & 3) === 3;

/** Other translators, each right and each dear: they edit other halfwords than the reference, and more. */
const translators: Readonly<Record<string, TranslatePart>> = {
  'makes each halfword trap': () => trapsAt(all),

  /** And so must what begins one halfword before, and so on backwards: sometimes as far as the first halfword of the page. */
  'makes the first halfword of critical instructions trap': ({ halfwords }) => {
    const edited = new Set<number>();
    for (const index of all.filter((each) => (halfwords[each]! & 0x7f) === 0x73)) {
      for (let at = index; at === index || (at >= 0 && isLong(halfwords[at]!)); at -= 1) {
        edited.add(at);
      }
    }
    return trapsAt([...edited]);
  },

  /** An addition, for example, becomes an instruction that does not exist. */
  'makes other instructions trap, too, by their second halfword': (page) => [
    ...referenceParts.translate(page),
    ...trapsAt(
      all.filter((at) => at > 0 && at < PAGE_HALFWORDS - 1 && (page.halfwords[at - 1]! & 0x7f) === 0x33),
    ),
  ],
};

test.each(Object.entries(translators))('nor does it notice a translator that %s', (_how, translate) => {
  const parts = { ...referenceParts, translate };
  for (const name of [
    'reads of its own text',
    'code that writes a critical instruction in front of itself',
    'jumps into an instruction that hides a critical one',
    'a long instruction across the end of a page, before a page that begins critically',
  ]) {
    expect({ name, seen: seenBy(attacks[name]!, { parts }) }).toEqual({ name });
  }
});

test('without holes nothing is edited, and with each hole alone the critical instructions are found', () => {
  const source = Object.values(attacks).slice(0, 1).concat(attacks['compressed neighbours']!);
  for (const profile of [strict, ...allHoles.map((hole) => legacyWith([hole]))]) {
    for (const each of source) {
      expect({ holes: [...profile.holes], seen: seenBy(each, { profile }) }).toEqual({
        holes: [...profile.holes],
      });
    }
  }
});

/** A kernel with paging: its code is mapped executable at CODE, readable at DATA and writable at BOTH, with other rights each. */
const aliases = `
    la t0, table
    srli t1, t0, 12
    slli t1, t1, 10
    ori t1, t1, 1
    la t2, root
    sw t1, 4(t2)                       # from 0x0040_0000 on
    li t1, 0x800
    add t1, t2, t1
    li t3, (0x80000000 >> 12 << 10) | 0xcf
    sw t3, (t1)                        # from 0x8000_0000 on, all rights
    la t3, code
    srli t3, t3, 12
    slli t3, t3, 10
    ori t4, t3, 0xc9
    sw t4, 0(t0)                       # 0x0040_0000: execute
    ori t4, t3, 0xc3
    sw t4, 4(t0)                       # 0x0040_1000: read
    ori t4, t3, 0xc7
    sw t4, 8(t0)                       # 0x0040_2000: read and write
    ori t4, t3, 0xcf
    sw t4, 12(t0)                      # 0x0040_3000: all
    srli t2, t2, 12
    li t0, 0x80000000
    or t2, t2, t0
    csrw satp, t2
    sfence.vma
    la t0, handler
    csrw stvec, t0
    li s0, 0x400000
    li s1, 0x401000
    li s2, 0x402000
    li s3, 0x403000
    jalr s0
    lw a1, (s1)
    lw a2, (s2)
    lw a3, (s3)
    jalr s3
    lw a3, (s3)
    lw a4, (s0)                        # not readable: a page fault
    lw t1, 8(s2)
    sw t1, (s2)                        # the critical instruction is another now, under all addresses
    lw a5, (s3)
    jalr s0
    jalr s3
    sh zero, 2(s3)
    jalr s0
    ${off}
  handler:
    csrr s10, stval
    csrr s11, scause
    csrr t6, sepc
    addi t6, t6, 4
    nop # fatal
    csrw sepc, t6
    sret
    .align 12
    .option rvc
  code: csrr a0, sstatus
    ret
    .align 2
    csrr a0, sie
    .align 12
  table: .zero 4096
  root: .zero 4096`;

test('the guest notices nothing under several addresses of the same code', () => {
  expect(seenBy(aliases)).toBeUndefined();
});

test('code that goes on in a page that is not there faults as on the bare machine, wherever it begins', () => {
  const source = (word: string) => aliases.replace(/code: csrr.*\n/, `code: .zero 4094\n${word}`);
  for (const word of ['.half 0x2573\n', '.half 0x0537\n', '.half 0x0001\n', '.half 0x1073\n']) {
    const guest = source(word)
      .replace('jalr s0\n    lw a1', 'li t0, 4094\n add s0, s0, t0\n jr s0\n    lw a1')
      .replace('nop # fatal', off);
    expect(seenBy(guest)).toBeUndefined();
  }
});

test('code that two vCPUs run and one of them rewrites', () => {
  const source = `
      mv s0, a0
      la s1, patch
      bnez a1, other
      li a0, 1
      la a1, other
      li a2, 1
      li a7, 0x48534d
      li a6, 0
      ecall
      la s3, one
      lw s4, (s3)
      lw s5, 4(s3)
    1: sw s4, (s1)
      jal try
      sw s5, (s1)
      jal try
      la t0, rounds
      lw t1, (t0)
      li t2, 200
      blt t1, t2, 1b
      li t0, 0x10000000
      sb s7, (t0)
      ${off}
    other: jal try
      la t0, rounds
      li t1, 1
      amoadd.w t1, t1, (t0)
      j other
    one: csrr s6, sstatus
      csrr s6, sie
      .align 6
    try:
    patch: csrr s6, satp
      add s7, s7, s6
      ret
      .align 12
    rounds: .word 0`;
  const { image } = assemble(source);
  const machine = new Machine({ memoryBytes, harts: 2, firmware: 'sbi' });
  machine.load(image);
  const stop = machine.run(100_000);
  const vmm = new Vmm({ memoryBytes, parts: referenceParts, profile: legacy, sliceSteps: 777 });
  const vm = vmm.createVm({ mode, image, memoryBytes, vcpus: 2 });
  vmm.run(100_000);
  expect([vm.end, vm.steps, vm.devices.consoleOutput()]).toEqual([
    stop,
    machine.steps,
    machine.consoleOutput(),
  ]);
});

test('an instruction that the VMM writes is executed, and not the edit that was there', () => {
  const { image, symbols } = assemble(`
    1: csrr a0, sstatus
      addi s0, s0, 1
    patch: nop
      j 1b
      csrr s1, sstatus`) as ReturnType<typeof assemble> & { symbols: Record<string, number> };
  const vmm = new Vmm({ memoryBytes, parts: referenceParts, profile: legacy });
  const vm = vmm.createVm({ mode, image, memoryBytes });
  vmm.run(100);
  vm.memory.writeWord(symbols['patch'] ?? image.symbols['patch']!, 0x1000_24f3); // csrr s1, sstatus
  vm.vcpu.writeCsr(0x100, 0x100);
  vmm.run(100);
  expect(vm.vcpu.x[9]).toBe(0x100);
});

test('a guest that rewrites itself for ever ends with its budget', () => {
  const { image } = assemble(`
      la s0, patch
      la s1, source
      lw s2, (s1)
      li s3, 0x13
    1: sw s2, (s0)
    patch: nop
      sw s3, (s0)
      j 1b
    source: csrr a0, sstatus`);
  const run = runGuest({ image, memoryBytes, mode, profile: legacy, budget: 2000 }, referenceParts);
  expect([run.stop.kind, run.steps]).toEqual(['budget', 2000]);
});
