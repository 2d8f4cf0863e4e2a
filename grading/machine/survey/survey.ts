/**
 * The sensitive-instruction survey: Popek and Goldberg's condition (1974, theorem 1), made executable. A machine can have a VMM
 * if every sensitive instruction is privileged. No list here says which they are: each instruction, and each access to
 * each CSR number, is tried on machines in every mode, in states that differ only in what a program must not notice, and
 * classify.ts asks of what happened what the definitions ask.
 *
 * What the experiment cannot see: it tries one choice of operands, and a second address, which leads nowhere; from two values
 * of each privileged register; one step long. A difference that shows only elsewhere, later, in the timing, in a
 * device or on another hart goes unnoticed. A register that never changes (misa) shows nothing of the host, so reading it
 * is privileged, but not sensitive. The machine that is surveyed has PMP, which decides where addresses lead as well.
 */
import type { Profile } from '../../../src/machine/index.js';
import { isPrivileged, trapsIn, type Traps, type Trial } from './classify.js';
import { DATA, NOWHERE } from './layout.js';
import { PreparedMachine } from './prepared-machine.js';
import { modesOf, statesOf, switchesOf, type ModeName } from './states.js';
import { subjectsOf, type Subject } from './subjects.js';
import {
  alwaysTraps,
  assistedView,
  classicView,
  conditionIn,
  sensitivityIn,
  type Condition,
  type View,
} from './views.js';

/** What became of one subject, in all modes and states. */
export interface SurveyRow {
  readonly kind: Subject['kind'];
  /** An instruction as the assembler spells it; or `read` or `write` and a CSR. */
  readonly name: string;
  /** Of an access: the CSR's number. */
  readonly csr: number | undefined;
  /** How often it traps, by mode. Memory traps are left aside. */
  readonly traps: Readonly<Partial<Record<ModeName, Traps>>>;
  /** Traps in U-mode always, and never in M-mode. */
  readonly privileged: boolean;
  /** Changes the mode, the resource map or other privileged state. */
  readonly controlSensitive: boolean;
  /** Shows the mode, where the program lies or other privileged state. */
  readonly behaviourSensitive: boolean;
  /** Does Popek and Goldberg's condition hold, for a guest's kernel in U-mode? */
  readonly condition: Condition;
  /** Where it is `switchable`: the switches of which each alone makes it trap. */
  readonly switches: readonly string[];
  /** With the hypervisor extension: the same for a guest in VS- and VU-mode, who must not reach the host's state. */
  readonly guest: { readonly condition: Condition; readonly switches: readonly string[] } | undefined;
}

/** All rows for a machine of this profile; or those of these subjects. */
export function survey(profile: Profile, subjects: readonly Subject[] = subjectsOf(profile)): SurveyRow[] {
  // One machine after the other, so that one at a time is in the host's caches.
  const rounds = statesOf(profile).map((state) => {
    const machine = new PreparedMachine(profile, state);
    return subjects.map((subject) => tryOn(machine, subject));
  });
  const switchesFor = switchFinder(profile);
  const judge = (subject: Subject, view: View, trials: readonly Trial[]) => {
    const condition = conditionIn(view, trials);
    return { condition, switches: condition === 'switchable' ? switchesFor(subject, view) : [] };
  };
  return subjects.map((subject, index) => {
    const trials = rounds.flatMap((round) => round[index]!);
    const { control, behaviour } = sensitivityIn(classicView, trials);
    return {
      kind: subject.kind,
      name: subject.name,
      csr: subject.csr,
      traps: Object.fromEntries(modesOf(profile).map(({ name }) => [name, trapsIn(trials, name)])),
      privileged: isPrivileged(trials),
      controlSensitive: control,
      behaviourSensitive: behaviour,
      ...judge(subject, classicView, trials),
      guest: profile.hypervisor ? judge(subject, assistedView, trials) : undefined,
    };
  });
}

function tryOn(machine: PreparedMachine, { csr, word }: Subject): Trial[] {
  const operands = csr === undefined ? [DATA, NOWHERE] : [DATA];
  const { state } = machine;
  return operands.map((operand) => ({ state, operand, outcome: machine.attempt(word, operand) }));
}

/** Finds the switches of which each makes a subject trap while all others are open. */
function switchFinder(profile: Profile): (subject: Subject, view: View) => string[] {
  const machines = switchesOf(profile).map((each) => ({
    name: each.name,
    oneAMode: modesOf(profile).map((mode) => {
      return new PreparedMachine(profile, { mode, host: 0, guest: 0, shut: [each] });
    }),
  }));
  return (subject, view) =>
    machines
      .filter(({ oneAMode }) => {
        const guests = oneAMode.filter(({ state }) => view.guestRunsIn(state.mode));
        return alwaysTraps(guests.flatMap((machine) => tryOn(machine, subject)));
      })
      .map(({ name }) => name);
}
