/** What stand-ins do where a student's guest goes wrong, and that no rig gets one for its own exercise's part. */
import {
  checkedPaging,
  GuestMemory,
  HYPERCALL_EXTENSION,
  HypercallError,
  HypercallFunction,
  hypercallFacade,
  PagingError,
  pagingFacade,
  type HypercallEffects,
} from '../../../src/hypervisor/index.js';
import { Memory, PAGE_BYTES, RAM_BASE } from '../../../src/machine/index.js';
import { loadExercises } from '../../exercises/index.js';
import { labRoot } from '../../lab-root.js';
import { hypercall } from './hypercall.js';
import { standIns, standInsFor } from './index.js';
import { paging } from './paging.js';

const memory = new Memory(new ArrayBuffer(PAGE_BYTES), PAGE_BYTES);

test('no rig gets a stand-in for the part of its own exercise', () => {
  const ids = loadExercises(labRoot()).map(({ manifest }) => manifest.id);
  const own = ids.filter((id) => standInsFor(id).some((name) => id.startsWith(standIns[name]!.exercise)));
  expect(own).toEqual([]);
  expect(ids.flatMap(standInsFor)).toEqual(expect.arrayContaining(Object.keys(standIns)));
});

test('a guest is told of memory that it does not have, in a call and in a batch', () => {
  const guest = new GuestMemory(memory, (frame) => frame, RAM_BASE, PAGE_BYTES);
  const vm = hypercallFacade(0, guest, {} as HypercallEffects);
  const call = (number: number, ...args: number[]) =>
    hypercall({ extension: HYPERCALL_EXTENSION, function: number, args }, vm);
  const refused = { error: HypercallError.InvalidAddress, value: 0 };
  expect(call(HypercallFunction.ConsoleWrite, RAM_BASE + PAGE_BYTES - 2, 4)).toEqual(refused);
  expect(call(HypercallFunction.ReturnTo, 0)).toEqual(refused);
  guest.writeWord(RAM_BASE, HypercallFunction.DomainInfo); // all its arguments are 0
  expect(call(HypercallFunction.Multicall, RAM_BASE, 1)).toEqual({ error: 0, value: 1 });
  expect(guest.readWord(RAM_BASE + 24) | 0).toBe(HypercallError.InvalidAddress);
});

test('a mistake that is not the guest’s is thrown on', () => {
  const broken = hypercallFacade(0, new GuestMemory(memory, (frame) => frame, RAM_BASE, PAGE_BYTES), {
    yield() {
      throw new TypeError('ours');
    },
  } as unknown as HypercallEffects);
  const call = { extension: HYPERCALL_EXTENSION, function: HypercallFunction.Yield, args: [] };
  expect(() => hypercall(call, broken)).toThrow('ours');
});

test('no frame becomes a page table, and the boot map stays', () => {
  const machine = pagingFacade(memory, () => 'own');
  const part = checkedPaging(paging, machine);
  const frame = RAM_BASE / PAGE_BYTES;
  expect(part.pin(1, frame, 1)).toBe(PagingError.Denied);
  expect(part.unpin(1, frame)).toBe(PagingError.NotPinned);
  expect(part.setBase(1, 'kernel', frame)).toBe(PagingError.Denied);
  expect(part.setBase(1, 'kernel', undefined)).toBe(PagingError.Success);
  expect(part.update(1, [{ frame, index: 0, entry: 1 }])).toEqual({ error: PagingError.Denied, done: 0 });
  expect(part.update(1, [])).toEqual({ error: PagingError.Success, done: 0 });
  expect(() => part.end(1)).not.toThrow();
  expect(part.info(frame)).toEqual({ type: 'none', uses: 0, references: 0, pinned: false });
});
