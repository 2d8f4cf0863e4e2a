/**
 * `npm run bench:grade`: what grading costs, beside a plain loop of `npx jest` over the same suites in the same run. Times
 * depend on the machine; the ratios are what can be compared.
 */
import { Command, InvalidArgumentError } from 'commander';
import type { SandboxKind } from '../sandbox/index.js';
import { benchGrading } from './bench-grading.js';
import { startRigs } from './rig-starts.js';

const program = new Command('bench:grade').description('Measures what grading costs.');
program
  .option('--saves <count>', 'saves of exercise 08 under check --watch', count, 20)
  .option('--submissions <count>', 'submissions of the batch', count, 100)
  .option('--rounds <count>', 'runs of plain Jest, and of one submission', count, 3)
  .action(benchGrading);
program
  .command('rigs <kind> <count> <bundle>', { hidden: true })
  .action((kind: SandboxKind, number: string, bundle: string) => startRigs(kind, Number(number), bundle));
void program.parseAsync();

function count(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) {
    return Number(text);
  }
  throw new InvalidArgumentError('Give a whole number from 1 to 99999.');
}
