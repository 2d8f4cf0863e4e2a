/** `hyperlab run ELF --mode bare`: boots a guest; its console is this terminal, its exit code this command's. */
import { boot, openDisk, readFile, readProgram, refuseOverwriting } from '../machine/boot/index.js';
import { readScript } from '../machine/keyboard/index.js';
import { InputError, type MachineChoice, profiles } from '../command-line/index.js';

interface RunOptions extends MachineChoice {
  readonly mode: string;
  readonly address?: number;
  readonly disk?: string;
  readonly virtio: 'legacy' | 'modern';
  readonly input?: string;
  readonly inputScript?: string;
  readonly trace?: string;
  readonly traceFormat: 'json' | 'text';
  readonly signature?: string;
  readonly signatureGranularity: number;
}

const LARGEST_INPUT = 16 * 1024 * 1024;

export async function runCommand(file: string, options: RunOptions): Promise<void> {
  if (options.mode !== 'bare') {
    throw new InputError(
      `--mode ${options.mode}: only 'bare' can be run from here, the machine without a VMM`,
    );
  }
  const { disk, input, inputScript, trace, signature } = options;
  if (input !== undefined && inputScript !== undefined) {
    throw new InputError('--input and --input-script: give one of them, since all input comes from it');
  }
  const given = (files: readonly (string | undefined)[]) => files.filter((name) => name !== undefined);
  refuseOverwriting(given([file, disk, input, inputScript]), given([trace, signature]));
  const program = readProgram(file, options);
  const ended = await boot(program, {
    machine: {
      memoryBytes: options.memory,
      profile: profiles[options.profile],
      harts: options.harts,
      ...(options.pmp === undefined ? { pmpEntries: 16, pmpOpen: true } : { pmpEntries: options.pmp }),
      misaligned: options.misaligned,
      accessedDirty: options.accessedDirty,
      virtio: options.virtio,
      ...(options.disk === undefined ? {} : { disk: openDisk(options.disk) }),
    },
    maxInstructions: options.maxInstructions,
    ...(options.input === undefined ? {} : { input: readFile(options.input, LARGEST_INPUT) }),
    ...(inputScript === undefined
      ? {}
      : {
          script: {
            file: inputScript,
            commands: readScript(inputScript, readFile(inputScript, LARGEST_INPUT)),
          },
        }),
    ...(options.trace === undefined ? {} : { traceFile: options.trace, traceFormat: options.traceFormat }),
    ...(options.signature === undefined ? {} : { signatureFile: options.signature }),
    signatureGranularity: options.signatureGranularity,
  });
  process.stderr.write(ended.words.map((line) => `hyperlab: ${line}\n`).join(''));
  process.exitCode = ended.status;
}
