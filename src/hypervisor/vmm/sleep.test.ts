import { assemble } from '../../assembler/index.js';
import * as guests from '../../guests/index.js';
import { referenceParts as parts } from '../../../solutions/reference-parts.js';
import { Vmm } from '../index.js';

const MEMORY = 128 * 1024;
const full = 'full/trap-and-emulate';
const imageOf = (source: string) => assemble(source).image;

/** Sleeps for this many ticks, and ends. */
const sleeper = (ticks: number) => `
    csrr t0, time
    li a0, ${ticks}
    add a0, a0, t0
    li a1, 0
    li a7, 0
    ecall
    li t0, 32
    csrs sie, t0
    wfi
    li a7, 8
    ecall`;

test('while one VM sleeps, the others have the machine, and it is not idle', () => {
  const vmm = new Vmm({ memoryBytes: 2 * MEMORY, parts });
  const sleepy = vmm.createVm({ mode: full, image: imageOf(sleeper(50_000)), memoryBytes: MEMORY });
  const busy = vmm.createVm({ mode: full, image: imageOf('j .'), memoryBytes: MEMORY });
  vmm.run(200_000);
  expect(sleepy.end).toEqual({ kind: 'finished', code: 0 });
  expect(busy.steps).toBe(200_000);
  expect(vmm.ledger.own.idle).toBe(0);
  expect(sleepy.account.cycles + busy.account.cycles + vmm.ledger.own.overhead).toBe(vmm.machine.cycles);
});

test('when all sleep, machine time jumps to the first that wakes, and somebody is charged for nothing', () => {
  const vmm = new Vmm({ memoryBytes: 2 * MEMORY, parts });
  const [short, long] = [70_000, 90_000].map((ticks) =>
    vmm.createVm({ mode: full, image: imageOf(sleeper(ticks)), memoryBytes: MEMORY }),
  );
  vmm.run(1000);
  expect([short!.end, long!.end]).toEqual([
    { kind: 'finished', code: 0 },
    { kind: 'finished', code: 0 },
  ]);
  expect(vmm.ledger.own.idle).toBeGreaterThan(40_000);
  expect(vmm.ledger.own.idle).toBeLessThan(90_000);
  expect(vmm.machine.cycles).toBeGreaterThan(90_000);
});

test('a guest’s time is its own: it sees the ticks that it slept, not those of others', () => {
  const timeOf = (neighbour?: string) => {
    const vmm = new Vmm({ memoryBytes: 2 * MEMORY, parts, sliceSteps: 50 });
    const vm = vmm.createVm({ mode: full, image: imageOf(guests.ticker), memoryBytes: MEMORY });
    if (neighbour !== undefined) {
      vmm.createVm({ mode: full, image: imageOf(neighbour), memoryBytes: MEMORY });
    }
    vmm.run(20_000);
    const { guest, ...forExits } = vm.account.cyclesByReason;
    expect(guest).toBeLessThan(1000); // a neighbour may cost TLB misses, and no more
    return { time: vm.clock.time, console: vm.devices.consoleOutput(), forExits };
  };
  expect(timeOf('j .')).toEqual(timeOf());
});

test('a guest’s cycle counter shows what its vCPU has used', () => {
  const source = `
    rdcycle s0
    li t0, 100
1:  addi t0, t0, -1
    bnez t0, 1b
    rdcycle s1
    sub s1, s1, s0
    wfi`;
  const cyclesOf = (neighbours: number) => {
    const vmm = new Vmm({ memoryBytes: 3 * MEMORY, parts, sliceSteps: 20 });
    const vm = vmm.createVm({ mode: full, image: imageOf(source), memoryBytes: MEMORY });
    for (let count = 0; count < neighbours; count += 1) {
      vmm.createVm({ mode: full, image: imageOf(guests.runaway), memoryBytes: MEMORY });
    }
    vmm.run(1000);
    return vm.vcpu.x[9]!;
  };
  expect(cyclesOf(0)).toBeGreaterThan(2200); // 201 instructions, and one exit
  expect(cyclesOf(0)).toBeLessThan(2300);
  expect(cyclesOf(2) - cyclesOf(0)).toBeLessThan(100); // TLB misses, but nothing of what the neighbours did
});

test('a VM that ended as idle goes on when something is typed, as the bare machine does', () => {
  const source = `
    wfi
    li a7, 2
    ecall
    li a7, 1
    ecall
    li a7, 8
    ecall`;
  const vmm = new Vmm({ memoryBytes: MEMORY, parts });
  const vm = vmm.createVm({ mode: full, image: imageOf(source), memoryBytes: MEMORY });
  vmm.run(100);
  expect(vm.end).toEqual({ kind: 'idle' });
  vm.devices.pushInput('k');
  vmm.run(100);
  expect(vm.end).toEqual({ kind: 'finished', code: 0 });
  expect(vm.devices.consoleOutput()).toBe('k');
});
