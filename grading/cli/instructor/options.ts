/** The options of `grade`, `verify`, `handout` and `export`; each command is loaded when it is called. */
import { Argument, type Command } from 'commander';
import { DEFAULT_SEED } from '../../default-seed.js';
import { commaList, later, seedNumber } from '../../command-line/index.js';

export function withGrading(program: Command): void {
  program
    .command('grade')
    .description('grade one or more submissions: folders, .zip or .tar.gz files')
    .argument('<path...>', 'the submissions')
    .requiredOption('--out <dir>', 'where the records and pages go, one folder a submission')
    .option('--only <exercises>', "exercise numbers or names, separated by commas ('02,08')", commaList)
    .option('--seed <number>', 'seed of the random scenarios', seedNumber, DEFAULT_SEED)
    .option('--lecture <file>', 'your own lecture notes (Markdown) instead of the lab’s')
    .option(
      '--distinct-names',
      'for submissions of one name in several folders: add to the name of each result folder where its submission lies',
    )
    .action(later(async () => (await import('./grade.js')).gradeCommand));

  program
    .command('verify')
    .description('repeat a grading from its record; status 0 when the bytes agree, 1 when they differ')
    .argument('<result>', 'a result.json')
    .requiredOption('--submission <path>', 'what was graded: a folder, .zip or .tar.gz')
    .option('--lecture <file>', 'the lecture notes that it was graded with, where they are not the lab’s')
    .action(later(async () => (await import('./verify.js')).verifyCommand));

  program
    .command('handout')
    .description(
      'write the students’ repository: task pages, stubs, visible checks and what they need; no solutions, no hidden checks',
    )
    .requiredOption('--out <dir>', 'where it goes; over an earlier handout, students’ own files stay')
    .option(
      '--only <exercises>',
      "exercise numbers, ranges or names, separated by commas ('01-08')",
      commaList,
    )
    .option('--lecture <file>', 'your own lecture notes (Markdown) instead of the lab’s')
    .action(later(async () => (await import('./handout.js')).handoutCommand));

  program
    .command('export')
    .description('write results in the format of another system')
    .addArgument(
      new Argument('<format>', 'which one').choices([
        ...['gradescope', 'prairielearn', 'exercism', 'junit', 'classroom50'],
        ...['canvas', 'moodle'],
      ]),
    )
    .argument(
      '<result...>',
      'a result.json, the folder of a submission, or the folder that grade has written',
    )
    .option('--out <path>', 'a file, or a folder for several results (without it: standard output)')
    .option('--roster <file>', 'for canvas and moodle: a CSV file with the ids of the students')
    .option(
      '--assignment <name>',
      'for canvas: the name of the assignment, its number in parentheses',
      'hyperlab',
    )
    .action(later(async () => (await import('./export.js')).exportCommand));
}
