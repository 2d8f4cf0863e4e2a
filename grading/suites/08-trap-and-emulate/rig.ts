/** The scenarios of exercise 08: whole guests in VMs of their own, and single instructions on a vCPU in a given state. */
import { formatInstruction } from '../../../src/assembler/index.js';
import {
  checkedOutcome,
  emulateInTurns,
  emulateOne,
  runGuest,
  runInTurns,
  tellInstruction,
  type EmulatePart,
  type OneInstruction,
  type VcpuState,
} from '../../../src/hypervisor/index.js';
import { Mode, hex, strict } from '../../../src/machine/index.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { calling } from '../../rig/inside/index.js';
import { defineRig, guestOf, type SentGuest } from '../../rig/both-sides/index.js';

const MODE = 'full/trap-and-emulate';

interface Guest extends SentGuest {
  memoryBytes: number;
  budget: number;
}

interface Turns {
  vcpus: VcpuState[];
  turns: [vcpu: number, word: number][];
}

export default defineRig<EmulatePart>({
  scenarios: {
    run: (emulate, guest: Guest) => {
      const options = { ...guestOf(guest), mode: MODE, profile: strict, vms: 1, trace: true } as const;
      return runGuest(options, { ...referenceParts, emulate: inGuest(emulate) });
    },

    together: (emulate, { guests }: { guests: Guest[] }) =>
      runInTurns(guests.map(guestOf), MODE, { ...referenceParts, emulate: inGuest(emulate) }, 7),

    steps: (emulate, { steps }: { steps: OneInstruction[] }) =>
      steps.map((step) =>
        calling(
          () => `of emulate for ${tellInstruction(step)}`,
          () => emulateOne(emulate, step),
        ),
      ),

    turns: (emulate, { vcpus, turns }: Turns) => {
      let turn = -1;
      const counted: EmulatePart = (vcpu, instruction) => {
        turn++;
        return emulate(vcpu, instruction);
      };
      const told = () => {
        const [vcpu, word] = turns[turn]!;
        return `of emulate in turn ${turn}, for ${tellInstruction({ ...vcpus[vcpu]!, word })}`;
      };
      return calling(told, () => emulateInTurns(counted, vcpus, turns));
    },
  },
});

/** The part as a guest meets it. The state of a guest would be a page; the instruction and its place tell enough. */
function inGuest(emulate: EmulatePart): EmulatePart {
  return (vcpu, instruction) => {
    const [mode, pc] = [vcpu.mode() === Mode.User ? 'U' : 'S', hex(vcpu.pc(), 8)];
    return calling(
      () => `of emulate for ${formatInstruction(instruction, { aliases: false })} in ${mode}-mode at ${pc}`,
      () => checkedOutcome(emulate(vcpu, instruction)),
    );
  };
}
