/** How long one VM may keep the hart while another one waits for it. */
import { assemble } from '../../assembler/index.js';
import { referenceParts as parts } from '../../../solutions/reference-parts.js';
import { Vmm, homeProfile, vmModes } from '../index.js';
import { SLICE_CYCLES, SLICE_STEPS } from '../vm/index.js';

const MEMORY = 64 * 1024;
const STEPS = 35_000;

/** Prints a byte again and again, so that the test sees when it has the hart. */
const ticking = `
    li t0, 0x10000000
1:  sb zero, (t0)
    li t1, 100
2:  addi t1, t1, -1
    bnez t1, 2b
    j 1b`;

/** One neighbour makes a VM exit in every other step; one computes and makes none. */
const neighbours = {
  'a VM exit in every other step': '1: csrr t0, sscratch\nj 1b',
  'no VM exit at all': '1: addi t0, t0, 1\nj 1b',
};

const modes = vmModes.filter((mode) => mode.startsWith('full/'));
const cases = Object.entries(neighbours).flatMap(([what, source]) =>
  modes.map((mode) => [what, mode, source] as const),
);

test.each(cases)('a neighbour with %s keeps the hart for one slice, no longer (%s)', (_, mode, source) => {
  const vmm = new Vmm({ memoryBytes: 2 * MEMORY, parts, profile: homeProfile(mode) });
  const [victim] = [ticking, source].map((text) =>
    vmm.createVm({ mode, image: assemble(text).image, memoryBytes: MEMORY }),
  );
  let last = 0;
  let longest = 0;
  victim!.devices.uart.listener = () => {
    longest = Math.max(longest, vmm.machine.cycles - last);
    last = vmm.machine.cycles;
  };
  vmm.run(STEPS);
  expect(STEPS).toBeGreaterThan(3 * SLICE_STEPS);
  expect(longest).toBeGreaterThan(SLICE_CYCLES / 2); // the neighbour had the hart at all
  expect(longest).toBeLessThan(2 * SLICE_CYCLES); // its slice, and what the victim does between two bytes
});

test.each([
  [1, 1],
  [2, 8],
])(
  'of %d VMs that compute, each is entered for each of its slices, and the only one once',
  (vms, entries) => {
    const vmm = new Vmm({ memoryBytes: 2 * MEMORY, parts });
    for (let count = 0; count < vms; count += 1) {
      const { image } = assemble('1: addi t0, t0, 1\nj 1b');
      vmm.createVm({ mode: 'full/trap-and-emulate', image, memoryBytes: MEMORY });
    }
    vmm.run(10); // the first steps fill shadow tables
    const { machine } = vmm;
    const resume = machine.resume.bind(machine);
    let entered = 0;
    machine.resume = (...limits) => {
      entered += 1;
      return resume(...limits);
    };
    vmm.run(STEPS);
    expect(entered).toBe(entries);
    expect(vmm.vms.map(({ steps }) => steps)).toEqual(new Array(vms).fill(STEPS + 10));
  },
);
