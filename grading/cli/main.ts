#!/usr/bin/env node
/** The command `hyperlab`. Exit status: 0 the grader did its work, 2 wrong usage or unreadable input, 3 the grader failed. */
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { checkCommand } from './check.js';
import { gradeCommand } from './grade.js';
import { engineVersion } from './lab.js';
import { isUsersFault } from './input-error.js';

const DEFAULT_SEED = 1;

const program = new Command('hyperlab')
  .description('Build a hypervisor, part by part, and see how far it gets.')
  .version(engineVersion())
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'hyperlab: ')) });

program
  .command('grade')
  .description('grade one or more submissions: folders, .zip or .tar.gz files')
  .argument('<path...>', 'the submissions')
  .requiredOption('--out <dir>', 'where the records and pages go, one folder a submission')
  .option('--only <exercises>', "exercise numbers or names, separated by commas ('02,08')", commaList)
  .option('--seed <number>', 'seed of the random scenarios', seedNumber, DEFAULT_SEED)
  .option('--lecture <file>', 'your own lecture notes (Markdown) instead of the lab’s')
  .action(gradeCommand);

program
  .command('check')
  .description('run the visible checks on your own work in this checkout')
  .argument('[exercise...]', "exercise numbers or names ('08'); all of them when none is given")
  .option('--watch', 'stay, and run again whenever a part is saved')
  .option('--seed <number>', 'seed of the random scenarios', seedNumber, DEFAULT_SEED)
  .option('--lecture <file>', 'your own lecture notes (Markdown) instead of the lab’s')
  .action(checkCommand);

// Ended from outside, the command still takes its temporary files along.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    // Commander has already said what is wrong; help and version are no mistakes.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (isUsersFault(error)) {
    process.stderr.write(`hyperlab: ${oneLine(error.message)}\n`);
    process.exitCode = 2;
  } else {
    process.stderr.write(
      `hyperlab: the grader failed: ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exitCode = 3;
  }
});

/** The first line of a message, and how many there are besides. */
function oneLine(message: string): string {
  const [first = '', ...others] = message.split('\n');
  return others.length === 0 ? first : `${first} (and ${others.length} more like it)`;
}

function commaList(text: string): string[] {
  return text.split(',').filter((item) => item !== '');
}

function seedNumber(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && seed <= 0xffff_ffff) return seed;
  throw new InvalidArgumentError('A seed is a whole number from 0 to 4294967295.');
}
