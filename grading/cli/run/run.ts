/** `hyperlab run ELF --mode MODE`: boots a guest; its console is this terminal, its exit code this command's. */
import { existsSync, realpathSync } from 'node:fs';
import {
  boot,
  openDisk,
  readDisk,
  readFile,
  readProgram,
  refuseOverwriting,
  type VmChoice,
} from '../../machine/boot/index.js';
import { readScript } from '../../machine/keyboard/index.js';
import { InputError, type MachineChoice, profiles } from '../../command-line/index.js';

interface RunOptions extends MachineChoice {
  readonly mode: string;
  readonly address?: number;
  readonly disk?: string;
  readonly snapshot?: true;
  readonly virtio: 'legacy' | 'modern';
  readonly input?: string;
  readonly inputScript?: string;
  readonly trace?: string;
  readonly traceFormat: 'json' | 'text';
  readonly signature?: string;
  readonly signatureGranularity: number;
  readonly vcpus?: number;
  readonly exitProfile?: true;
  readonly and: readonly string[];
}

const LARGEST_INPUT = 16 * 1024 * 1024;

export async function runCommand(file: string, options: RunOptions): Promise<void> {
  const { disk, input, inputScript, trace, signature } = options;
  if (input !== undefined && inputScript !== undefined) {
    throw new InputError('--input and --input-script: give one of them, since all input comes from it');
  }
  const given = (files: readonly (string | undefined)[]) => files.filter((name) => name !== undefined);
  const others = options.and.map(fileAndDisk);
  const otherFiles = others.flatMap((other) => [other.file, other.disk]);
  refuseOverwriting(given([file, disk, input, inputScript, ...otherFiles]), given([trace, signature]));
  const disks = diskOpener(given([disk, ...others.map((other) => other.disk)]), options);
  const program = readProgram(file, options);
  const vm = vmChoice(options, others, disks);
  const ended = await boot(program, {
    ...(vm === undefined ? {} : { vm }),
    machine: {
      memoryBytes: options.memory,
      profile: profiles[options.profile],
      harts: options.harts,
      ...(options.pmp === undefined ? { pmpEntries: 16, pmpOpen: true } : { pmpEntries: options.pmp }),
      misaligned: options.misaligned,
      accessedDirty: options.accessedDirty,
      virtio: options.virtio,
      ...(disk === undefined ? {} : { disk: disks(disk) }),
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

/** Undefined for the bare machine. InputError where an option is for the other kind of run. */
function vmChoice(
  options: RunOptions,
  others: readonly OtherProgram[],
  openDisk: (file: string) => Uint8Array,
): VmChoice | undefined {
  const { mode, vcpus, exitProfile, harts, pmp } = options;
  if (mode === 'bare') {
    const given = [vcpus && '--vcpus', exitProfile && '--exit-profile', others.length > 0 && '--and'];
    const wrong = given.find((option) => typeof option === 'string');
    if (wrong !== undefined) {
      throw new InputError(
        `${wrong}: the bare machine has no VMs; give a --mode such as full/trap-and-emulate`,
      );
    }
    return undefined;
  }
  if (harts !== 1) {
    throw new InputError('--harts: the machine below a VMM has one hart; --vcpus says how many a VM has');
  }
  if (pmp !== undefined) {
    throw new InputError(
      '--pmp: physical memory protection belongs to machine mode, which a VM does not have',
    );
  }
  return {
    mode,
    vcpus: vcpus ?? 1,
    exitProfile: exitProfile === true,
    others: others.map(({ file, disk }) => ({
      program: readProgram(file, { firmware: options.firmware }),
      ...(disk === undefined ? {} : { disk: openDisk(disk) }),
    })),
  };
}

/** How disks are opened. InputError where two guests would save the same one, or --snapshot has no disk to be about. */
function diskOpener(files: readonly string[], { snapshot }: RunOptions): (file: string) => Uint8Array {
  if (snapshot === true) {
    if (files.length === 0) {
      throw new InputError('--snapshot: is about a disk; give one with --disk');
    }
    return readDisk;
  }
  const identities = files.map((file) => (existsSync(file) ? realpathSync(file) : file));
  const twice = files.find((_, index) => identities.indexOf(identities[index]!) < index);
  if (twice !== undefined) {
    throw new InputError(`${twice}: two guests would save this disk; copy it, or give --snapshot`);
  }
  return openDisk;
}

interface OtherProgram {
  readonly file: string;
  readonly disk: string | undefined;
}

/** `kernel.elf` or `kernel.elf=disk.img` */
function fileAndDisk(text: string): OtherProgram {
  const [file = '', disk] = text.split('=', 2);
  return { file, disk };
}
