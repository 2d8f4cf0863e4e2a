/** For the tests of this layer: a machine with a program in it, and what is in its registers. */
import type { Image } from './program/index.js';
import { Machine } from './machine.js';
import type { MachineOptions } from './machine-options.js';
import { registerNames } from './isa/index.js';

export interface Setup extends Partial<MachineOptions> {
  /** Values of registers before the first step, by their ABI names. */
  readonly registers?: Readonly<Record<string, number>>;
}

/** A machine of 64 KiB (or as `setup` says) that has loaded the program. */
export function boot(program: { readonly image: Image }, setup: Setup = {}): Machine {
  const machine = new Machine({ memoryBytes: 0x1_0000, ...setup });
  machine.load(program.image);
  for (const [name, value] of Object.entries(setup.registers ?? {})) {
    machine.hart.x[registerNames.indexOf(name)] = value;
  }
  return machine;
}

/** The same, after `steps` steps. */
export function bootAndRun(program: { readonly image: Image }, steps: number, setup: Setup = {}): Machine {
  const machine = boot(program, setup);
  machine.run(steps);
  return machine;
}

/** The value of a register, unsigned. */
export function register(machine: Machine, name: string): number {
  return machine.hart.x[registerNames.indexOf(name)]! >>> 0;
}
