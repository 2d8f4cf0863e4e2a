/** The scenarios of exercise 08: whole guests in VMs of their own, and single instructions on a vCPU in a given state. */
import { assemble } from '../../../src/assembler/index.js';
import {
  Vmm,
  emulateInTurns,
  emulateOne,
  recordTrace,
  resultOf,
  runGuest,
  type EmulatePart,
  type OneInstruction,
  type VcpuState,
} from '../../../src/hypervisor/index.js';
import { strict } from '../../../src/machine/index.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { defineRig } from '../../rig/define-rig.js';

const MODE = 'full/trap-and-emulate';

interface Guest {
  source: string;
  memoryBytes: number;
  budget: number;
}

interface Turns {
  vcpus: VcpuState[];
  turns: [vcpu: number, word: number][];
}

export default defineRig<EmulatePart>({
  scenarios: {
    run: (emulate, { source, memoryBytes, budget }: Guest) => {
      const { image } = assemble(source);
      const options = { mode: MODE, image, profile: strict, memoryBytes, budget, trace: true } as const;
      return runGuest(options, { ...referenceParts, emulate });
    },

    together: (emulate, { guests }: { guests: Guest[] }) => {
      const memoryBytes = guests.reduce((sum, guest) => sum + guest.memoryBytes, 0);
      const vmm = new Vmm({ memoryBytes, parts: { ...referenceParts, emulate }, sliceSteps: 7 });
      const vms = guests.map((guest) =>
        recordTrace(
          vmm.createVm({
            mode: MODE,
            image: assemble(guest.source).image,
            memoryBytes: guest.memoryBytes,
          }),
        ),
      );
      vmm.run(Math.max(...guests.map((guest) => guest.budget)));
      return vms.map(resultOf);
    },

    steps: (emulate, { steps }: { steps: OneInstruction[] }) =>
      steps.map((step) => emulateOne(emulate, step)),

    turns: (emulate, { vcpus, turns }: Turns) => emulateInTurns(emulate, vcpus, turns),
  },
});
