/** The options that choose a machine and say how long it runs: the same for every command that boots something. */
import { Option, type Command } from 'commander';
import type { Profile } from '../../src/machine/index.js';
import type { FirmwareChoice } from '../machine/boot/index.js';
import { profileNames } from './profiles.js';
import { memorySize, pmpEntries, wholeNumber } from './quantities.js';

export interface MachineChoice {
  readonly profile: Profile['name'];
  readonly firmware: FirmwareChoice;
  /** Bytes. */
  readonly memory: number;
  readonly harts: number;
  /** Without it: 16, and memory is open until the first of them is turned on. */
  readonly pmp?: 0 | 16;
  readonly misaligned: 'hardware' | 'trap';
  readonly accessedDirty: 'hardware' | 'trap';
  readonly maxInstructions: number;
}

/**
 * The defaults are what software for real boards counts on, as QEMU's board has it: PMP, and misaligned accesses done.
 * Kernels from before QEMU 6 do not know that they must open PMP to S-mode: until the first entry is turned on they need not.
 */
export function withMachineOptions(command: Command, maxInstructions: number): Command {
  return command
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
      new Option(
        '--pmp <entries>',
        'entries of physical memory protection: 0, or 16 that close memory to S and U-mode until they are set ' +
          '(without this option: 16, and memory is open until the first of them is turned on)',
      ).argParser(pmpEntries),
    )
    .addOption(
      new Option('--misaligned <how>', 'loads and stores that are not aligned')
        .choices(['hardware', 'trap'])
        .default('hardware'),
    )
    .addOption(
      new Option(
        '--accessed-dirty <how>',
        'a page’s accessed and dirty bits: set, or a page fault where they are not',
      )
        .choices(['hardware', 'trap'])
        .default('hardware'),
    )
    .addOption(
      new Option('--max-instructions <number>', 'end after so many instructions, with status 124')
        .argParser(wholeNumber(1, Number.MAX_SAFE_INTEGER))
        .default(maxInstructions, maxInstructions === Infinity ? 'no end' : String(maxInstructions)),
    );
}
