import { Csr, Machine, PTE_V, SATP_MODE_SV32, SATP_PPN, assisted } from '../../machine/index.js';
import { MAX_VCPUS, MAX_VMS, Vcpu } from '../vm/index.js';
import { GStageTables } from './g-stage-tables.js';
import { TwoStageAddressSpace } from './two-stage-address-space.js';

const FIRST = 0x8_0000;
const PAGE = 4096;
const frames = (count: number, first = FIRST) => Array.from({ length: count }, (_, index) => first + index);
const newMachine = () => new Machine({ memoryBytes: 32 * PAGE, profile: assisted, firmware: 'vmm' });

function tables(count: number) {
  const { memory } = newMachine();
  let flushes = 0;
  memory.bytes.fill(0xff); // the frames had other tables in them
  const gStage = new GStageTables(memory, frames(count), () => flushes++);
  return { gStage, memory, flushes: () => flushes };
}

test('the root is empty at first, in all of its four frames', () => {
  const { gStage, memory } = tables(6);
  expect(gStage.root).toBe(FIRST);
  expect(memory.bytes.subarray(0, 4 * PAGE).every((byte) => byte === 0)).toBe(true);
});

test.each([
  ['the root is at no multiple of its size', frames(6, FIRST + 2)],
  ['there is no frame beside the root', frames(4)],
  ['there is none', []],
])('frames are refused when %s', (_what, list) => {
  expect(() => new GStageTables(newMachine().memory, list, () => undefined)).toThrow(
    'a G-stage table needs more than 4 frames, from a multiple of 4 on',
  );
});

test('a new table is empty, and when none is left, room is made by forgetting all', () => {
  const { gStage, memory, flushes } = tables(6);
  const two = [gStage.newTable(), gStage.newTable()];
  expect(two).toEqual([FIRST + 4, FIRST + 5]);
  expect(two.map((frame) => [gStage.isTable(frame), memory.read32(frame * PAGE + 4092)])).toEqual([
    [true, 0],
    [true, 0],
  ]);
  gStage.writeEntry(FIRST * PAGE, 0xcf);
  expect(() => gStage.newTable()).toThrow('no frame is left for a G-stage table');
  const before = flushes();
  gStage.makeRoom();
  expect([gStage.readEntry(FIRST * PAGE), gStage.isTable(FIRST + 4), flushes()]).toEqual([
    0,
    false,
    before + 1,
  ]);
  expect(gStage.newTable()).toBe(FIRST + 4);
  gStage.makeRoom(); // there is room for another
  expect(gStage.isTable(FIRST + 4)).toBe(true);
});

test('a change of a valid entry flushes the TLB, which cannot have another one', () => {
  const { gStage, flushes } = tables(6);
  const at = FIRST * PAGE + 8;
  const before = flushes();
  gStage.writeEntry(at, 0x2000_00df);
  expect([gStage.readEntry(at), flushes()]).toEqual([0x2000_00df, before]);
  gStage.writeEntry(at, 0x2000_00df & ~PTE_V);
  expect([gStage.readEntry(at), flushes()]).toEqual([0x2000_00de, before + 1]);
  gStage.writeEntry(at, 0);
  expect(flushes()).toBe(before + 1);
});

test('each vCPU of each VM has a VMID of its own, which hgatp can hold, and the root of its VM', () => {
  const machine = newMachine();
  const gStage = new GStageTables(machine.memory, frames(6), () => undefined);
  const values = Array.from({ length: MAX_VMS * MAX_VCPUS }, (_, index) => {
    const vcpu = new Vcpu(index % MAX_VCPUS);
    new TwoStageAddressSpace(Math.floor(index / MAX_VCPUS), vcpu, machine, gStage).activate();
    return machine.hart.readCsr(Csr.hgatp);
  });
  const vmids = values.map((hgatp) => (hgatp >>> 22) & 0x7f);
  expect(new Set(vmids).size).toBe(MAX_VMS * MAX_VCPUS);
  expect(new Set(values.map((hgatp) => hgatp & SATP_PPN))).toEqual(new Set([FIRST]));
  expect(values.every((hgatp) => (hgatp & SATP_MODE_SV32) !== 0)).toBe(true);
});
