import { assemble } from '../../../assembler/index.js';
import { Cause } from '../../isa/causes.js';
import * as csrs from '../../isa/csrs.js';
import { PTE_A, PTE_D, PTE_G, PTE_R, PTE_U, PTE_V, PTE_W, PTE_X } from './sv32.js';
import { register } from '../../testing.js';
import {
  CONTENT,
  FRAME,
  GUEST,
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
  VS_LEAVES,
  VS_ROOT,
  XO,
  type Csrs,
  type Tables,
} from '../../testing-guests.js';

const LOAD = assemble('lw a0, 0(a1)');

test('8.5: both stages translate an address; the guest-physical address between them has 34 bits', () => {
  const machine = staged(assemble('lw a0, 0(a1)\n lw a0, 0(a1)\n sw a1, 0(a1)'));
  expect(machine.run(3)).toEqual({ kind: 'budget' });
  expect(register(machine, 'a0')).toBe(CONTENT);
  expect(machine.memory.read32(FRAME)).toBe(PAGE);
});

test('8.5: with vsatp bare a virtual address is guest-physical', () => {
  const machine = staged(LOAD, { csr: { vsatp: 0 } });
  const { memory, hart } = machine;
  memory.write32(ROOT + 4 * rootIndex(PAGE), pte(LEAVES, PTE_V));
  memory.write32(LEAVES + 4 * pageIndex(PAGE), pte(FRAME, RW | PTE_U));
  machine.run(1);
  expect(register(machine, 'a0')).toBe(CONTENT);
  expect(hart.pc).toBe(START + 4);
});

test('8.5: with hgatp bare a guest-physical address is physical', () => {
  const machine = staged(LOAD, { csr: { hgatp: 0, vsatp: csrs.SATP_MODE_SV32 + VS_ROOT / 4096 } });
  machine.memory.write32(VS_ROOT + 4 * rootIndex(PAGE), pte(VS_LEAVES, PTE_V));
  machine.memory.write32(VS_LEAVES, pte(FRAME, RW));
  machine.run(1);
  expect(register(machine, 'a0')).toBe(CONTENT);
});

test('8.5: with both bare an address is physical, and satp has no effect', () => {
  const csr = { hgatp: 0, vsatp: 0, satp: csrs.SATP_MODE_SV32 };
  const machine = staged(LOAD, { csr, setup: { registers: { a1: FRAME } } });
  machine.run(1);
  expect(register(machine, 'a0')).toBe(CONTENT);
});

test('8.5: either stage can have superpages', () => {
  const inVs = staged(LOAD);
  inVs.memory.write32(VS_ROOT + 4 * rootIndex(PAGE), pte(GUEST - (GUEST % 2 ** 22), RW));
  inVs.hart.x[11] = PAGE + (GUEST % 2 ** 22);
  inVs.run(1);
  expect(register(inVs, 'a0')).toBe(CONTENT);

  const inG = staged(LOAD);
  inG.memory.write32(ROOT + 4 * rootIndex(GUEST), pte(START, RW | PTE_U));
  inG.memory.write32(VS_LEAVES, pte(GUEST - (GUEST % 2 ** 22) + (FRAME % 2 ** 22), RW));
  inG.run(1);
  expect(register(inG, 'a0')).toBe(CONTENT);
});

test('8.5.1: a superpage that is not aligned faults at its own stage', () => {
  const inVs = staged(LOAD);
  inVs.memory.write32(VS_ROOT + 4 * rootIndex(PAGE), pte(GUEST, RW));
  inVs.run(1);
  expect(trapOf(inVs)).toMatchObject({ cause: Cause.LoadPageFault, htval: 0 });
  const inG = staged(LOAD);
  inG.memory.write32(ROOT + 4 * rootIndex(GUEST), pte(FRAME, RW | PTE_U));
  inG.run(1);
  expect(trapOf(inG)).toMatchObject({ cause: Cause.LoadGuestPageFault, htval: GUEST / 4 });
});

test('8.5.1: the root table of the G-stage has 4096 entries: bits 33 and 32 select one too', () => {
  for (const high of [0, 1, 2, 3]) {
    const machine = staged(LOAD);
    const guest = high * 2 ** 32 + 0x40_5000;
    machine.memory.write32(ROOT + 4 * rootIndex(guest), pte(LEAVES, PTE_V));
    machine.memory.write32(VS_LEAVES, pte(guest, RW));
    machine.run(1);
    expect(register(machine, 'a0')).toBe(CONTENT);
  }
});

test('8.2.11: SUM of vsstatus lets VS-mode load from user pages, but never execute them', () => {
  const csr = { vsstatus: csrs.SSTATUS_SUM };
  const machine = staged(assemble('lw a0, 0(a1)\n jr a1'), {
    vsStage: RW | PTE_X | PTE_U,
    gStage: RW | PTE_X | PTE_U,
    csr,
  });
  machine.run(3);
  expect(register(machine, 'a0')).toBe(CONTENT);
  expect(trapOf(machine).cause).toBe(Cause.InstructionPageFault);
});

test.each<[string, Tables, boolean]>([
  ['of vsstatus makes the VS-stage readable', { vsStage: XO, csr: { vsstatus: csrs.MSTATUS_MXR } }, true],
  ['of sstatus makes the VS-stage readable', { vsStage: XO, csr: { mstatus: csrs.MSTATUS_MXR } }, true],
  ['of sstatus makes the G-stage readable', { gStage: XO | PTE_U, csr: { mstatus: csrs.MSTATUS_MXR } }, true],
  [
    'of vsstatus does not make the G-stage readable',
    { gStage: XO | PTE_U, csr: { vsstatus: csrs.MSTATUS_MXR } },
    false,
  ],
  [
    'of sstatus lets an execute-only page hold the guest’s table',
    { table: XO | PTE_U, csr: { mstatus: csrs.MSTATUS_MXR } },
    true,
  ],
  [
    'of vsstatus does not let an execute-only page hold it',
    { table: XO | PTE_U, csr: { vsstatus: csrs.MSTATUS_MXR } },
    false,
  ],
  [
    'of sstatus makes both readable',
    { vsStage: XO, gStage: XO | PTE_U, csr: { mstatus: csrs.MSTATUS_MXR } },
    true,
  ],
])('8.5: MXR %s', (_title, tables, readable) => {
  const machine = staged(LOAD, tables);
  machine.run(1);
  expect(register(machine, 'a0')).toBe(readable ? CONTENT : 77);
});

test('8.5.1: both stages set their accessed and dirty bits; a write to the guest’s table makes its page dirty', () => {
  const clean = { vsStage: PTE_V | PTE_R | PTE_W, gStage: PTE_V | PTE_R | PTE_W | PTE_U };
  const marks = ({ memory }: ReturnType<typeof staged>) =>
    [VS_LEAVES, LEAVES + 4 * pageIndex(GUEST), TABLE_LEAVES + 4].map(
      (entry) => memory.read32(entry) & (PTE_A | PTE_D),
    );
  const load = staged(assemble('lw a0, 0(a1)\n sw a0, 0(a1)'), { ...clean, table: clean.gStage });
  load.run(1);
  expect(marks(load)).toEqual([PTE_A, PTE_A, PTE_A | PTE_D]);
  load.run(1);
  expect(marks(load)).toEqual([PTE_A | PTE_D, PTE_A | PTE_D, PTE_A | PTE_D]);
  const marked = staged(LOAD, { ...clean, vsStage: RW, table: clean.gStage });
  marked.run(1);
  expect(marks(marked)).toEqual([PTE_A | PTE_D, PTE_A, PTE_A]);
});

test('8.5.1: the G bit of a G-stage entry is ignored', () => {
  const machine = staged(LOAD, { gStage: RW | PTE_U | PTE_G });
  machine.run(1);
  expect(register(machine, 'a0')).toBe(CONTENT);
});

test.each<[string, Csrs, Tables, boolean]>([
  ['as VS-mode', { mstatus: 1 << 11, mstatush: csrs.MSTATUSH_MPV }, {}, true],
  ['as VU-mode, on a supervisor page', { mstatus: 0, mstatush: csrs.MSTATUSH_MPV }, {}, false],
  ['as VU-mode, on a user page', { mstatus: 0, mstatush: csrs.MSTATUSH_MPV }, { vsStage: RW | PTE_U }, true],
  [
    'as VS-mode, on a user page',
    { mstatus: (1 << 11) | csrs.MSTATUS_SUM, mstatush: csrs.MSTATUSH_MPV },
    { vsStage: RW | PTE_U },
    false,
  ],
  [
    'as VS-mode with its SUM',
    { mstatus: 1 << 11, mstatush: csrs.MSTATUSH_MPV, vsstatus: csrs.SSTATUS_SUM },
    { vsStage: RW | PTE_U },
    true,
  ],
  ['as HS-mode: MPV is clear', { mstatus: 1 << 11 }, {}, false],
  ['as M-mode: MPV does not count', { mstatus: 3 << 11, mstatush: csrs.MSTATUSH_MPV }, {}, false],
])('8.4.1: with MPRV machine mode loads %s', (_title, csr, tables, loads) => {
  const mstatus = csr.mstatus! | csrs.MSTATUS_MPRV;
  const machine = staged(LOAD, { ...tables, where: M, csr: { ...csr, mstatus } });
  machine.run(1);
  expect(register(machine, 'a0')).toBe(loads ? CONTENT : 77);
});
