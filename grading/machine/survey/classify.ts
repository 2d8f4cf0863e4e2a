/**
 * Popek and Goldberg, "Formal Requirements for Virtualizable Third Generation Architectures" (Communications of the ACM 17(7),
 * 1974), the section on the behaviour of instructions: each definition, as a question about what happened in trials.
 *
 * All of them leave memory traps aside. That a load traps where its page may not be read is no sign of sensitivity: it
 * depends on the resource map, but so does every address, and the program only ever gets what the map gives it.
 */
import type { Changed, Outcome } from './prepared-machine.js';
import type { ModeName, State } from './states.js';

/** One attempt to execute one instruction. */
export interface Trial {
  readonly state: State;
  /** What stood in the register of the first operand: the program's own choice. */
  readonly operand: number;
  readonly outcome: Outcome;
}

export type Traps = 'never' | 'sometimes' | 'always';

/** How often it traps in a mode. `sometimes`: privileged software decides, by what it has in its registers. */
export function trapsIn(trials: readonly Trial[], mode: ModeName): Traps {
  const kinds = trials.filter(({ state }) => state.mode.name === mode).map(({ outcome }) => outcome.kind);
  if (!kinds.includes('trap')) {
    return 'never';
  }
  return kinds.includes('completed') ? 'sometimes' : 'always';
}

/**
 * Privileged: in every two states that differ in the mode alone, it traps in user mode and does not in supervisor mode.
 * The paper has these two modes; its supervisor mode, from which nothing is withheld, is M-mode here.
 */
export function isPrivileged(trials: readonly Trial[]): boolean {
  return trapsIn(trials, 'U') === 'always' && trapsIn(trials, 'M') === 'never';
}

/**
 * Control sensitive: there is a state in which it changes the mode or the resource map, and does not trap. Here the rest of the
 * privileged state counts as well, and the processor, which is a resource too. `counts` says what of it.
 */
export function isControlSensitive(trials: readonly Trial[], counts: (changed: Changed) => boolean): boolean {
  return trials.some(({ outcome }) => outcome.kind === 'completed' && outcome.changed.some(counts));
}

/**
 * Behaviour sensitive: there are two states that look the same to a program, and differ in the mode or in where the program
 * lies, from which it makes two that do not. Here they may differ in the rest of the privileged state as well. `look` says
 * which states look the same; operands that differ are the program's own, so they never do.
 */
export function isBehaviourSensitive(trials: readonly Trial[], look: (state: State) => string): boolean {
  const results = new Map<string, string>();
  for (const { state, operand, outcome } of trials) {
    if (outcome.kind === 'completed') {
      const start = `${operand} ${look(state)}`;
      if ((results.get(start) ?? outcome.seen) !== outcome.seen) {
        return true;
      }
      results.set(start, outcome.seen);
    }
  }
  return false;
}
