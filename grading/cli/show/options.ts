/** The options of the commands of this room; each is loaded when it is called. */
import { type Command, Option } from 'commander';
import { later, profileNames } from '../../command-line/index.js';

export function withShows(program: Command): void {
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
