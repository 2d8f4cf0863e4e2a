/**
 * From where the question is asked. A VMM of 1974 lets its guest's kernel run in user mode: all state that is privileged is
 * the VMM's own, and the kernel must not touch or see any of it unnoticed. With the hypervisor extension the kernel runs in
 * VS-mode and has privileged state of its own: what remains the VMM's is the host's half.
 */
import { Csr } from '../../../src/machine/index.js';
import { isBehaviourSensitive, isControlSensitive, trapsIn, type Trial } from './classify.js';
import { isGuests } from './prepare.js';
import type { Changed } from './prepared-machine.js';
import type { State, TriedMode } from './states.js';

export interface View {
  /** The modes that the guest is kept to. */
  readonly guestRunsIn: (mode: TriedMode) => boolean;
  /** The modes in which an instruction may turn out to be sensitive. */
  readonly considered: (mode: TriedMode) => boolean;
  /** Is this the VMM's own? */
  readonly isOwn: (changed: Changed) => boolean;
  /** What the guest may know about a state. */
  readonly look: (state: State) => string;
}

export const classicView: View = {
  guestRunsIn: ({ name }) => name === 'U',
  considered: ({ virtual }) => !virtual,
  isOwn: () => true,
  look: () => 'nothing',
};

export const assistedView: View = {
  guestRunsIn: ({ virtual }) => virtual,
  considered: ({ virtual }) => virtual,
  // A guest that makes the TLB forget translations has not changed them: a TLB may forget at any time.
  isOwn: (changed) =>
    typeof changed === 'number'
      ? !isGuests(changed) && !guestInterrupts.has(changed)
      : changed !== 'mode of the guest' && changed !== 'resource map',
  look: ({ mode, guest }) => `${mode.name} ${guest}`,
};

/** Registers that show the guest's interrupts and nothing else. */
const guestInterrupts: ReadonlySet<number> = new Set([Csr.hie, Csr.hip, Csr.hvip]);

export interface Sensitivity {
  readonly control: boolean;
  readonly behaviour: boolean;
}

export function sensitivityIn(view: View, trials: readonly Trial[]): Sensitivity {
  const considered = trials.filter(({ state }) => view.considered(state.mode));
  return {
    control: isControlSensitive(considered, view.isOwn),
    behaviour: isBehaviourSensitive(considered, view.look),
  };
}

/**
 * Popek and Goldberg's condition, asked of one instruction. `holds`: it is not sensitive, or it traps wherever the guest runs.
 * `switchable`: it traps there once the VMM has shut all switches. `broken`: it completes there whatever the VMM does.
 */
export type Condition = 'holds' | 'switchable' | 'broken';

export function conditionIn(view: View, trials: readonly Trial[]): Condition {
  const { control, behaviour } = sensitivityIn(view, trials);
  const deprivileged = trials.filter(({ state }) => view.guestRunsIn(state.mode));
  if ((!control && !behaviour) || alwaysTraps(deprivileged)) {
    return 'holds';
  }
  return alwaysTraps(deprivileged.filter(({ state }) => state.shut.length > 0)) ? 'switchable' : 'broken';
}

/** Traps in each mode, and does not complete in any state. */
export function alwaysTraps(trials: readonly Trial[]): boolean {
  const modes = new Set(trials.map(({ state }) => state.mode.name));
  return [...modes].every((mode) => trapsIn(trials, mode) === 'always');
}
