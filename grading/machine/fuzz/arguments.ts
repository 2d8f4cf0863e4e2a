/** The command line of `npm run fuzz:machine`. */
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { seedNumber, wholeNumber } from '../../command-line/index.js';
import { MAX_AREAS } from './case/index.js';

export interface Settings {
  readonly minutes: number;
  readonly seed: number;
  readonly from: number;
  readonly cases: number;
  readonly keep?: boolean;
  readonly listing?: boolean;
  readonly events?: boolean;
  readonly record?: boolean;
}

/** Ends the process with one line and status 2 where the arguments are wrong. */
export function readArguments(argv: readonly string[]): Settings {
  const command = new Command('fuzz:machine')
    .description('compares the machine with QEMU on random programs, and shrinks those that differ')
    .option('--minutes <n>', 'how long; 0: one batch', minutesNumber, 1)
    .option('--seed <s>', 'which programs', seedNumber, 1)
    .option('--from <index>', 'number of the first case', wholeNumber(0, 0xffff_ffff), 0)
    .option('--cases <n>', 'cases in a batch, at most; 1: this one only', wholeNumber(1, MAX_AREAS), 200)
    .option('--keep', 'write what differs, shrunk, into grading/machine/fuzz/regressions/')
    .option('--listing', 'print what differs as it was found, too')
    .option('--events', 'count what happens in the programs, here')
    .option('--record', "write QEMU's answers in grading/machine/fuzz/regressions/ anew, and nothing else")
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'fuzz:machine: ')) });
  try {
    return command.parse(argv).opts<Settings>();
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      throw error;
    }
    process.exit(error.exitCode === 0 ? 0 : 2); // Commander has said what is wrong
  }
}

const WEEK = 7 * 24 * 60;

function minutesNumber(text: string): number {
  const minutes = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && minutes <= WEEK) {
    return minutes;
  }
  throw new InvalidArgumentError(`Give minutes from 0 to ${WEEK}, such as 10 or 0.5.`);
}
