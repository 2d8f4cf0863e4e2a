/** What attacks by name are made of, and how they are run. */
import { assemble } from '../../../src/assembler/index.js';
import { ParaCall, Vmm, type Vm, type VmOptions } from '../../../src/hypervisor/index.js';
import { referenceParts as parts } from '../../../solutions/reference-parts.js';
import { MEMORY_BYTES, TABLE, call, page, sourceOf, update } from './guest/index.js';

export const OPEN = 0xdf; // V R W X U A D
export const READ_ONLY = 0xd3;
export const PLAY = page(40);
/** Maps nothing yet; `mapped` is the address that it is for. */
export const FREE_ENTRY = TABLE + 4 * 100;
export const mapped = page(100);
export const [Denied, InvalidParam, InvalidAddress, Busy, NotPinned] = [4, 3, 5, 16, 22];
export const [PIN_L1, PIN_L2, UNPIN, KERNEL_BASE, USER_BASE] = [1, 2, 3, 4, 5];

/** The entry of the guest's own map for a page of its. */
export const entryFor = (where: number) => TABLE + 4 * ((where - page(0)) / 4096);
/** Ends the VM with what a0 says: 0, or an error code without its sign. */
export const tell = `  neg a0, a0\n  li a6, ${ParaCall.Shutdown}\n  li a7, 0x09000001\n  ecall`;
export const forged = (frame: number, flags: number) => `  li t3, ${((frame << 10) | flags) >>> 0}`;
export const command = (number: number, where: number) => `  li t3, ${where}\n${update(number)}`;
export const unmap = (where: number) => `  li t3, 0\n${update(entryFor(where))}`;

/** Ends the VM with this code where a register has not this value. t6 is used. */
export const must = (register: string, value: number, code: number) =>
  `  li t6, ${value}\n  beq ${register}, t6, 99f\n  li a0, ${-code}\n${tell}\n99:`;
/** The same for a word in memory. t5 is used too. */
export const mustHold = (address: number, value: number, code: number) =>
  `  li t5, ${address}\n  lw t5, (t5)\n${must('t5', value, code)}`;

export type Options = Pick<VmOptions, 'disk' | 'input'>;

/** Runs one guest, or several: the first VM is number 0. All must be counted right afterwards. */
export function run(...guests: readonly (readonly string[])[]): { vmm: Vmm; vms: readonly Vm[] } {
  return runWith({ disk: new Uint8Array(4096) }, ...guests);
}

export function runWith(
  options: Options,
  ...guests: readonly (readonly string[])[]
): { vmm: Vmm; vms: readonly Vm[] } {
  const vmm = new Vmm({ memoryBytes: (guests.length + 1) * MEMORY_BYTES, parts, sliceSteps: 300 });
  const vms = guests.map((blocks) => create(vmm, blocks, options));
  vmm.run(20_000);
  expect(vmm.audit()).toEqual([]);
  return { vmm, vms };
}

export function create(vmm: Vmm, blocks: readonly string[], options: Options = {}): Vm {
  const { image } = assemble(sourceOf({ blocks }));
  return vmm.createVm({ mode: 'para', image, memoryBytes: MEMORY_BYTES, ...options });
}

/** How one guest ends. */
export const endOf = (...blocks: readonly string[]) => run(blocks).vms[0]!.end;
export const finished = (code: number) => ({ kind: 'finished', code });
/** The end of a guest that has found all as it must be. Not 0: that is what a guest tells whose last block has trapped. */
const ALL_RIGHT = 77;
export const good = `  li a0, ${-ALL_RIGHT}\n${tell}`;
export const allRight = finished(ALL_RIGHT);

/** The value of a call is 0 in a0: no error. */
export const works = (code: number) => must('a0', 0, code);
export const fails = (error: number, code: number) => must('a0', -error, code);
export const wait = call(ParaCall.Yield);
