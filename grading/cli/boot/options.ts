/** The options of `boot`. */
import { type Command, Option } from 'commander';
import { later, profileNames } from '../../command-line/index.js';

export const boot = later(async () => (await import('./boot.js')).bootCommand);

export function withBoot(program: Command): void {
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
    .action(boot);
}
