/** The options of `package` and `autograde`. */
import { Argument, type Command } from 'commander';
import { DEFAULT_SEED } from '../../default-seed.js';
import { commaList, later, seedNumber } from '../../command-line/index.js';

export function withPackages(program: Command): void {
  const withChoice = (command: Command): Command =>
    command
      .option(
        '--only <exercises>',
        "exercise numbers, ranges or names, separated by commas ('01-08')",
        commaList,
      )
      .option('--seed <number>', 'seed of the random scenarios', seedNumber, DEFAULT_SEED);

  const withLecture = (command: Command): Command =>
    command.option('--lecture <file>', 'your own lecture notes (Markdown) instead of the lab’s');

  const packages = program
    .command('package')
    .description('write what another system needs to grade with this lab; it holds hidden checks');

  withLecture(withChoice(packages.command('gradescope')))
    .description(
      'the autograder zip: setup.sh, run_autograder and the lab; the same lab gives the same bytes',
    )
    .requiredOption('--out <file>', 'the zip to write')
    .action(later(async () => (await import('./package.js')).packageGradescope));

  withLecture(withChoice(packages.command('prairielearn')))
    .description('the recipe of an image for its external grader, and a question for each exercise')
    .requiredOption('--out <dir>', 'where they go')
    .option('--image <name>', 'the image that the questions name, as docker push knows it', 'hyperlab-grader')
    .action(later(async () => (await import('./package.js')).packagePrairieLearn));

  withChoice(packages.command('github'))
    .description(
      'workflows for GitHub Actions, as Classroom 50 runs them; hidden checks stay on your own runner',
    )
    .requiredOption('--out <dir>', 'where they go')
    .requiredOption('--organization <name>', 'the organization of the class')
    .option('--repository <name>', 'its repository that holds the workflow', 'classroom50')
    .option('--classroom <name>', 'the short name of the classroom', 'virtualization')
    .option('--assignment <name>', 'the short name of the assignment', 'hyperlab')
    .action(later(async () => (await import('./package.js')).packageGithub));

  withChoice(program.command('autograde'))
    .description("grade one submission inside of another system's grader; the packages run it")
    .addArgument(
      new Argument('<system>', 'whose result is written').choices([
        'gradescope',
        'prairielearn',
        'classroom50',
      ]),
    )
    .requiredOption(
      '--submission <path>',
      'what was handed in: a folder, an archive, or files called like parts',
    )
    .requiredOption('--results <file>', 'the result to write; an old one is removed first')
    .action(later(async () => (await import('./autograde.js')).autogradeCommand));
}
