/** The options of the commands of this room; each is loaded when it is called. */
import { type Command, Option } from 'commander';
import { later, profileNames } from '../../command-line/index.js';

export function withShows(program: Command): void {
  program
    .command('boot')
    .description(
      'boot the teaching kernel on your own hypervisor, and find the part that a failure comes from',
    )
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
    .action(later(async () => (await import('./boot.js')).bootCommand));

  program
    .command('survey')
    .description(
      'try every instruction and CSR access of a machine in every mode, and say which are privileged, which sensitive',
    )
    .addOption(new Option('--profile <profile>', 'the hardware').choices(profileNames).default('strict'))
    .option('--json', 'as JSON (grading/schemas/survey.schema.json) instead of a table')
    .action(later(async () => (await import('./survey.js')).surveyCommand));

  program
    .command('demo')
    .description('show what the lab is about')
    .command('modes')
    .description(
      'boot the teaching kernel on the bare machine and in every mode, and say what works, what breaks, and what it costs',
    )
    .option('--out <dir>', 'write a page with pictures as well')
    .action(later(async () => (await import('./demo.js')).demoModes));

  program
    .command('port-cost')
    .description(
      'how many lines of the teaching kernel its paravirtual port changes, beside the ports to Xen',
    )
    .action(later(async () => (await import('./port-cost.js')).portCostCommand));
}
