import { Csr, Machine, Mode, PAGE_BYTES, SATP_ASID_SHIFT, strict } from '../../../machine/index.js';
import { SHADOW_ROOTS } from '../../vm/index.js';
import { DirectAddressSpace } from './direct-address-space.js';

const FIRST = 2 * SHADOW_ROOTS;
const ASIDS = 0x1ff;

function spaceWithRoots() {
  const machine = new Machine({ memoryBytes: 4 * PAGE_BYTES, profile: strict, firmware: 'vmm' });
  const first = machine.memory.base / PAGE_BYTES;
  const space = new DirectAddressSpace(machine, first, FIRST);
  space.kernelRoot = first + 1;
  const asidOf = (mode: number, userRoot?: number) => {
    space.userRoot = userRoot;
    space.activate(mode);
    return (machine.hart.readCsr(Csr.satp) >>> SATP_ASID_SHIFT) & ASIDS;
  };
  return { machine, space, first, asidOf };
}

test('each root has an ASID of its own, and none of another VM, however many there are', () => {
  const { first, asidOf } = spaceWithRoots();
  const kernel = asidOf(Mode.Supervisor);
  const users = Array.from({ length: 3 * SHADOW_ROOTS }, (_, index) => asidOf(Mode.User, first + 2 + index));
  expect([kernel, ...users].filter((asid) => asid < FIRST || asid >= FIRST + SHADOW_ROOTS)).toEqual([]);
  const atOnce = [kernel, ...users.slice(0, SHADOW_ROOTS - 2)];
  expect(new Set(atOnce).size).toBe(atOnce.length);
});

test('a root that is none any more loses its ASID, and one that is keeps it', () => {
  const { space, first, asidOf } = spaceWithRoots();
  const [one, two] = [asidOf(Mode.User, first + 2), asidOf(Mode.User, first + 3)];
  space.changed((frame) => frame !== first + 2);
  expect(asidOf(Mode.User, first + 3)).toBe(two);
  expect(asidOf(Mode.User, first + 4)).toBe(one);
});
