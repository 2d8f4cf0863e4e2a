/** Memory goes from the VM that leaves it idle to the one that uses it, by what the VMM sees in the tables that the hart walks. */
import { assemble } from '../../assembler/index.js';
import { PAGE_BYTES } from '../../machine/index.js';
import { MemoryBalance, ParaCall, VmError, Vmm, type Vm } from '../index.js';
import { referenceParts as parts } from '../../../solutions/reference-parts.js';

const PAGES = 64;
const memoryBytes = PAGES * PAGE_BYTES;
const ROLE = 0x8000_1000; // 0: it rests; 1: it reads all its pages, again and again

/** A guest with a balloon: it keeps to its target, with the pages from the end of its memory on. */
const guest = `
_start: mv      s1, a1
        li      a7, 0x09000001
        li      s2, ${PAGES - 2}        # the last page that it has, before the shared-info page
        li      t0, ~4                  # the balloon's channel
        sw      t0, 60(s1)
again:  sw      zero, 56(s1)
keep:   lw      t0, 88(s1)              # the target
        lw      t1, 92(s1)              # what it has
        beq     t0, t1, work
        bltu    t0, t1, give
        addi    s2, s2, 1
        jal     address
        li      a6, ${ParaCall.BalloonIn}
        ecall
        beqz    a0, keep
        addi    s2, s2, -1              # there is none yet
        j       work
give:   jal     address
        li      a6, ${ParaCall.BalloonOut}
        ecall
        addi    s2, s2, -1
        beqz    a0, keep
        li      a6, ${ParaCall.Shutdown}
        ecall

work:   li      t0, ${ROLE}
        lw      t0, (t0)
        bnez    t0, busy
        li      a6, ${ParaCall.Block}
        ecall
        j       again
busy:   jal     address
        li      t0, 0x80000000
1:      lw      t1, (a0)
        li      t1, ${PAGE_BYTES}
        sub     a0, a0, t1
        bgeu    a0, t0, 1b
        li      a6, ${ParaCall.Yield}
        ecall
        j       again

address: li     a0, 0x80000             # of page s2
        add     a0, a0, s2
        slli    a0, a0, 12
        ret
`;

function machineWith(accessedDirty: 'hardware' | 'trap'): { vmm: Vmm; vms: readonly [Vm, Vm] } {
  const vmm = new Vmm({ memoryBytes: 2 * memoryBytes, parts, accessedDirty, sliceSteps: 1000 });
  const create = () => vmm.createVm({ mode: 'para', image: assemble(guest).image, memoryBytes });
  return { vmm, vms: [create(), create()] };
}

const hasPages = (vm: Vm) => vm.memory.readWord(vm.memory.base + memoryBytes - PAGE_BYTES + 92);

/** Some periods, and what both have in the end. */
function after(periods: number, vmm: Vmm, vms: readonly Vm[], balance: MemoryBalance): number[] {
  for (let period = 0; period < periods; period += 1) {
    vmm.run(3000);
    balance.next();
  }
  vmm.run(3000);
  expect(vms.map(({ end }) => end?.kind ?? 'runs')).not.toContain('finished');
  expect(vmm.audit()).toEqual([]);
  return vms.map(hasPages);
}

test.each(['hardware', 'trap'] as const)(
  'what one VM leaves idle goes to the busy one, and to a new VM, and back when they change places (accessed bits by %s)',
  (accessedDirty) => {
    const { vmm, vms } = machineWith(accessedDirty);
    const [idle, busy] = vms;
    busy.memory.writeWord(ROLE, 1);
    const shares = new Map(vms.map((vm) => [vm, 1]));
    const balance = new MemoryBalance(vmm, { pages: 88, shares, seed: 1 });
    expect(after(2, vmm, vms, balance)).toEqual([24, 64]); // a busy VM gives up a page only when the idle one is at a quarter of it
    const third = vmm.createVm({ mode: 'para', image: assemble('j .').image, memoryBytes: 40 * PAGE_BYTES });
    vmm.destroyVm(third);

    idle.memory.writeWord(ROLE, 1);
    busy.memory.writeWord(ROLE, 0);
    expect(after(6, vmm, vms, balance)).toEqual([64, 24]);
  },
);

test('without a tax, both have the same', () => {
  const { vmm, vms } = machineWith('hardware');
  vms[1].memory.writeWord(ROLE, 1);
  const shares = new Map(vms.map((vm) => [vm, 1]));
  const balance = new MemoryBalance(vmm, { pages: 88, shares, seed: 1, tax: 0 });
  expect(after(2, vmm, vms, balance)).toEqual([44, 44]);
});

test('a sample of half of the pages gives about what all give, and the same for the same seed', () => {
  const used = (size: number, seed: number) => {
    const { vmm, vms } = machineWith('hardware');
    vms[0].memory.writeWord(ROLE, 1);
    vmm.setMemoryTarget(vms[1], PAGES);
    expect(vms.map((vm) => vmm.sampleMemory(vm, seed, size))).toEqual([undefined, undefined]);
    vmm.run(1000);
    return vms.map((vm) => vmm.sampleMemory(vm, seed, size)!);
  };
  expect(used(PAGES, 1)).toEqual([PAGES, 3]); // code, role and shared info
  expect(used(PAGES / 2, 1)).toEqual(used(PAGES / 2, 1));
  const [busy, idle] = used(PAGES / 2, 3);
  expect([busy, idle! <= 6]).toEqual([PAGES, true]);
});

test('a VM without a balloon is not asked', () => {
  const { vmm } = machineWith('hardware');
  vmm.destroyVm(vmm.vms[0]!);
  const full = vmm.createVm({ mode: 'full/trap-and-emulate', image: assemble('j .').image, memoryBytes });
  expect(() => vmm.sampleMemory(full, 1, 10)).toThrow(
    new VmError("VM 0 in mode 'full/trap-and-emulate' has no balloon"),
  );
});
