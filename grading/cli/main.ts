#!/usr/bin/env node
/** The command `hyperlab`. Exit status: 0 the grader did its work, 2 wrong usage or unreadable input, 3 the grader failed. */
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import {
  execute,
  hintNumber,
  memoryAddress,
  prepare,
  profileNames,
  seedNumber,
  signatureGranularity,
  wholeNumber,
  withMachineOptions,
} from '../command-line/index.js';
import { engineVersion } from '../engine-version.js';
import { check } from './check/index.js';
import {
  exportResults,
  grade,
  gradeClass,
  handout,
  regrade,
  report,
  verify,
  worker,
} from './instructor/index.js';
import { withPackages } from './platform/index.js';
import { run, runHelp } from './run/index.js';
import { boot, demoModes, portCost, survey } from './show/index.js';

const DEFAULT_SEED = 1;

const program = prepare(new Command('hyperlab'))
  .description('Build a hypervisor, part by part, and see how far it gets.')
  .version(engineVersion());

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
  .action(grade);

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
  .action(gradeClass);

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
  .action(regrade);

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
  .option('--database <url>', 'the PostgreSQL server of the class, where it has one: for similar submissions')
  .addHelpText(
    'after',
    '\nOpen index.html in a browser; no server and no network is needed. The pages name students and show hidden checks: they are\nfor instructors only, and link to the students’ own pages in <dir>. Exit status: 0 all records are in it; 2 wrong usage, no class in\n<dir>, or a record that cannot be read (it is named, and the rest is reported).',
  )
  .action(report);

program
  .command('verify')
  .description('repeat a grading from its record; status 0 when the bytes agree, 1 when they differ')
  .argument('<result>', 'a result.json')
  .requiredOption('--submission <path>', 'what was graded: a folder, .zip or .tar.gz')
  .option('--lecture <file>', 'the lecture notes that it was graded with, where they are not the lab’s')
  .action(verify);

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
  .action(worker);

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

program
  .command('handout')
  .description(
    'write the students’ repository: task pages, stubs, visible checks and what they need; no solutions, no hidden checks',
  )
  .requiredOption('--out <dir>', 'where it goes; over an earlier handout, students’ own files stay')
  .option('--only <exercises>', "exercise numbers, ranges or names, separated by commas ('01-08')", commaList)
  .option('--lecture <file>', 'your own lecture notes (Markdown) instead of the lab’s')
  .action(handout);

program
  .command('export')
  .description('write results in the format of another system')
  .addArgument(
    new Argument('<format>', 'which one').choices([
      ...['gradescope', 'prairielearn', 'exercism', 'junit', 'classroom50'],
      ...['canvas', 'moodle'],
    ]),
  )
  .argument('<result...>', 'a result.json, the folder of a submission, or the folder that grade has written')
  .option('--out <path>', 'a file, or a folder for several results (without it: standard output)')
  .option('--roster <file>', 'for canvas and moodle: a CSV file with the ids of the students')
  .option(
    '--assignment <name>',
    'for canvas: the name of the assignment, its number in parentheses',
    'hyperlab',
  )
  .action(exportResults);

withPackages(program, { commaList, seed: DEFAULT_SEED });

withMachineOptions(program.command('run'), Infinity)
  .description('boot a program: its console is this terminal, its exit code this command’s')
  .argument('<file>', 'an ELF file, or a flat binary')
  .option(
    '--mode <mode>',
    'bare: the machine without a VMM; full/trap-and-emulate: in a VM; para: in a VM that its kernel knows of',
    'bare',
  )
  .option('--vcpus <number>', 'how many vCPUs a VM has (without this option: 1)', wholeNumber(1, 8))
  .option('--exit-profile', 'say after the run why the VMM took over, how often, and what it cost')
  .option(
    '--and <file[=disk]>',
    'another program in a VM of its own, at the same time; its lines are shown with the number of its VM',
    (file: string, files: string[]) => [...files, file],
    [],
  )
  .option('--address <address>', 'where a flat binary is put, such as 0x80200000', memoryAddress)
  .option('--disk <image>', 'a virtio disk: whole sectors of 512 bytes; what the guest changes is saved')
  .option('--snapshot', 'disks are read only once: what guests change on them is lost when the run ends')
  .addOption(
    new Option('--virtio <layout>', 'the registers of virtio devices')
      .choices(['legacy', 'modern'])
      .default('legacy'),
  )
  .option('--input <file>', 'type this file at the console, instead of what is typed here')
  .option('--input-script <file>', 'the same, but wait for what the guest prints before typing: see below')
  .option(
    '--trace <file>',
    'write what happens to a file, one event a line; in a VM, what its guest sees (of several, the first VM)',
  )
  .addOption(
    new Option('--trace-format <format>', 'json, or text for people')
      .choices(['json', 'text'])
      .default('json'),
  )
  .option(
    '--signature <file>',
    'write what lies from begin_signature to end_signature when the run ends, as riscv-arch-test compares it',
  )
  .addOption(
    new Option('--signature-granularity <bytes>', 'bytes on a line of it: 4, 8 or 16')
      .argParser(signatureGranularity)
      .default(4),
  )
  .addHelpText('after', () => runHelp)
  .action(run);

program
  .command('boot')
  .description('boot the teaching kernel on your own hypervisor, and find the part that a failure comes from')
  .argument(
    '[NN...]',
    'exercises whose parts are yours: 02, 08, 10, 11, 12, 14; without any, all that are there',
  )
  .option('--mode <mode>', 'in which mode the kernel runs (default: one that uses the parts)')
  .addOption(
    new Option('--profile <profile>', 'the hardware (default: what the mode is for)').choices(profileNames),
  )
  .addHelpText(
    'after',
    '\nYour parts run in the sandbox. Exit status: 0 it boots, 1 it does not, 2 wrong usage or a part that cannot be read.',
  )
  .action(boot);

program
  .command('survey')
  .description(
    'try every instruction and CSR access of a machine in every mode, and say which are privileged, which sensitive',
  )
  .addOption(new Option('--profile <profile>', 'the hardware').choices(profileNames).default('strict'))
  .option('--json', 'as JSON (grading/schemas/survey.schema.json) instead of a table')
  .action(survey);

program
  .command('demo')
  .description('show what the lab is about')
  .command('modes')
  .description(
    'boot the teaching kernel on the bare machine and in every mode, and say what works, what breaks, and what it costs',
  )
  .option('--out <dir>', 'write a page with pictures as well')
  .action(demoModes);

program
  .command('port-cost')
  .description('how many lines of the teaching kernel its paravirtual port changes, beside the ports to Xen')
  .action(portCost);

// Ended from outside, the command still takes its temporary files along, and gives the terminal back.
process.once('SIGINT', () => process.exit(130));
process.once('SIGQUIT', () => process.exit(131));
process.once('SIGTERM', () => process.exit(143));
process.once('SIGHUP', () => process.exit(129));

void execute(program);

function commaList(text: string): string[] {
  return text.split(',').filter((item) => item !== '');
}

function verdictList(text: string): string[] {
  const known = ['pass', 'fail', 'error', 'skipped'];
  const verdicts = commaList(text);
  if (verdicts.length === 0 || verdicts.some((verdict) => !known.includes(verdict))) {
    throw new InvalidArgumentError(`Use ${known.join(', ')}.`);
  }
  return verdicts;
}
