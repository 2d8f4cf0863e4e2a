import { assemble } from '../../assembler/index.js';
import { Cause } from '../isa/causes.js';
import * as csrs from '../isa/csrs.js';
import { Csr } from '../isa/csrs.js';
import { PTE_W, PTE_X } from '../memory/translation/sv32.js';
import { csrsOf, GUEST, HS, M, PAGE, RW, staged, START, U, VS, VU, type Tables } from '../testing-guests.js';

/** The word that `source` assembles to. */
function wordOf(source: string): number {
  const { bytes } = assemble(source).image.segments[0]!;
  return Array.from(bytes).reduceRight((high, byte) => high * 256 + byte, 0);
}

/** Executes `source`, one instruction that traps. Returns the cause, and htinst. */
function told(source: string, tables: Tables = {}): { cause: number; htinst: number } {
  const machine = staged(assemble(source), { gStage: 0, ...tables });
  machine.run(1);
  const [cause, htinst] = csrsOf(machine, 'scause', 'htinst') as [number, number];
  expect(cause).not.toBe(0);
  return { cause, htinst };
}

test.each([
  ['lw a2, -16(a1)', 'lw a2, 0(x0)'],
  ['lb a2, 3(a1)', 'lb a2, 0(x0)'],
  ['lhu x0, 2(a1)', 'lhu x0, 0(x0)'],
  ['sw a2, 0x7c(a1)', 'sw a2, 0(x0)'],
  ['sb a2, -1(a1)', 'sb a2, 0(x0)'],
  ['lr.w.aq a2, (a1)', 'lr.w.aq a2, (x0)'],
  ['amoswap.w.aqrl a2, a3, (a1)', 'amoswap.w.aqrl a2, a3, (x0)'],
  ['amomaxu.w a2, a3, (a1)', 'amomaxu.w a2, a3, (x0)'],
])('8.6.3: after a guest-page fault of `%s`, htinst is `%s`', (source, transformed) => {
  const { htinst } = told(source, {
    setup: { registers: { a1: PAGE + 16 - (source.includes('-16') ? 0 : 16) } },
  });
  expect(htinst).toBe(wordOf(transformed));
});

test.each([
  ['hlv.w a2, (a1)', 'hlv.w a2, (x0)'],
  ['hlvx.hu a2, (a1)', 'hlvx.hu a2, (x0)'],
  ['hsv.b a2, (a1)', 'hsv.b a2, (x0)'],
])('8.6.3: after a guest-page fault of `%s`, htinst is `%s`', (source, transformed) => {
  const csr = { hstatus: csrs.HSTATUS_SPVP | csrs.HSTATUS_HU };
  for (const where of [HS, U]) {
    const { htinst } = told(source, { where, csr, vsStage: RW | PTE_X });
    expect(htinst).toBe(wordOf(transformed));
  }
});

test.each([
  ['c.lw a2, 4(a1)', 'lw a2, 0(x0)'],
  ['c.sw a2, 4(a1)', 'sw a2, 0(x0)'],
  ['c.lwsp a2, 4(sp)', 'lw a2, 0(x0)'],
  ['c.swsp a2, 4(sp)', 'sw a2, 0(x0)'],
])('8.6.3: after a fault of the compressed `%s` htinst is `%s`, with bit 1 clear', (source, transformed) => {
  const { htinst } = told(`.option rvc\n ${source}`, { setup: { registers: { a1: PAGE, sp: PAGE } } });
  expect(htinst).toBe(wordOf(transformed) & ~2);
});

test.each<[string, string, Tables, number]>([
  [
    'load access fault',
    'lw a2, 0(a1)',
    { csr: { vsatp: 0, hgatp: 0 }, setup: { registers: { a1: 0 } } },
    Cause.LoadAccessFault,
  ],
  ['page fault', 'lw a2, 0(a1)', { vsStage: 0 }, Cause.LoadPageFault],
  ['store page fault', 'sw a2, 0(a1)', { vsStage: RW & ~PTE_W }, Cause.StorePageFault],
  ['misaligned load', 'lh a2, 1(a1)', {}, Cause.LoadMisaligned],
  [
    'misaligned AMO',
    'amoadd.w a2, a3, (a1)',
    { setup: { registers: { a1: PAGE + 2 } } },
    Cause.StoreMisaligned,
  ],
])(
  '8.6.3: after a %s of `%s`, htinst is the transformed instruction too',
  (_title, source, tables, cause) => {
    const trap = told(source, tables);
    const instruction = wordOf(source.replace(/-?\d+\(a1\)/, '0(x0)').replace('(a1)', '(x0)'));
    expect(trap).toEqual({ cause, htinst: instruction });
  },
);

test.each([
  ['a call', 'ecall', VS, {}],
  ['a breakpoint', 'ebreak', VU, {}],
  ['an illegal instruction', 'csrr a0, mstatus', VS, {}],
  ['a virtual instruction', 'csrr a0, hstatus', VS, {}],
  ['a virtual load', 'hlv.w a0, (a1)', VS, {}],
  ['an instruction that cannot be fetched', 'nop', VS, { hgatp: 0 }],
])('8.6.3: after %s, `%s`, htinst is 0', (_title, source, where, csr) => {
  expect(told(source, { where, csr: { htinst: 77, ...csr } }).htinst).toBe(0);
});

test('8.6.3: after a misaligned access htinst says how far after its first byte the fault was', () => {
  for (const [source, registers, offset] of [
    ['lw a2, -4(a1)', { a1: PAGE + 4097 }, 3],
    ['sw a2, -4(a1)', { a1: PAGE + 4098 }, 2],
  ] as const) {
    const machine = staged(assemble(source), { setup: { misaligned: 'hardware', registers } });
    machine.run(1);
    const transformed = wordOf(source.replace('-4(a1)', '0(x0)')) | (offset << 15);
    expect(csrsOf(machine, 'stval', 'htinst')).toEqual([PAGE + 4096, transformed]);
  }
});

test('8.6.3: machine mode reads the same from mtinst', () => {
  const csr = { medeleg: 0, mtvec: 0x8000_0200, htinst: 5 };
  const machine = staged(assemble('lw a2, 8(a1)'), { gStage: 0, csr, setup: { firmware: 'none' } });
  machine.run(1);
  expect(csrsOf(machine, 'mcause', 'mtinst', 'htinst')).toEqual([
    Cause.LoadGuestPageFault,
    wordOf('lw a2, 0(x0)'),
    5,
  ]);
});

test('a VMM outside of the machine gets what mtval2, mtinst and GVA would hold', () => {
  const stopOf = (source: string, tables: Tables) =>
    staged(assemble(source), { csr: { medeleg: 0 }, ...tables }).run(1);
  expect(stopOf('lbu a2, 7(a1)', { gStage: 0 })).toEqual({
    kind: 'trap',
    cause: Cause.LoadGuestPageFault,
    tval: PAGE + 7,
    guest: { hasGuestAddress: true, guestPhysical: GUEST + 7, instruction: wordOf('lbu a2, 0(x0)') },
  });
  expect(stopOf('sw a2, 0(a1)', { table: 0 })).toMatchObject({
    cause: Cause.StoreGuestPageFault,
    guest: { hasGuestAddress: true, guestPhysical: 0x3_0000_1000, instruction: 0x2000 },
  });
  expect(stopOf('ecall', {})).toMatchObject({
    cause: Cause.EcallFromVS,
    guest: { hasGuestAddress: false, guestPhysical: 0, instruction: 0 },
  });
  expect(stopOf('hlv.w a0, (a1)', { where: M, vsStage: 0 })).toMatchObject({
    cause: Cause.LoadPageFault,
    guest: { hasGuestAddress: true, guestPhysical: 0 },
  });
});

test('a trap is reported in the same way if PMP divides the page of the code', () => {
  const machine = staged(assemble('lw a2, 8(a1)'), { gStage: 0, setup: { pmpEntries: 16 } });
  const { hart } = machine;
  [START / 4 + 1, 0xffff_ffff].forEach((top, entry) => hart.writeCsr(Csr.pmpaddr0 + entry, top));
  hart.writeCsr(Csr.pmpcfg0, 0x0f0f);
  expect(machine.run(1)).toEqual({ kind: 'budget' });
  expect(csrsOf(machine, 'scause', 'htinst')).toEqual([Cause.LoadGuestPageFault, wordOf('lw a2, 0(x0)')]);
});
