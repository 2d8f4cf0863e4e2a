/** What one operation costs on a computer, in cycles: the difference of two runs, less the cost of the loop. */
import { assemble } from '../../../../src/assembler/index.js';
import { type Parts, Vmm } from '../../../../src/hypervisor/index.js';
import { Machine, type Profile } from '../../../../src/machine/index.js';
import type { Computer } from '../index.js';
import { GuestBroken } from './guest-broken.js';
import { MICRO_BYTES, microGuest, NOTHING, operations, type Operation } from './micro-guests.js';

export type MicroCosts = Readonly<Record<string, number>>;

/** After so many rounds a VMM that adapts has done so; as many more are measured. */
const ROUNDS = 400;
/** Steps: several times what the longest of them takes. */
const BUDGET = 100_000;

export function measureMicro({ mode, profile }: Computer, parts: Parts): MicroCosts {
  const cyclesOf = (operation: Operation, rounds: number) => {
    const { image } = assemble(microGuest(operation, rounds));
    const { cycles, end } = mode === 'bare' ? onBare(image, profile) : inVm(image, profile, mode, parts);
    if (end !== 'finished') {
      throw new GuestBroken(
        `the guest of '${operation.name}' ended with '${end}' in ${mode} on ${profile.name}`,
      );
    }
    return cycles;
  };
  const perRound = (operation: Operation) =>
    (cyclesOf(operation, 2 * ROUNDS) - cyclesOf(operation, ROUNDS)) / ROUNDS;
  const loop = perRound(NOTHING);
  return Object.fromEntries(operations.map((operation) => [operation.name, perRound(operation) - loop]));
}

interface Outcome {
  readonly cycles: number;
  readonly end: string;
}
type Image = ReturnType<typeof assemble>['image'];

function onBare(image: Image, profile: Profile): Outcome {
  const machine = new Machine({ memoryBytes: MICRO_BYTES, profile, firmware: 'sbi' });
  machine.load(image);
  const stop = machine.run(BUDGET);
  return { cycles: machine.cycles, end: stop.kind };
}

function inVm(
  image: Image,
  profile: Profile,
  mode: Exclude<Computer['mode'], 'bare'>,
  parts: Parts,
): Outcome {
  const vmm = new Vmm({ memoryBytes: MICRO_BYTES, profile, parts });
  const vm = vmm.createVm({ mode, image, memoryBytes: MICRO_BYTES });
  vmm.run(BUDGET);
  return { cycles: vm.account.cycles, end: vm.end?.kind ?? 'budget' };
}
