/**
 * Real resources beside virtual ones, and what it buys to see them. A paravirtual guest reads the numbers of its machine frames and the
 * colours of the cache, and chooses pages that do not compete. Only real time shows what that is worth: virtual time counts steps.
 */
import { assemble } from '../../../assembler/index.js';
import { Vmm } from '../../index.js';
import { referenceParts as parts } from '../../../../solutions/reference-parts.js';

const memoryBytes = 1024 * 1024;
const RESULTS = 0x8000_8000;
const cache = { bytes: 64 * 1024, ways: 1, lineBytes: 64 };
const PAGES = 8;
const ROUNDS = 100;

/**
 * Collects the addresses of eight pages, either all of the colour of the first or all of different ones; reads a word of each a hundred
 * times; stores how many cycles of the machine and how many ticks of its own time that took.
 */
const measure = (which: 'same' | 'different', results: number) => `
        li      s2, 0x80040000          # the page to look at
        li      s3, 0x80009000          # the list
        li      s4, ${PAGES}
        li      s5, 0                   # the colours that are taken, a bit each
        lw      s6, 96(s1)              # how many colours there are
        li      s7, -1                  # the colour that is wanted
1:      srli    t0, s2, 10              # its machine frame
        lw      t1, 64(s1)
        add     t0, t0, t1
        lw      t0, (t0)
        remu    t0, t0, s6
        li      t1, 1
        sll     t1, t1, t0
        and     t2, s5, t1
${which === 'different' ? '        bnez    t2, 3f' : '        bltz    s7, 2f\n        bne     t0, s7, 3f'}
2:      mv      s7, t0
        or      s5, s5, t1
        sw      s2, (s3)
        addi    s3, s3, 4
        addi    s4, s4, -1
3:      li      t0, 4096
        add     s2, s2, t0
        bnez    s4, 1b

        li      a6, 6                   # Yield: the VMM tells the time
        li      a7, 0x09000001
        ecall
        lw      s8, 16(s1)
        rdcycle s9
        li      s4, ${ROUNDS}
4:      li      s3, 0x80009000
        li      s5, ${PAGES}
5:      lw      t0, (s3)
        lw      t0, (t0)
        addi    s3, s3, 4
        addi    s5, s5, -1
        bnez    s5, 5b
        addi    s4, s4, -1
        bnez    s4, 4b
        rdcycle t0
        sub     s9, t0, s9
        li      a6, 6
        ecall
        lw      t0, 16(s1)
        sub     s8, t0, s8
        li      t1, ${results}
        sw      s9, (t1)
        sw      s8, 4(t1)
`;

const guest = `
_start: mv      s1, a1
${measure('same', RESULTS)}
${measure('different', RESULTS + 8)}
        li      a0, 0
        li      a6, 8
        ecall
`;

test('a guest that sees its frames and their colours avoids cache misses, and sees in real time what that buys', () => {
  const vmm = new Vmm({ memoryBytes, parts, cache });
  const vm = vmm.createVm({ mode: 'para', image: assemble(guest).image, memoryBytes });
  vmm.run(1_000_000);
  expect(vm.end).toEqual({ kind: 'finished', code: 0 });
  const [same, sameTicks, different, differentTicks] = [0, 4, 8, 12].map((at) =>
    vm.memory.readWord(RESULTS + at),
  );
  // Pages of one colour push each other out at every access; the table in cost.ts says what a miss costs.
  expect(same! - different!).toBeGreaterThan(0.9 * PAGES * ROUNDS * 100);
  expect(same! / different!).toBeGreaterThan(10);
  expect(sameTicks).toBe(differentTicks);
});

test('without a model of a cache there is one colour', () => {
  const vmm = new Vmm({ memoryBytes, parts });
  const vm = vmm.createVm({ mode: 'para', image: assemble('j .').image, memoryBytes });
  expect(vm.memory.readWord(0x8000_0000 + memoryBytes - 4096 + 96)).toBe(1);
});
