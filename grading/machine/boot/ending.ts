/** How a run ended, for the shell and in words. */
import { causeName, hex, type TrapInLoop } from '../../../src/machine/index.js';
import type { BootedStop } from './booted.js';
import type { Command } from '../keyboard/index.js';

export interface Ended {
  /** Exit status: the guest's own code; 124 as of `timeout` for a used-up budget, 125 for a guest that is stuck. */
  readonly status: number;
  /** Lines for people; none where the guest's code says it all. */
  readonly words: readonly string[];
}

/** The guest waits for input, and there will be no more. */
export interface Starved {
  readonly kind: 'starved';
}

const OUT_OF_BUDGET = 124;
const STUCK = 125;
/** As of a program that SIGPIPE ends. */
const READER_GONE = 141;
/** As of a program that SIGINT ends. */
const ENDED_BY_USER = 130;
const SCRIPT_UNFINISHED = 123;

/** The one who runs the guest has ended it, or nobody reads its output any more. */
export const endedByUser: Ended = { status: ENDED_BY_USER, words: ['ended by Ctrl-A x'] };
export const readerGone: Ended = { status: READER_GONE, words: [] };

/** The same ending, but the script of input has not come to its end. A guest that failed keeps its own status. */
export function withUnfinishedScript({ status, words }: Ended, file: string, command: Command): Ended {
  const where = `${file}:${command.line}:`;
  const why =
    command.kind === 'expect'
      ? `${where} waited for ${JSON.stringify(command.text)}, which the guest did not print`
      : command.kind === 'type'
        ? `${where} the guest did not read all of ${JSON.stringify(command.text)}`
        : `${where} the guest ended during this pause`;
  return { status: status === 0 ? SCRIPT_UNFINISHED : status, words: [why, ...words] };
}

export function endingOf(stop: BootedStop | Starved, pc: number, steps: number): Ended {
  const { status, line } = tell(stop, pc, steps);
  return { status, words: line === undefined ? [] : [line] };
}

function tell(stop: BootedStop | Starved, pc: number, steps: number): { status: number; line?: string } {
  const where = `after ${steps} instructions, at pc ${hex(pc, 8)}`;
  switch (stop.kind) {
    case 'finished':
      return { status: statusOf(stop.code) };
    case 'reset':
      return { status: 0, line: `the guest asked for a restart ${where}` };
    case 'budget':
      return {
        status: OUT_OF_BUDGET,
        line: `the budget of instructions ran out ${where}; --max-instructions sets it`,
      };
    case 'idle':
      return { status: STUCK, line: `the guest waits for an interrupt that can never come, ${where}` };
    case 'starved':
      return { status: STUCK, line: `the guest waits for input, and there is no more, ${where}` };
    case 'standstill':
      return { status: STUCK, line: `${stillness(stop.trap)}, ${where}` };
    case 'ended':
      return { status: STUCK, line: `the VMM has ended this VM: ${stop.reason}` };
    case 'stuck':
      return { status: STUCK, line: `the guest is stuck: ${stop.reason}` };
    case 'trap':
      return { status: STUCK, line: `the guest trapped into a VMM that is not there, ${where}` };
  }
}

/** What a guest does in which nothing can happen any more. */
export function stillness(trap: TrapInLoop | undefined): string {
  if (trap === undefined) {
    return 'nothing can happen on this machine any more: its harts wait, or go round in loops that change nothing';
  }
  const { cause, tval, pc, handler } = trap;
  const what = `${causeName(cause)} at pc ${hex(pc, 8)}, address or instruction ${hex(tval, 8)}`;
  return pc === handler
    ? `the guest faults for ever, since its trap handler faults itself: ${what}`
    : `the guest faults for ever: ${what}; its trap handler at ${hex(handler, 8)} changes nothing`;
}

/** A shell sees eight bits: a failure must not look like success because its low ones are 0. */
function statusOf(code: number): number {
  return code !== 0 && (code & 0xff) === 0 ? 1 : code & 0xff;
}
