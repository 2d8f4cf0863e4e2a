/** Counts the events that the fuzzer is for, on this machine: programs that never enter a guest prove nothing. */
import { Csr, decode, Mode, type Hart, type TraceEvent } from '../../../../src/machine/index.js';
import { type Case, CONTROL } from '../case/index.js';
import { batchImage } from './image.js';
import { newMachine, STEPS_A_CASE } from './run-here.js';

export type Events = Map<string, number>;

/** Runs the batch once more, and adds to `events` what happens in the programs. */
export function countEvents(cases: readonly Case[], events: Events): void {
  const { features } = cases[0]!;
  const machine = newMachine(features);
  machine.load(batchImage(features, cases));
  const { hart } = machine;
  const count = (name: string) => events.set(name, (events.get(name) ?? 0) + 1);
  let access: string | undefined; // that has been begun, and did not trap so far
  machine.trace = (event: TraceEvent) => {
    if (hart.pc < CONTROL && hart.mode === Mode.Machine) {
      return;
    } // the harness
    if (event.kind === 'trap') {
      access = undefined;
      const name = trapName(hart, event);
      if (name !== undefined) {
        count(name);
      }
    } else if (event.kind === 'step') {
      if (access !== undefined) {
        count(access);
      }
      access = guestAccessName(event.word);
      count(`instructions in ${modeOf(hart)}`);
    } else if (event.kind === 'walk' && event.physical !== undefined && hart.virtual) {
      count(`${stages(hart)} translated in ${modeOf(hart)}`);
    }
  };
  machine.run(STEPS_A_CASE * (cases.length + 1));
}

function modeOf({ virtual, mode }: Hart): string {
  return virtual
    ? mode === Mode.User
      ? 'VU'
      : 'VS'
    : mode === Mode.User
      ? 'U'
      : mode === Mode.Machine
        ? 'M'
        : 'S';
}

function stages({ csr: { values } }: Hart): string {
  const on = [Csr.vsatp, Csr.hgatp].map((table) => values[table]! >>> 31);
  return on[0] === 1 ? (on[1] === 1 ? 'both stages' : 'VS-stage') : 'G-stage';
}

const trapNames: Readonly<Record<number, string>> = {
  20: 'guest-page fault of a fetch',
  21: 'guest-page fault of a load',
  22: 'virtual instruction',
  23: 'guest-page fault of a store',
};

function trapName(hart: Hart, { cause, tval }: TraceEvent & { kind: 'trap' }): string | undefined {
  const pmp = hart.pmp !== undefined && [1, 5, 7].includes(cause) && tval >>> 28 === 8;
  if (cause >= 0x8000_0000 && hart.virtual) {
    return 'interrupt into a guest';
  }
  return pmp ? 'PMP fault' : trapNames[cause];
}

function guestAccessName(word: number): string | undefined {
  const instruction = decode(word, true);
  return instruction?.format === 'hload' || instruction?.format === 'hstore'
    ? `${instruction.name.split('.')[0]!.toUpperCase()} that succeeded`
    : undefined;
}
