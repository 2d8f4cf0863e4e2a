/** Helpers for the tests of the machine: boot a program, and read registers. */
import type { Image } from './program/index.js';
import { Machine } from './machine.js';
import type { MachineOptions } from './machine-options.js';
import { registerNames } from './isa/index.js';

export interface Setup extends Partial<MachineOptions> {
  /** The values of registers before the first step, by ABI name. */
  readonly registers?: Readonly<Record<string, number>>;
}

/** Makes a machine with 64 KiB of RAM, unless `setup` says otherwise, and loads the program. */
export function boot(program: { readonly image: Image }, setup: Setup = {}): Machine {
  const machine = new Machine({ memoryBytes: 0x1_0000, ...setup });
  machine.load(program.image);
  for (const [name, value] of Object.entries(setup.registers ?? {})) {
    machine.hart.x[registerNames.indexOf(name)] = value;
  }
  return machine;
}

/** Does the same as boot(), then runs for `steps` steps. */
export function bootAndRun(program: { readonly image: Image }, steps: number, setup: Setup = {}): Machine {
  const machine = boot(program, setup);
  machine.run(steps);
  return machine;
}

/** The value of a register, as an unsigned number. */
export function register(machine: Machine, name: string): number {
  return machine.hart.x[registerNames.indexOf(name)]! >>> 0;
}
