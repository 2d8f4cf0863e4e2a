/** Which instructions are illegal, and which raise a virtual-instruction exception for the hypervisor. Sections 8.6.1, 8.2.1, 8.2.6. */
import { hex } from '../isa/hex.js';
import { assemble } from '../../assembler/index.js';
import { Cause } from '../isa/causes.js';
import * as csrs from '../isa/csrs.js';
import { Csr, type CsrName } from '../isa/csrs.js';
import { strict } from '../isa/profiles.js';
import { at, HS, M, START, U, VS, VU, type Csrs, type Where } from '../testing-guests.js';

type Outcome = 'ok' | 'illegal' | 'virtual';

const places: Readonly<Record<string, Where>> = { VS, VU, HS, U, M };

/** Executes one instruction in this mode and returns the outcome. Its word must be the trap value (section 8.6.1). */
function attempt(source: string, where: Where, csr: Csrs = {}, profile?: typeof strict): Outcome | number {
  const program = assemble(source);
  const setup = { registers: { a1: START }, ...(profile && { profile }) };
  const machine = at(where, program, { mepc: START, sepc: START, ...csr }, setup);
  const stop = machine.run(1);
  if (stop.kind !== 'trap') {
    return 'ok';
  }
  expect(stop.tval).toBe(machine.memory.read32(START));
  const names: Readonly<Record<number, Outcome>> = {
    [Cause.IllegalInstruction]: 'illegal',
    [Cause.VirtualInstruction]: 'virtual',
  };
  return names[stop.cause] ?? stop.cause;
}

const everything: Csrs = { mcounteren: 7, hcounteren: 7, scounteren: 7 };
const isCounter = (number: number) => (number & ~0x9f) === 0xc00;
const { hart: model } = at(M, assemble('nop'));
const implemented = Array.from({ length: 4096 }, (_, number) => number).filter(
  (number) => model.csr.has(number) && !isCounter(number),
);
const level = (number: number) => (number >> 8) & 3;

/** Returns the CSR numbers whose read or write has another outcome than expected. */
function exceptions(numbers: readonly number[], where: Where, csr: Csrs, reads: Outcome, writes: Outcome) {
  return numbers.filter((number) => {
    const readOnly = number >> 10 === 3;
    return (
      attempt(`csrr a0, ${hex(number)}`, where, csr) !== reads ||
      attempt(`csrw ${hex(number)}, x0`, where, csr) !== (readOnly ? 'illegal' : writes)
    );
  });
}

test.each<[string, number, Record<string, Outcome>]>([
  ['supervisor', 1, { VS: 'ok', VU: 'virtual', HS: 'ok', U: 'illegal', M: 'ok' }],
  ['hypervisor and VS', 2, { VS: 'virtual', VU: 'virtual', HS: 'ok', U: 'illegal', M: 'ok' }],
  ['machine', 3, { VS: 'illegal', VU: 'illegal', HS: 'illegal', U: 'illegal', M: 'ok' }],
])(
  '8.6.1: each access to a %s CSR has its outcome by mode, for high halves too',
  (_title, wanted, outcomes) => {
    const numbers = implemented.filter((number) => level(number) === wanted);
    expect(numbers.length).toBeGreaterThan(10);
    for (const [place, outcome] of Object.entries(outcomes)) {
      expect(exceptions(numbers, places[place]!, {}, outcome, outcome)).toEqual([]);
    }
  },
);

test('8.6.1: TVM does not apply to a guest, even if it forbids the access to HS-mode', () => {
  const csr = { mstatus: csrs.MSTATUS_TVM };
  expect(exceptions([Csr.satp, Csr.hgatp], HS, csr, 'illegal', 'illegal')).toEqual([]);
  expect(exceptions([Csr.vsatp], HS, csr, 'ok', 'ok')).toEqual([]); // section 8.4.1
  expect(exceptions([Csr.satp, Csr.hgatp, Csr.vsatp], M, csr, 'ok', 'ok')).toEqual([]);
  expect(exceptions([Csr.satp], VS, csr, 'ok', 'ok')).toEqual([]);
  expect(exceptions([Csr.hgatp, Csr.vsatp], VS, csr, 'virtual', 'virtual')).toEqual([]);
  expect(exceptions([Csr.satp, Csr.hgatp], VU, csr, 'virtual', 'virtual')).toEqual([]);
});

test('8.2.1: VTVM forbids satp to VS-mode, and to no other mode', () => {
  const csr = { hstatus: csrs.HSTATUS_VTVM };
  expect(exceptions([Csr.satp], VS, csr, 'virtual', 'virtual')).toEqual([]);
  expect(exceptions([Csr.satp], VU, csr, 'virtual', 'virtual')).toEqual([]);
  expect(exceptions([Csr.satp, Csr.hgatp], HS, csr, 'ok', 'ok')).toEqual([]);
  expect(exceptions([Csr.satp], U, csr, 'illegal', 'illegal')).toEqual([]);
});

test.each([
  ['stimecmp', 0x14d],
  ['stimecmph', 0x15d],
  ['scontext', 0x5a8],
  ['hcontext', 0x6a8],
  ['vstimecmp', 0x24d],
  ['vstimecmph', 0x25d],
  ['hidelegh', 0x613],
  ['hviprio1', 0x646],
  ['vsiselect', 0x250],
  ['a number without a name', 0x6ff],
])('8.6.1: %s, which is not implemented, is illegal in each mode', (_name, number) => {
  for (const where of Object.values(places)) {
    expect(exceptions([number], where, {}, 'illegal', 'illegal')).toEqual([]);
  }
});

test.each<[CsrName, number]>([
  ['cycle', 1],
  ['time', 2],
  ['instret', 4],
  ['cycleh', 1],
  ['timeh', 2],
  ['instreth', 4],
])('8.2.6 and 8.6.1: mcounteren, hcounteren and scounteren decide who may read %s', (name, bit) => {
  for (let enables = 0; enables < 8; enables += 1) {
    const [m, h, s] = [(enables & 1) !== 0, (enables & 2) !== 0, (enables & 4) !== 0];
    const given = (yes: boolean) => (yes ? bit : 7 & ~bit);
    const csr = { mcounteren: given(m), hcounteren: given(h), scounteren: given(s) };
    const reads = Object.values(places).map((where) => attempt(`csrr a0, ${name}`, where, csr));
    const unless = (fine: boolean, refusal: Outcome): Outcome => (!m ? 'illegal' : fine ? 'ok' : refusal);
    expect(reads).toEqual([
      unless(h, 'virtual'),
      unless(h && s, 'virtual'),
      unless(true, 'illegal'),
      unless(s, 'illegal'),
      'ok',
    ]);
    for (const where of Object.values(places)) {
      expect(attempt(`csrw ${name}, x0`, where, csr)).toBe('illegal'); // it is read-only, even for HS-mode
    }
  }
});

test('8.6.1: in a guest event counters are illegal, because mcounteren cannot enable them', () => {
  for (const number of [0xc03, 0xc1f, 0xc83, 0xc9f]) {
    for (const where of [VS, VU]) {
      expect(attempt(`csrr a0, ${hex(number)}`, where, everything)).toBe('illegal');
    }
  }
});

const TW = csrs.MSTATUS_TW;
const VTW = csrs.HSTATUS_VTW;

test.each<[string, Csrs, Outcome[]]>([
  //                                            VS         VU         HS         U          M
  ['sret', {}, ['ok', 'virtual', 'ok', 'illegal', 'ok']],
  ['sret', { hstatus: csrs.HSTATUS_VTSR }, ['virtual', 'virtual', 'ok', 'illegal', 'ok']],
  ['sret', { mstatus: csrs.MSTATUS_TSR }, ['ok', 'virtual', 'illegal', 'illegal', 'ok']],
  ['mret', {}, ['illegal', 'illegal', 'illegal', 'illegal', 'ok']],
  ['sfence.vma', {}, ['ok', 'virtual', 'ok', 'illegal', 'ok']],
  ['sfence.vma', { hstatus: csrs.HSTATUS_VTVM }, ['virtual', 'virtual', 'ok', 'illegal', 'ok']],
  ['sfence.vma', { mstatus: csrs.MSTATUS_TVM }, ['ok', 'virtual', 'illegal', 'illegal', 'ok']],
  ['wfi', {}, ['ok', 'virtual', 'ok', 'ok', 'ok']],
  ['wfi', { hstatus: VTW }, ['virtual', 'virtual', 'ok', 'ok', 'ok']],
  ['wfi', { mstatus: TW }, ['illegal', 'illegal', 'illegal', 'illegal', 'ok']],
  ['wfi', { mstatus: TW, hstatus: VTW }, ['illegal', 'illegal', 'illegal', 'illegal', 'ok']],
  ['hfence.vvma', {}, ['virtual', 'virtual', 'ok', 'illegal', 'ok']],
  ['hfence.vvma', { mstatus: csrs.MSTATUS_TVM }, ['virtual', 'virtual', 'ok', 'illegal', 'ok']],
  ['hfence.vvma', { hstatus: csrs.HSTATUS_VTVM }, ['virtual', 'virtual', 'ok', 'illegal', 'ok']],
  ['hfence.vvma', { hstatus: csrs.HSTATUS_HU }, ['virtual', 'virtual', 'ok', 'illegal', 'ok']],
  ['hfence.gvma', {}, ['virtual', 'virtual', 'ok', 'illegal', 'ok']],
  ['hfence.gvma', { mstatus: csrs.MSTATUS_TVM }, ['virtual', 'virtual', 'illegal', 'illegal', 'ok']],
  ['hfence.gvma', { hstatus: csrs.HSTATUS_HU }, ['virtual', 'virtual', 'ok', 'illegal', 'ok']],
  ...['hlv.b', 'hlv.bu', 'hlv.h', 'hlv.hu', 'hlv.w', 'hlvx.hu', 'hlvx.wu', 'hsv.b', 'hsv.h', 'hsv.w'].flatMap(
    (name): [string, Csrs, Outcome[]][] => [
      [`${name} a0, (a1)`, {}, ['virtual', 'virtual', 'ok', 'illegal', 'ok']],
      [`${name} a0, (a1)`, { hstatus: csrs.HSTATUS_HU }, ['virtual', 'virtual', 'ok', 'ok', 'ok']],
    ],
  ),
  // HLV.WU, HLV.D and HSV.D exist on RV64 only. HFENCE with a destination, SINVAL.VMA and HINVAL.GVMA are illegal here too.
  ...[0x6815_c573, 0x6c05_c573, 0x6ea5_c073, 0x6200_00f3, 0x1600_0073, 0x6600_0073].map(
    (word): [string, Csrs, Outcome[]] => [
      `.word ${hex(word)}`,
      { hstatus: csrs.HSTATUS_HU },
      ['illegal', 'illegal', 'illegal', 'illegal', 'illegal'],
    ],
  ),
])('8.6.1: %s with %o in VS, VU, HS, U and M', (source, csr, outcomes) => {
  expect(Object.values(places).map((where) => attempt(source, where, csr))).toEqual(outcomes);
});

test('8.1: without the hypervisor extension its instructions and CSRs are illegal', () => {
  for (const source of [
    'csrr a0, hstatus',
    'csrr a0, vsatp',
    'hlv.w a0, (a1)',
    'hfence.gvma',
    'hsv.w a0, (a1)',
  ]) {
    for (const where of [M, HS, U]) {
      expect(attempt(source, where, {}, strict)).toBe('illegal');
    }
  }
});
