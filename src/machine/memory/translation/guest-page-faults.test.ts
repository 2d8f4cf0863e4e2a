import { assemble } from '../../../assembler/index.js';
import { Cause } from '../../isa/causes.js';
import * as csrs from '../../isa/csrs.js';
import { PMP_R, PMP_W } from './pmp.js';
import { PTE_A, PTE_D, PTE_R, PTE_U, PTE_W, PTE_X } from './sv32.js';
import { register } from '../../testing.js';
import {
  at,
  csrsOf,
  FRAME,
  guarded,
  GUEST,
  GUEST_TABLE,
  LEAVES,
  M,
  PAGE,
  pageIndex,
  pte,
  ROOT,
  rootIndex,
  RW,
  staged,
  START,
  TABLE_LEAVES,
  trapOf,
  VS,
  VS_LEAVES,
  VU,
  XO,
  XR,
  type Csrs,
  type Tables,
} from '../../testing-guests.js';

const LOAD = 'lw a0, 0(a1)';
const STORE = 'sw a0, 0(a1)';
const AMO = 'amoadd.w a0, a0, (a1)';
const JUMP = 'jr a1';
const READ_ONLY = (RW & ~PTE_W) | PTE_U;

const { InstructionGuestPageFault: FETCHED, LoadGuestPageFault: LOADED, StoreGuestPageFault: STORED } = Cause;

/** Where the fault happened, and htinst for it: at the page itself, or at a read or write of an entry of the guest's table. */
const page = [GUEST, undefined] as const;
const read = [GUEST_TABLE + 4096, 0x2000] as const;
const write = [GUEST_TABLE + 4096, 0x2020] as const;

test.each<[string, string, Tables, number, readonly [number, number | undefined]]>([
  ['no page', LOAD, { gStage: 0 }, LOADED, page],
  ['no page, for an LR', 'lr.w a0, (a1)', { gStage: 0 }, LOADED, page],
  ['a page that is not a user page', LOAD, { gStage: RW }, LOADED, page],
  ['an execute-only page', LOAD, { gStage: XO | PTE_U }, LOADED, page],
  ['a read-only page', STORE, { gStage: READ_ONLY }, STORED, page],
  ['a read-only page, for an AMO', AMO, { gStage: READ_ONLY }, STORED, page],
  ['a read-only page, for an SC', 'lr.w a2, (a1)\n sc.w a0, a0, (a1)', { gStage: READ_ONLY }, STORED, page],
  ['a page that is not executable', JUMP, { vsStage: XO }, FETCHED, page],
  ['a table that is not mapped', LOAD, { table: 0 }, LOADED, read],
  ['a table that is not mapped', STORE, { table: 0 }, STORED, read],
  ['a table that is not mapped', AMO, { table: 0 }, STORED, read],
  ['a table that is not mapped', JUMP, { table: 0 }, FETCHED, read],
  ['a table that is not a user page', LOAD, { table: RW }, LOADED, read],
  ['a table that is execute-only', JUMP, { table: XO | PTE_U }, FETCHED, read],
  ['an A bit that cannot be set', LOAD, { vsStage: RW & ~PTE_A, table: READ_ONLY }, LOADED, write],
  ['a D bit that cannot be set', STORE, { vsStage: RW & ~PTE_D, table: READ_ONLY }, STORED, write],
  ['a D bit that cannot be set', AMO, { vsStage: RW & ~PTE_D, table: READ_ONLY }, STORED, write],
  ['an A bit that cannot be set', JUMP, { vsStage: XR & ~PTE_A, table: READ_ONLY }, FETCHED, write],
])('8.5.1 and 8.5.2: %s, `%s`', (_title, source, tables, cause, [guest, pseudoinstruction]) => {
  const machine = runToTrap(source, tables);
  const { htinst, ...trap } = trapOf(machine);
  expect(trap).toEqual({ cause, stval: PAGE, htval: guest / 4, gva: true });
  if (pseudoinstruction !== undefined) {
    expect(htinst).toBe(pseudoinstruction);
  }
  expect(register(machine, 'a0')).toBe(77);
});

function runToTrap(source: string, tables: Tables = {}) {
  const machine = staged(assemble(source), tables);
  for (let steps = 0; machine.hart.virtual && steps < 3; steps += 1) {
    machine.run(1);
  }
  return machine;
}

test('8.5.1: a guest-page fault at an entry of the root table', () => {
  const machine = staged(assemble(STORE));
  machine.memory.write32(TABLE_LEAVES, 0);
  machine.run(1);
  // The same table maps the code.
  expect(trapOf(machine)).toMatchObject({
    cause: Cause.InstructionGuestPageFault,
    stval: START,
    htval: (GUEST_TABLE + 4 * rootIndex(START)) / 4,
    htinst: 0x2000,
  });
});

test.each<[string, Tables]>([
  ['no page in the VS-stage', { vsStage: 0 }],
  ['a user page, without SUM', { vsStage: RW | PTE_U }],
  ['a user page, with SUM of HS-mode', { vsStage: RW | PTE_U, csr: { mstatus: csrs.MSTATUS_SUM } }],
  ['a page that is writable but not readable', { vsStage: RW & ~PTE_R }],
  ['a supervisor page, in VU-mode', { where: VU }],
])('8.5: %s is a page fault for the guest itself', (_title, tables) => {
  const machine = staged(assemble(LOAD), tables);
  machine.run(1);
  expect(trapOf(machine)).toEqual({
    cause: Cause.LoadPageFault,
    stval: PAGE,
    htval: 0,
    htinst: expect.any(Number) as number,
    gva: true,
  });
  expect(register(machine, 'a0')).toBe(77);
});

test.each<[string, string, number, number]>([
  ['the guest’s table', LOAD, TABLE_LEAVES + 4, Cause.LoadAccessFault],
  ['the page', STORE, LEAVES + 4 * pageIndex(GUEST), Cause.StoreAccessFault],
  ['the page, to be executed', JUMP, LEAVES + 4 * pageIndex(GUEST), Cause.InstructionAccessFault],
])('8.5.1: a G-stage that maps %s to no memory is an access fault', (_title, source, entry, cause) => {
  const machine = staged(assemble(source), { vsStage: RW | PTE_X });
  machine.memory.write32(entry, pte(0x1_0000_0000, RW | PTE_X | PTE_U));
  machine.run(source === JUMP ? 2 : 1);
  expect(trapOf(machine)).toEqual({
    cause,
    stval: PAGE,
    htval: 0,
    htinst: expect.any(Number) as number,
    gva: true,
  });
});

test.each<[string, string, number, number, Tables, number]>([
  ['a page that may not be read', LOAD, FRAME, 0, {}, Cause.LoadAccessFault],
  ['a page that may not be written', STORE, FRAME, PMP_R, {}, Cause.StoreAccessFault],
  ['a G-stage table that may not be read', LOAD, LEAVES, 0, {}, Cause.LoadAccessFault],
  [
    'a G-stage table that may not be written',
    LOAD,
    LEAVES,
    PMP_R,
    { gStage: READ_ONLY & ~PTE_A },
    Cause.LoadAccessFault,
  ],
  ['a table of the guest that may not be read', LOAD, VS_LEAVES, 0, {}, Cause.LoadAccessFault],
  ['a table of the guest that may not be read, on a store', STORE, VS_LEAVES, 0, {}, Cause.StoreAccessFault],
  [
    'a table of the guest that may not be written',
    STORE,
    VS_LEAVES,
    PMP_R,
    { vsStage: RW & ~PTE_D },
    Cause.StoreAccessFault,
  ],
])(
  '8.5: physical memory protection applies to guests: %s',
  (_title, source, page, permissions, tables, cause) => {
    const machine = guarded(assemble(source), page, permissions, tables);
    machine.run(1);
    expect(trapOf(machine)).toMatchObject({ cause, stval: PAGE, htval: 0, gva: true });
    const allowed = guarded(assemble(source), page, PMP_R | PMP_W, tables);
    allowed.run(1);
    expect(csrsOf(allowed, 'scause')).toEqual([0]);
  },
);

test('8.5.2: a load that crosses into another page reports the page that faulted', () => {
  const machine = staged(assemble(LOAD), {
    setup: { misaligned: 'hardware', registers: { a1: PAGE + 4094 } },
  });
  machine.memory.write32(VS_LEAVES + 4, pte(GUEST + 4096, RW));
  machine.run(1);
  expect(trapOf(machine)).toMatchObject({
    cause: Cause.LoadGuestPageFault,
    stval: PAGE + 4096,
    htval: (GUEST + 4096) / 4,
    gva: true,
  });
});

test('8.5.2: a load that faults reports its address within the page', () => {
  const machine = staged(assemble('lbu a0, 7(a1)'), { gStage: 0 });
  machine.run(1);
  expect(trapOf(machine)).toMatchObject({ stval: PAGE + 7, htval: (GUEST + 4) / 4 });
});

test('8.5.2: the second half of an instruction may fault alone', () => {
  const machine = staged(assemble('jr a1'), { vsStage: XR, gStage: XR | PTE_U });
  machine.memory.write32(VS_LEAVES + 4, pte(GUEST + 4096, XR));
  machine.memory.write8(FRAME + 4094, 0x13); // the first half of a nop
  machine.hart.x[11] = PAGE + 4094;
  machine.run(2);
  expect(trapOf(machine)).toEqual({
    cause: Cause.InstructionGuestPageFault,
    stval: PAGE + 4096,
    htval: (GUEST + 4096) / 4,
    htinst: 0,
    gva: true,
  });
  expect(csrsOf(machine, 'sepc')).toEqual([PAGE + 4094]);
});

test('8.4.4: a guest-page fault that is not delegated sets mtval2 and does not change htval', () => {
  const csr: Csrs = { mtvec: 0x8000_0200, medeleg: 0, htval: 5, htinst: 6 };
  const machine = staged(assemble(LOAD), { table: 0, csr, setup: { firmware: 'none' } });
  machine.run(1);
  expect(csrsOf(machine, 'mcause', 'mtval', 'mtval2', 'mtinst', 'mstatush', 'htval', 'htinst')).toEqual([
    Cause.LoadGuestPageFault,
    PAGE,
    read[0] / 4,
    0x2000,
    csrs.MSTATUSH_GVA | csrs.MSTATUSH_MPV,
    5,
    6,
  ]);
});

test('8.4.1: a fault of a load with MPRV and MPV reports a guest’s address, although V was 0', () => {
  const csr = { mstatus: csrs.MSTATUS_MPRV | (1 << 11), mstatush: csrs.MSTATUSH_MPV, mtvec: 0x8000_0200 };
  const machine = staged(assemble(LOAD), { gStage: 0, where: M, csr, setup: { firmware: 'none' } });
  machine.run(1);
  expect(csrsOf(machine, 'mcause', 'mtval', 'mtval2', 'mstatush')).toEqual([
    Cause.LoadGuestPageFault,
    PAGE,
    GUEST / 4,
    csrs.MSTATUSH_GVA,
  ]);
});

test('8.5: a guest reaches only what its tables map, in VS-mode and in VU-mode', () => {
  for (const where of [VS, VU]) {
    const machine = at(where, assemble(LOAD), {
      hgatp: csrs.SATP_MODE_SV32 + ROOT / 4096,
      medeleg: 0xf0_b7ff,
    });
    machine.run(1);
    expect(csrsOf(machine, 'scause', 'stval', 'htval')).toEqual([
      Cause.InstructionGuestPageFault,
      START,
      START / 4,
    ]);
  }
});
