#!/usr/bin/env node
/**
 * The command `hyperlab` as students get it in a handout: what a check of their own work needs, the kernel on their
 * hypervisor, and the bare machine. A list of its own, so that a command for instructors never comes into a handout unseen.
 */
import { Command, Option } from 'commander';
import { DEFAULT_SEED } from '../default-seed.js';
import {
  execute,
  hintNumber,
  memoryAddress,
  prepare,
  profileNames,
  seedNumber,
  withMachineOptions,
} from '../command-line/index.js';
import { engineVersion } from '../engine-version.js';
import { boot } from './boot/index.js';
import { check } from './check/index.js';
import { run } from './run/index.js';

const program = prepare(new Command('hyperlab'))
  .description('Build a hypervisor, part by part, and see how far it gets.')
  .version(engineVersion());

program
  .command('check')
  .description('run the visible checks on your own work in this folder')
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
  .action(check);

program
  .command('boot')
  .description('boot the teaching kernel on your own hypervisor, and find the part that a failure comes from')
  .argument('[NN...]', 'exercises whose parts are yours: 02, 08, 10, 11, 12; without any, all that are there')
  .option('--mode <mode>', 'in which mode the kernel runs (default: one that uses the parts)')
  .addOption(
    new Option('--profile <profile>', 'the hardware (default: what the mode is for)').choices(profileNames),
  )
  .addHelpText(
    'after',
    '\nYour parts run in the sandbox; stand-ins that teach nothing take the place of the others. Exit status: 0 it boots, 1 it does not, 2 wrong usage or a part\nthat cannot be read.',
  )
  .action(boot);

withMachineOptions(program.command('run'), Infinity)
  .description(
    'boot a program on the bare machine: its console is this terminal, its exit code this command’s',
  )
  .argument('<file>', 'an ELF file, or a flat binary')
  .option('--address <address>', 'where a flat binary is put, such as 0x80200000', memoryAddress)
  .option('--disk <image>', 'a virtio disk: whole sectors of 512 bytes; what the guest changes is saved')
  .option('--snapshot', 'the disk is read only once: what the guest changes on it is lost when the run ends')
  .option('--input <file>', 'type this file at the console, instead of what is typed here')
  .option('--trace <file>', 'write what happens to a file, one event a line')
  .action(async (file: string, options: object) => {
    const fixed = { mode: 'bare', virtio: 'legacy', traceFormat: 'json', signatureGranularity: 4, and: [] };
    await run(file, { ...fixed, ...options } as unknown as Parameters<typeof run>[1]);
  });

process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
process.once('SIGHUP', () => process.exit(129));

void execute(program);
