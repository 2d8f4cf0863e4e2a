/**
 * `npm run mutants`: small mistakes made in the reference parts by machine, each graded as if a student had handed it in. A
 * mistake that no check finds shows a hole in the suites. Exit status: 0 all are killed or explained, 1 there is something to
 * mend, 2 wrong usage, 3 the grader failed, 130 after Ctrl-C.
 */
import { Command, InvalidArgumentError } from 'commander';
import { DEFAULT_SEED } from '../default-seed.js';
import { execute, prepare, seedNumber, wholeNumber } from '../command-line/index.js';
import { mutantsCommand } from './command.js';
import { operators } from './operators/index.js';

const names = Object.keys(operators);

const program = prepare(new Command('npm run mutants --'))
  .description('Make small mistakes in the reference parts, and see which of them no check finds.')
  .argument('[exercise...]', "exercise numbers or names ('08'); all of them when none is given")
  .option('--seed <number>', 'seed of the random scenarios', seedNumber, DEFAULT_SEED)
  .option('--only <operators>', `operators, separated by commas: ${names.join(', ')}`, operatorList)
  .option(
    '--line <numbers>',
    'lines of the reference, separated by commas: only mutants that begin there',
    lineList,
  )
  .option('--minutes <number>', 'stop after this time, with mutants chosen by the seed', wholeNumber(1, 1000))
  .action(mutantsCommand);
void execute(program);

function lineList(text: string): number[] {
  return text.split(',').map(wholeNumber(1, 100_000));
}

function operatorList(text: string): string[] {
  const chosen = text.split(',').filter((name) => name !== '');
  const unknown = chosen.find((name) => !names.includes(name));
  if (chosen.length === 0 || unknown !== undefined) {
    throw new InvalidArgumentError(`Give some of ${names.join(', ')}.`);
  }
  return chosen;
}
