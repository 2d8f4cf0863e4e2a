import { assemble } from '../../assembler/index.js';
import * as guests from '../../guests/index.js';
import { ImageError, strict } from '../../machine/index.js';
import { referenceParts as parts } from '../../../solutions/reference-parts.js';
import { Vmm, VmError, compareRuns, recordTrace, resultOf, runGuest, vmModes } from '../index.js';

const MEMORY = 128 * 1024;
const full = 'full/trap-and-emulate';
const imageOf = (source: string) => assemble(source).image;
const bare = (source: string) =>
  runGuest({
    mode: 'bare',
    image: imageOf(source),
    profile: strict,
    memoryBytes: MEMORY,
    budget: 2000,
    trace: true,
  });

/** Stores a word at an address and reads another one, which it prints as a character. */
const storeAndRead = (address: number, value: number, from: number) =>
  imageOf(`
    la t0, trap
    csrw stvec, t0
    li t0, ${address}
    li t1, ${value}
    sw t1, (t0)
    li t0, ${from}
    lw a0, (t0)
    addi a0, a0, 'A'
    li a7, 1
    ecall
trap: li a7, 8
    ecall`);

describe('VMs that share a machine', () => {
  test.each([1, 7, 1000])('do not notice each other, in slices of %d steps', (sliceSteps) => {
    const sources = [guests.ticker, guests.processes, guests.addressSpaces, guests.hostile, guests.processes];
    const vmm = new Vmm({ memoryBytes: sources.length * MEMORY, parts, sliceSteps });
    const vms = sources.map((source) =>
      recordTrace(vmm.createVm({ mode: full, image: imageOf(source), memoryBytes: MEMORY })),
    );
    vmm.run(2000);
    vms.forEach((vm, i) => {
      expect(compareRuns(bare(sources[i] as string), resultOf(vm))).toBeUndefined();
    });
  });

  test('can be of different modes', () => {
    const vmm = new Vmm({ memoryBytes: 2 * MEMORY, parts, sliceSteps: 5 });
    const unmodified = vmm.createVm({ mode: full, image: imageOf(guests.ticker), memoryBytes: MEMORY });
    const para = vmm.createVm({ mode: 'para', image: imageOf(guests.paraTicker), memoryBytes: MEMORY });
    vmm.run(3000);
    expect(resultOf(unmodified)).toMatchObject({ console: '.....', stop: { kind: 'finished', code: 0 } });
    expect(resultOf(para)).toMatchObject({ console: '.....', stop: { kind: 'finished', code: 0 } });
  });

  test('have memory of their own behind the same addresses', () => {
    const vmm = new Vmm({ memoryBytes: 2 * MEMORY, parts, sliceSteps: 1 });
    const image = (value: number) => storeAndRead(0x8001_0000, value, 0x8001_0000);
    const [a, b] = [1, 2].map((value) =>
      vmm.createVm({ mode: full, image: image(value), memoryBytes: MEMORY }),
    );
    vmm.run(100);
    expect([a?.devices.consoleOutput(), b?.devices.consoleOutput()]).toEqual(['B', 'C']);
  });

  test('cannot reach a frame that is not theirs', () => {
    const vmm = new Vmm({ memoryBytes: 2 * MEMORY, parts });
    const image = storeAndRead(0x8001_0000, 1, 0x8000_0000 + MEMORY); // the first word behind its memory
    const vm = vmm.createVm({ mode: full, image, memoryBytes: MEMORY });
    vmm.createVm({ mode: full, image: imageOf('j .'), memoryBytes: MEMORY });
    vmm.run(100);
    expect(resultOf(vm)).toMatchObject({ console: '', stop: { kind: 'finished', code: 0 } });
    expect(resultOf(vm).csrs.scause).toBe(5); // a load access fault
  });

  test('get as many steps each, whatever they do', () => {
    const vmm = new Vmm({ memoryBytes: 2 * MEMORY, parts, sliceSteps: 10 });
    const busy = vmm.createVm({ mode: full, image: imageOf('j .'), memoryBytes: MEMORY });
    const trapping = vmm.createVm({ mode: full, image: imageOf(guests.runaway), memoryBytes: MEMORY });
    vmm.run(500);
    expect([busy.vcpu.steps, trapping.vcpu.steps]).toEqual([500, 500]);
    expect(trapping.account.cycles).toBeGreaterThan(busy.account.cycles); // and pay for what they cause
  });

  test('a VM that yields gives the rest of its turn away, and comes again', () => {
    const vmm = new Vmm({ memoryBytes: 2 * MEMORY, parts, sliceSteps: 10 });
    const source = 'li a7, 0x09000000\n1: li a6, 5\necall\nj 1b';
    const polite = vmm.createVm({ mode: 'para', image: imageOf(source), memoryBytes: MEMORY });
    const busy = vmm.createVm({ mode: full, image: imageOf('j .'), memoryBytes: MEMORY });
    vmm.run(100);
    expect([polite.vcpu.steps, busy.vcpu.steps]).toEqual([100, 100]);
  });
});

describe('a VM', () => {
  test('that is destroyed leaves its memory to the next, who finds zeros', () => {
    const vmm = new Vmm({ memoryBytes: MEMORY, parts });
    const secret = vmm.createVm({
      mode: full,
      image: storeAndRead(0x8001_0000, 20, 0x8001_0000),
      memoryBytes: MEMORY,
    });
    vmm.run(100);
    expect(secret.devices.consoleOutput()).toBe('U');
    vmm.destroyVm(secret);
    expect(vmm.vms).toEqual([]);
    const spy = vmm.createVm({
      mode: full,
      image: storeAndRead(0x8001_0004, 1, 0x8001_0000),
      memoryBytes: MEMORY,
    });
    vmm.run(100);
    expect(spy.devices.consoleOutput()).toBe('A');
  });

  test('that was destroyed cannot be destroyed again, and does not run', () => {
    const vmm = new Vmm({ memoryBytes: MEMORY, parts });
    const vm = vmm.createVm({ mode: full, image: imageOf('j .'), memoryBytes: MEMORY });
    vmm.destroyVm(vm);
    vmm.run(10);
    expect(vm.vcpu.steps).toBe(0);
    expect(vm.end).toEqual({ kind: 'ended', reason: 'it was destroyed' });
    expect(() => vmm.destroyVm(vm)).toThrow(VmError);
  });

  test('that is too large is refused with what is free', () => {
    const vmm = new Vmm({ memoryBytes: MEMORY, parts });
    const create = () => vmm.createVm({ mode: full, image: imageOf('j .'), memoryBytes: MEMORY + 4096 });
    expect(create).toThrow(`a VM of ${MEMORY + 4096} bytes does not fit: ${MEMORY} bytes are free`);
  });

  test.each([0, -4096, 5000, NaN])('of %d bytes is refused', (memoryBytes) => {
    const vmm = new Vmm({ memoryBytes: MEMORY, parts });
    expect(() => vmm.createVm({ mode: full, image: imageOf('j .'), memoryBytes })).toThrow(VmError);
  });

  test('whose program does not fit is refused, and its memory is free again', () => {
    const vmm = new Vmm({ memoryBytes: MEMORY, parts });
    const { image } = assemble('j .', { origin: 0x9000_0000 });
    expect(() => vmm.createVm({ mode: full, image, memoryBytes: MEMORY })).toThrow(ImageError);
    expect(vmm.allocator.freeFrames()).toBe(MEMORY / 4096);
  });

  test('of a mode that there is not is refused with the modes that there are', () => {
    const vmm = new Vmm({ memoryBytes: MEMORY, parts });
    const create = () => vmm.createVm({ mode: 'bare' as 'para', image: imageOf('j .'), memoryBytes: MEMORY });
    expect(create).toThrow(new VmError(`there is no mode 'bare'; the modes are ${vmModes.join(', ')}`));
  });

  test('is refused when there are too many', () => {
    const vmm = new Vmm({ memoryBytes: 9 * 4096, parts });
    const create = () => vmm.createVm({ mode: full, image: imageOf('j .'), memoryBytes: 4096 });
    for (let i = 0; i < 8; i++) {
      create();
    }
    expect(create).toThrow('there are 8 VMs already; destroy one first');
  });

  test('is refused by a VMM that was made for fewer, whose machine is smaller', () => {
    const vmm = new Vmm({ memoryBytes: 2 * 4096, parts, vms: 1 });
    const create = () => vmm.createVm({ mode: full, image: imageOf('j .'), memoryBytes: 4096 });
    create();
    expect(create).toThrow('there is 1 VM already; destroy one first');
    const whole = new Vmm({ memoryBytes: 2 * 4096, parts });
    expect(vmm.machine.memory.size).toBeLessThan(whole.machine.memory.size);
    expect(vmm.allocator.freeFrames()).toBe(1);
    for (const vms of [0, 9, 1.5]) {
      expect(() => new Vmm({ memoryBytes: 4096, parts, vms })).toThrow(
        `a VMM has 1 to 8 VMs at once, not ${vms}`,
      );
    }
  });

  test('goes on where it was when it is run again', () => {
    const vmm = new Vmm({ memoryBytes: MEMORY, parts });
    const vm = recordTrace(vmm.createVm({ mode: full, image: imageOf(guests.ticker), memoryBytes: MEMORY }));
    for (let i = 0; i < 40; i++) {
      vmm.run(5);
    }
    expect(compareRuns(bare(guests.ticker), resultOf(vm))).toBeUndefined();
  });
});

describe('an allocator that breaks its socket', () => {
  test('is named when it hands out a frame that is not of its pool', () => {
    const allocator: typeof parts.allocator = (pool) => ({
      ...parts.allocator(pool),
      translate: () => pool.firstFrame - 1, // a frame of a shadow table
    });
    const vmm = new Vmm({ memoryBytes: MEMORY, parts: { ...parts, allocator } });
    const create = () => vmm.createVm({ mode: full, image: imageOf('j .'), memoryBytes: MEMORY });
    expect(create).toThrow("the frame allocator's 'translate' returned frame");
  });

  test('cannot scrub what is not of its pool', () => {
    const allocator: typeof parts.allocator = (pool) => {
      pool.scrub(pool.firstFrame - 1);
      return parts.allocator(pool);
    };
    expect(() => new Vmm({ memoryBytes: MEMORY, parts: { ...parts, allocator } })).toThrow(RangeError);
  });
});
