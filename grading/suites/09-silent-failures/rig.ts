/** The scenarios of exercise 09: machines that the part surveys, and its red pill on the bare machine and in VMs. */
import { AsmError, assemble } from '../../../src/assembler/index.js';
import {
  checkedSurvey,
  PartError,
  runGuest,
  unknownMachine,
  type HandedOut,
  type Run,
  type SilentFailuresPart,
  type Survey,
} from '../../../src/hypervisor/index.js';
import { legacyWith, strict, type Hole, type Profile } from '../../../src/machine/index.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { calling } from '../../rig/inside/index.js';
import { defineRig } from '../../rig/both-sides/index.js';

export interface Computer {
  /** The holes that are open. Without any, the machine is RISC-V as specified. */
  readonly holes: readonly Hole[];
}

export interface Handed extends Computer {
  readonly csrs: HandedOut;
}

export interface Place extends Computer {
  readonly where: 'bare' | 'full/trap-and-emulate';
}

/** What became of the pill: what the assembler says of it, or how it ran. */
export type Swallowed = { readonly mistake: string } | Pick<Run, 'console' | 'stop'>;

const PILL_BYTES = 64 * 1024;
const PILL_BUDGET = 2000;

export default defineRig<SilentFailuresPart>({
  scenarios: {
    /** One instance of the part surveys all of them, one after the other. */
    survey: (part, { machines }: { machines: Handed[] }): Survey[] => {
      const survey = member(part, 'survey', 'function') as SilentFailuresPart['survey'];
      return machines.map(({ holes, csrs }, index) => {
        const { machine, last } = unknownMachine(profileOf(holes), csrs);
        const told = () => `of survey on machine ${index} of ${machines.length}, after ${last()}`;
        return calling(told, () => checkedSurvey(survey(machine)));
      });
    },

    pill: (part, { places }: { places: Place[] }): Swallowed[] => {
      const source = member(part, 'redPill', 'string') as string;
      try {
        const { image } = assemble(source, { name: 'redPill' });
        return places.map(({ where, holes }) => {
          const profile = profileOf(holes);
          const options = { mode: where, image, profile, memoryBytes: PILL_BYTES, budget: PILL_BUDGET };
          const { console, stop } = runGuest(options, referenceParts);
          return { console, stop };
        });
      } catch (error) {
        if (error instanceof AsmError) {
          return [{ mistake: error.message }];
        }
        throw error;
      }
    },
  },
});

const profileOf = (holes: readonly Hole[]): Profile => (holes.length === 0 ? strict : legacyWith(holes));

/** Reads a property of the part once. */
function member(part: SilentFailuresPart, name: keyof SilentFailuresPart, type: string): unknown {
  const members = part as unknown as Readonly<Record<string, unknown>> | null;
  const value = typeof members === 'object' && members !== null ? members[name] : undefined;
  if (typeof value !== type) {
    throw new PartError(
      `silentFailures.${name} must be a ${type}, not ${value === null ? 'null' : typeof value}`,
    );
  }
  return value;
}
