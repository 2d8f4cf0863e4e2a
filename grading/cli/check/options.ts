/** The options of `check`. */
import type { Command } from 'commander';
import { DEFAULT_SEED } from '../../default-seed.js';
import { hintNumber, later, seedNumber } from '../../command-line/index.js';

export const check = later(async () => (await import('./check.js')).checkCommand);

export function withCheck(program: Command): void {
  program
    .command('check')
    .description('run the visible checks on your own work in this checkout')
    .argument('[exercise...]', "exercise numbers or names ('08'); all of them when none is given")
    .option('--watch', 'stay, and run again whenever a part is saved')
    .option(
      '--inline',
      'for a debugger: run your part without walls and limits, so that breakpoints in it are hit; no grade',
    )
    .option(
      '--hint [number]',
      'tell more hints of the check that fails first: the second (2, or no number) as well, or all three (3)',
      hintNumber,
    )
    .option('--seed <number>', 'seed of the random scenarios', seedNumber, DEFAULT_SEED)
    .option('--lecture <file>', 'your own lecture notes (Markdown) instead of the lab’s')
    .action(check);
}
