/** Which translations of guests the TLB may keep, and what flushes them. Privileged specification 1.12, sections 8.3.2, 8.5.3, 4.2.1. */
import { assemble } from '../../../assembler/index.js';
import { Cause } from '../../isa/causes.js';
import * as csrs from '../../isa/csrs.js';
import { Csr } from '../../isa/csrs.js';
import type { Machine } from '../../machine.js';
import { PTE_U, PTE_V, PTE_W, PTE_X } from './sv32.js';
import { register } from '../../testing.js';
import {
  CONTENT,
  FRAME,
  GUEST,
  HS,
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
  trapOf,
  VS,
  VS_LEAVES,
  VS_ROOT,
  VU,
  XO,
  XR,
  type Where,
} from '../../testing-guests.js';

const OTHER = 0x8000_d000;
const SECOND_ROOT = 0x8001_0000;
const SECOND_LEAVES = 0x8001_4000;

const LOAD = 0x0005_a503; // lw a0, 0(a1)

function guestLoads(machine: Machine): number {
  return executes(machine, LOAD, VS);
}

/** Clears a0, executes one instruction in this mode, and returns a0. */
function executes(machine: Machine, word: number, { mode, virtual }: Where, pc = START + 0x40): number {
  const { hart, memory } = machine;
  hart.mode = mode;
  hart.virtual = virtual;
  hart.pc = pc;
  hart.x[10] = 0;
  memory.write32(START + 0x40, word);
  machine.run(1);
  return register(machine, 'a0');
}

/** A guest that has loaded from its PAGE. After that, one of the stages maps PAGE to OTHER. */
function moved(
  stage: 1 | 2,
  csr: csrs.CsrName extends infer N ? Partial<Record<N & string, number>> : never = {},
) {
  const machine = staged(assemble('nop'), { csr });
  const { memory } = machine;
  memory.write32(OTHER, 42);
  expect(guestLoads(machine)).toBe(CONTENT);
  if (stage === 1) {
    memory.write32(LEAVES + 4 * 6, pte(OTHER, RW | PTE_U)); // guest-physical page GUEST + 0x1000
    memory.write32(VS_LEAVES, pte(GUEST + 4096, RW));
  } else {
    memory.write32(LEAVES + 4 * pageIndex(GUEST), pte(OTHER, RW | PTE_U));
  }
  return machine;
}

const SFENCE_VMA = 0x1200_0073;
const HFENCE_VVMA = 0x2200_0073;
const HFENCE_GVMA = 0x6200_0073;
const operands = (rs1: number, rs2: number) => (rs1 << 15) | (rs2 << 20); // of a fence

test.each<[string, 1 | 2, number, Where]>([
  ['SFENCE.VMA of the guest, for its own table', 1, SFENCE_VMA, VS],
  ['SFENCE.VMA of the guest for one address', 1, SFENCE_VMA | operands(11, 0), VS],
  ['SFENCE.VMA of the guest for one ASID', 1, SFENCE_VMA | operands(0, 12), VS],
  ['HFENCE.VVMA of HS-mode, for the guest’s table', 1, HFENCE_VVMA, HS],
  ['HFENCE.VVMA of M-mode for one address and ASID', 1, HFENCE_VVMA | operands(11, 12), M],
  ['HFENCE.GVMA of HS-mode, for the G-stage', 2, HFENCE_GVMA, HS],
  ['HFENCE.GVMA of M-mode', 2, HFENCE_GVMA, M],
  ['HFENCE.GVMA for one guest-physical address >> 2 and VMID', 2, HFENCE_GVMA | operands(13, 12), HS],
])('8.3.2 and 8.5.3: after %s, no old translation is used', (_title, stage, fence, where) => {
  const machine = moved(stage);
  machine.hart.x[13] = GUEST / 4;
  executes(machine, fence, where);
  expect(guestLoads(machine)).toBe(42);
});

test('8.5.3: HFENCE.GVMA also flushes the translations of fetches', () => {
  const machine = staged(assemble('nop'), { vsStage: RW | PTE_X, gStage: RW | PTE_X | PTE_U });
  const { memory } = machine;
  const run = () => executes(machine, 0, VS, PAGE);
  memory.write32(FRAME, 0x0010_0513); // li a0, 1
  memory.write32(OTHER, 0x0020_0513);
  expect(run()).toBe(1);
  memory.write32(LEAVES + 4 * pageIndex(GUEST), pte(OTHER, RW | PTE_X | PTE_U));
  executes(machine, HFENCE_GVMA, HS);
  expect(run()).toBe(2);
});

test.each<[string, 1 | 2, (value: number) => number, csrs.CsrName]>([
  ['another VMID', 2, (hgatp) => hgatp | (5 << 22), 'hgatp'],
  ['another ASID of the guest', 1, (vsatp) => vsatp | (5 << 22), 'vsatp'],
])('8.5.3: a change to %s needs no fence', (_title, stage, change, name) => {
  const machine = moved(stage);
  const { hart } = machine;
  hart.writeCsr(Csr[name], change(hart.readCsr(Csr[name])));
  expect(guestLoads(machine)).toBe(42);
});

test('4.1.11 and 8.2.10: turning a stage off or on needs no fence', () => {
  const machine = staged(assemble('nop'));
  const { hart } = machine;
  expect(guestLoads(machine)).toBe(CONTENT);
  const hgatp = hart.readCsr(Csr.hgatp);
  const vsatp = hart.readCsr(Csr.vsatp);
  hart.writeCsr(Csr.vsatp, 0);
  guestLoads(machine);
  expect(trapOf(machine)).toMatchObject({ cause: Cause.LoadGuestPageFault, htval: PAGE / 4 });
  hart.writeCsr(Csr.vsatp, vsatp);
  expect(guestLoads(machine)).toBe(CONTENT);
  hart.writeCsr(Csr.hgatp, 0);
  guestLoads(machine);
  expect(trapOf(machine).cause).toBe(Cause.InstructionAccessFault); // there is no memory where the guest's table should be
  hart.writeCsr(Csr.hgatp, hgatp);
  expect(guestLoads(machine)).toBe(CONTENT);
});

test.each<[string, number, number, csrs.CsrName, number]>([
  ['SUM of vsstatus', RW | PTE_U, RW | PTE_U, 'vsstatus', csrs.SSTATUS_SUM],
  ['MXR of vsstatus', XO, RW | PTE_U, 'vsstatus', csrs.SSTATUS_MXR],
  ['MXR of sstatus, for the G-stage', RW, XO | PTE_U, 'mstatus', csrs.MSTATUS_MXR],
])('8.5: %s takes effect at once, both set and cleared', (_title, vsStage, gStage, name, bit) => {
  const machine = staged(assemble('nop'), { vsStage, gStage });
  for (const set of [false, true, false, true]) {
    machine.hart.writeCsr(Csr[name], set ? bit : 0);
    expect(guestLoads(machine)).toBe(set ? CONTENT : 0);
  }
});

test('8.5: SUM of HS-mode has no effect on the accesses of a guest', () => {
  const machine = staged(assemble('nop'), { vsStage: RW | PTE_U });
  for (const mstatus of [csrs.MSTATUS_SUM, 0]) {
    machine.hart.writeCsr(Csr.mstatus, mstatus);
    expect(guestLoads(machine)).toBe(0);
  }
});

test('8.5.1: a translation that was kept for a load does not allow a store', () => {
  for (const tables of [{ gStage: (RW & ~PTE_W) | PTE_U }, { vsStage: RW & ~PTE_W }]) {
    const machine = staged(assemble('nop'), tables);
    expect(guestLoads(machine)).toBe(CONTENT);
    executes(machine, 0x00a5_a023, VS); // sw a0, 0(a1)
    const { cause } = trapOf(machine);
    expect(cause).toBe('gStage' in tables ? Cause.StoreGuestPageFault : Cause.StorePageFault);
    expect(machine.memory.read32(FRAME)).toBe(CONTENT);
  }
});

test('8.5: VU-mode does not use the translations of VS-mode, and the hypervisor does not use those of its guest', () => {
  const machine = staged(assemble('nop'));
  expect(guestLoads(machine)).toBe(CONTENT);
  machine.memory.write32(VS_ROOT + 4 * rootIndex(START), pte(START, XR | PTE_U)); // the code is on a user page now
  executes(machine, LOAD, VU);
  expect(trapOf(machine)).toMatchObject({ cause: Cause.LoadPageFault, htval: 0, gva: true });
  executes(machine, LOAD, HS);
  expect(trapOf(machine)).toMatchObject({ cause: Cause.LoadAccessFault, gva: false });
});

test('8.5.3: two guests that take turns, each with its own VMID, need no fence', () => {
  const machine = staged(assemble('nop'), { setup: { memoryBytes: 0x2_0000 } });
  const { memory, hart } = machine;
  const [first, second] = [hart.readCsr(Csr.hgatp), csrs.SATP_MODE_SV32 + (1 << 22) + SECOND_ROOT / 4096];
  for (let index = 0; index < 4096; index += 1) {
    memory.write32(SECOND_ROOT + 4 * index, memory.read32(ROOT + 4 * index));
  }
  memory.write32(SECOND_ROOT + 4 * rootIndex(GUEST), pte(SECOND_LEAVES, PTE_V));
  memory.write32(SECOND_LEAVES + 4 * pageIndex(GUEST), pte(OTHER, RW | PTE_U));
  memory.write32(OTHER, 42);
  for (const [hgatp, content] of [
    [first, CONTENT],
    [second, 42],
    [first, CONTENT],
    [second, 42],
  ] as const) {
    hart.writeCsr(Csr.hgatp, hgatp);
    expect(guestLoads(machine)).toBe(content);
  }
});
