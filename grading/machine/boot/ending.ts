/** How a run ended, for the shell and in words. */
import { hex, type Stop } from '../../../src/machine/index.js';

export interface Ended {
  /** Exit status: the guest's own code; 124 as of `timeout` for a used-up budget, 125 for a guest that is stuck. */
  readonly status: number;
  /** A line for people; undefined where the guest's code says it all. */
  readonly words?: string;
}

/** The guest waits for input, and there will be no more. */
export interface Starved {
  readonly kind: 'starved';
}

const OUT_OF_BUDGET = 124;
const STUCK = 125;

export function endingOf(stop: Stop | Starved, pc: number, steps: number): Ended {
  const where = `after ${steps} instructions, at pc ${hex(pc, 8)}`;
  switch (stop.kind) {
    case 'finished':
      return { status: statusOf(stop.code) };
    case 'reset':
      return { status: 0, words: `the guest asked for a restart ${where}` };
    case 'budget':
      return {
        status: OUT_OF_BUDGET,
        words: `the budget of instructions ran out ${where}; --max-instructions sets it`,
      };
    case 'idle':
      return { status: STUCK, words: `the guest waits for an interrupt that can never come, ${where}` };
    case 'starved':
      return { status: STUCK, words: `the guest waits for input, and there is no more, ${where}` };
    case 'stuck':
      return { status: STUCK, words: `the guest is stuck: ${stop.reason}` };
    case 'trap':
      return { status: STUCK, words: `the guest trapped into a VMM that is not there, ${where}` };
  }
}

/** A shell sees eight bits: a failure must not look like success because its low ones are 0. */
function statusOf(code: number): number {
  return code !== 0 && (code & 0xff) === 0 ? 1 : code & 0xff;
}
