/** Exercise 09, not solved: it looks for the machine's profile in the machine, in errors and in what it is given, and then guesses. */
import { allHoles, type Hole } from '../../src/machine/index.js';
import type { HowItFails, SilentFailuresPart, UnknownMachine } from '../../src/hypervisor/index.js';

const told: string[] = [];

/** Everything that can be reached from a value, as text. */
const look = (value: unknown, depth = 0): void => {
  told.push(String(value));
  if (depth < 4 && ((typeof value === 'object' && value !== null) || typeof value === 'function')) {
    for (const key of Reflect.ownKeys(value)) look(Reflect.get(value, key), depth + 1);
    look(Object.getPrototypeOf(value), depth + 1);
  }
};

const provoke = (machine: UnknownMachine) => {
  for (const wrong of [null, {}, { instruction: 'profile' }, { instruction: 'nop', csrs: { 4095: 0 } }]) {
    try {
      look(machine.attempt(wrong as never));
    } catch (error) {
      look(error);
    }
  }
};

export const silentFailures: SilentFailuresPart = {
  survey(machine) {
    look(machine);
    provoke(machine);
    const known = allHoles.filter((hole: Hole) => told.some((text) => text.includes(hole)));
    const guess = known.length > 0 ? known : allHoles;
    return {
      failures: guess.map((hole) => ({ instruction: hole.replace('-', ' '), how: 'leaks' as HowItFails })),
      legal: ['wfi', 'wfi', 'read cycle'],
    };
  },
  redPill: "li a0, 'v'\n li a7, 1\n ecall\n ebreak\n",
};
