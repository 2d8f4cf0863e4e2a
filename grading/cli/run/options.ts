/** The options of `run`. */
import { type Command, Option } from 'commander';
import {
  later,
  memoryAddress,
  signatureGranularity,
  wholeNumber,
  withMachineOptions,
} from '../../command-line/index.js';
import { runHelp } from './run-help.js';

export const run = later(async () => (await import('./run.js')).runCommand);

export function withRun(program: Command): void {
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
}
