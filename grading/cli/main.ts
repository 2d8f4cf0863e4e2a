#!/usr/bin/env node
/** The command `hyperlab`. Exit status: 0 the grader did its work, 2 wrong usage or unreadable input, 3 the grader failed. */
import { Command, CommanderError, Option } from 'commander';
import { checkCommand } from './check.js';
import { gradeCommand } from './grade.js';
import { engineVersion } from './lab.js';
import { isUsersFault } from './input-error.js';
import { surveyCommand } from './survey.js';
import { memorySize, pmpEntries, seedNumber, wholeNumber } from './quantities.js';
import { profileNames } from './profiles.js';
import { runCommand } from './run.js';

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

program
  .command('run')
  .description('boot a program: its console is this terminal, its exit code this command’s')
  .argument('<file>', 'an ELF file, or a flat binary')
  .option('--mode <mode>', 'bare: the machine without a VMM', 'bare')
  .addOption(new Option('--profile <profile>', 'the hardware').choices(profileNames).default('strict'))
  .addOption(
    new Option(
      '--firmware <kind>',
      'none: the program is machine mode; sbi: it is an S-mode kernel and finds an SBI; ' +
        'auto: none for a program at the start of memory (0x80000000) and for a flat binary, sbi for others',
    )
      .choices(['auto', 'none', 'sbi'])
      .default('auto'),
  )
  .addOption(
    new Option('--memory <size>', 'memory, such as 64M')
      .argParser(memorySize)
      .default(memorySize('128M'), '128M'),
  )
  .option('--harts <number>', 'how many harts', wholeNumber(1, 8), 1)
  .addOption(
    new Option('--pmp <entries>', 'entries of physical memory protection: 0 or 16')
      .argParser(pmpEntries)
      .default(0),
  )
  .addOption(
    new Option('--misaligned <how>', 'loads and stores that are not aligned')
      .choices(['hardware', 'trap'])
      .default('hardware'),
  )
  .addOption(
    new Option('--max-instructions <number>', 'end after so many instructions, with status 124')
      .argParser(wholeNumber(1, Number.MAX_SAFE_INTEGER))
      .default(Infinity, 'no end'),
  )
  .option('--disk <image>', 'a virtio disk: whole sectors of 512 bytes; what the guest changes is saved')
  .addOption(
    new Option('--virtio <layout>', 'the registers of virtio devices')
      .choices(['legacy', 'modern'])
      .default('legacy'),
  )
  .option('--input <file>', 'type this file at the console, instead of what is typed here')
  .option('--trace <file>', 'write what happens to a file, one event a line')
  .addOption(
    new Option('--trace-format <format>', 'json, or text for people')
      .choices(['json', 'text'])
      .default('json'),
  )
  .action(runCommand);

program
  .command('survey')
  .description(
    'try every system instruction and CSR access of a machine, and say which are privileged, which sensitive',
  )
  .option('--profile <profile>', 'strict, legacy or assisted', 'strict')
  .option('--json', 'as JSON')
  .action(surveyCommand);

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
