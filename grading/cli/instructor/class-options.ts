/** The options of the commands for a whole class; each command is loaded when it is called. */
import { type Command, InvalidArgumentError } from 'commander';
import { commaList, later, seedNumber, wholeNumber } from '../../command-line/index.js';

export function withClass(program: Command): void {
  program
    .command('class')
    .description('grade a class: what a learning platform gives, or a folder for each student')
    .argument('<dir>', 'the download: the zip file, or the folder of it unpacked')
    .requiredOption('--out <dir>', 'where results go; the same folder in each run of this class')
    .option(
      '--roster <file>',
      'a CSV file of the students, with sections and extra time; remembered for later runs',
    )
    .option('--notes <file>', 'notes and points by hand, late days, extra time (YAML or CSV); remembered')
    .option('--database <url>', 'a PostgreSQL server instead of the database in --out')
    .option(
      '--jobs <number>',
      'submissions at a time (without this option: one for each core)',
      wholeNumber(1, 256),
    )
    .option(
      '--only <exercises>',
      "exercise numbers or names, separated by commas ('02,08'); remembered",
      commaList,
    )
    .option(
      '--seed <number>',
      'seed of the random scenarios (without this option: as before, at first 1)',
      seedNumber,
    )
    .option('--lecture <file>', 'your own lecture notes (Markdown) instead of the lab’s; remembered')
    .option('--all-attempts', 'grade those as well that a later one has replaced')
    .option('--same-class', 'nobody in the folder handed in before, and it is the same class all the same')
    .action(later(async () => (await import('./class.js')).classCommand));

  program
    .command('regrade')
    .description(
      'grade chosen work of a class again and show what would change; nothing changes without --apply',
    )
    .argument('<out>', 'the folder of --out of hyperlab class')
    .option('--exercise <exercises>', 'whose checks are looked at', commaList)
    .option('--check <ids>', 'choose work by these checks', commaList)
    .option('--verdict <verdicts>', 'choose work by verdict: pass, fail, error, skipped', verdictList)
    .option('--student <folders>', 'choose the work of these students', commaList)
    .option('--apply', 'make the new results count; the old ones are kept')
    .option('--notes <file>', 'notes and points by hand (without this option: as before)')
    .option('--seed <number>', 'seed of the random scenarios (without this option: as before)', seedNumber)
    .option('--database <url>', 'the PostgreSQL server of the class, where it has one')
    .option(
      '--jobs <number>',
      'submissions at a time (without this option: one for each core)',
      wholeNumber(0, 256),
    )
    .action(later(async () => (await import('./class.js')).regradeCommand));

  program
    .command('report')
    .description(
      'write the instructor’s pages of a class: where it stands, item analysis, failures that are alike, similar submissions, each student',
    )
    .argument('<dir>', 'the folder of --out of hyperlab class')
    .requiredOption(
      '--out <dir>',
      'where the pages go: a new folder, or that of an earlier report of this class',
    )
    .option(
      '--database <url>',
      'the PostgreSQL server of the class, where it has one: for similar submissions',
    )
    .option('--lecture <file>', 'the lecture notes whose headings are shown, where the class has its own')
    .addHelpText(
      'after',
      '\nOpen index.html in a browser; no server and no network is needed. The pages name students and show hidden checks: they are\nfor instructors only, and link to the students’ own pages in <dir>. Exit status: 0 all records are in it; 2 wrong usage, no class in\n<dir>, or a record that cannot be read (it is named, and the rest is reported).',
    )
    .action(later(async () => (await import('./report.js')).reportCommand));

  program
    .command('worker')
    .description(
      'grade what hyperlab class --database has put into its queue; as many workers as there are machines',
    )
    .requiredOption('--database <url>', 'the PostgreSQL server of the class')
    .option(
      '--jobs <number>',
      'submissions at a time (without this option: one for each core)',
      wholeNumber(1, 256),
    )
    .option('--lecture <file>', 'the lecture notes, where the class has its own')
    .option('--until-done', 'end when nothing waits in the queue any more')
    .action(later(async () => (await import('./class.js')).workerCommand));
}

function verdictList(text: string): string[] {
  const known = ['pass', 'fail', 'error', 'skipped'];
  const verdicts = commaList(text);
  if (verdicts.length === 0 || verdicts.some((verdict) => !known.includes(verdict))) {
    throw new InvalidArgumentError(`Use ${known.join(', ')}.`);
  }
  return verdicts;
}
