/** The scenarios of exercise 08: whole guests in VMs of their own, and single instructions on a vCPU made up for them. */
import { assemble } from '../../../src/assembler/index.js';
import {
  Vmm,
  checkedOutcome,
  recordTrace,
  resultOf,
  runGuest,
  supervisorCsrs,
  type EmulatePart,
} from '../../../src/hypervisor/index.js';
import { Csr, decode, strict } from '../../../src/machine/index.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { defineRig } from '../../rig/define-rig.js';

const MODE = 'full/trap-and-emulate';

interface Guest {
  source: string;
  memoryBytes: number;
  budget: number;
}

interface Steps {
  steps: Step[];
}

/** One instruction on a vCPU in a given state; what is not mentioned is 0. */
interface Step {
  word: number;
  mode: number;
  pc?: number;
  registers?: Record<number, number>;
  csrs?: Record<string, number>;
  counters?: Record<string, number>;
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

    steps: (emulate, { steps }: Steps) => steps.map((step) => emulateOne(emulate, step)),
  },
});

/** The outcome, and everything that the part did to the vCPU. */
function emulateOne(emulate: EmulatePart, step: Step) {
  const instruction = decode(step.word);
  if (instruction === undefined) {
    throw new Error(`${step.word} is no instruction`);
  }
  const registers: Record<number, number> = {};
  const csrs: Record<string, number> = {};
  let notified = false;
  const name = (number: number) => {
    const found = supervisorCsrs.find((csr) => Csr[csr] === number);
    if (found === undefined) {
      throw new RangeError(`the vCPU stores no CSR ${String(number)}`);
    }
    return found;
  };
  const outcome = emulate(
    Object.freeze({
      mode: () => step.mode,
      pc: () => step.pc ?? 0x8000_0000,
      readRegister: (number: number) =>
        register(number) === 0 ? 0 : (registers[number] ?? step.registers?.[number] ?? 0),
      writeRegister(number: number, value: number) {
        if (register(number) !== 0) {
          registers[number] = integer(value) >>> 0;
        }
      },
      readCsr: (number: number) => csrs[name(number)] ?? step.csrs?.[name(number)] ?? 0,
      writeCsr(number: number, value: number) {
        csrs[name(number)] = integer(value) >>> 0;
      },
      counter: (counter: 'cycle' | 'time' | 'instret') => step.counters?.[counter] ?? 0,
      translationsChanged() {
        notified = true;
      },
    }),
    Object.freeze({ ...instruction }),
  );
  return { outcome: checkedOutcome(outcome), registers, csrs: { ...step.csrs, ...csrs }, notified };
}

function register(number: number): number {
  if (Number.isInteger(number) && number >= 0 && number < 32) {
    return number;
  }
  throw new RangeError(`register ${String(number)}: there are x0 to x31`);
}

function integer(value: number): number {
  if (Number.isInteger(value)) {
    return value;
  }
  throw new RangeError(`an integer was expected, not ${String(value)}`);
}
