/** `hyperlab boot [NN…]`: the teaching kernel on the student's own hypervisor. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { homeProfile, vmModes, type VmMode } from '../../../src/hypervisor/index.js';
import type { Profile } from '../../../src/machine/index.js';
import { createProgress, InputError } from '../../command-line/index.js';
import { Compiler } from '../../engine/index.js';
import type { Exercise } from '../../exercises/index.js';
import {
  bootOwn,
  modeThatUses,
  type OwnPart,
  tellBoot,
  theRest,
  usedParts,
} from '../../own-hypervisor/index.js';
import { legibleLine } from '../../report/index.js';
import { detectSandbox } from '../../sandbox/index.js';
import { readPart, SubmissionError } from '../../submission/index.js';
import { openLab, type Lab } from '../../lab/index.js';

interface BootOptions {
  /** Default: the first mode that uses all parts that are named. */
  readonly mode?: string;
  /** Default: the hardware that the mode is for. */
  readonly profile?: Profile['name'];
}

const LONGEST_LINE = 400;
const DIFFERS = 1;

export async function bootCommand(numbers: readonly string[], options: BootOptions): Promise<void> {
  const lab = openLab(numbers);
  const named = numbers.length > 0;
  const mode = modeOf(options.mode, named ? lab.exercises.map(({ manifest }) => manifest.id) : []);
  const profile = profileOf(mode, options.profile);
  const used = chosen(lab, mode, named);
  const parts = await compileAll(lab, used);
  const progress = createProgress(process.stderr);
  const report = await bootOwn({ root: lab.root, mode, profile }, parts, (what) =>
    progress.show(`${what} …`),
  );
  progress.clear();
  const lines = tellBoot(
    lab.root,
    parts.map(({ id }) => id),
    report,
  );
  const others = lab.exercises.filter((exercise) => !used.includes(exercise));
  const unused = others.length === 0 ? [] : [`Not used in mode ${mode}: ${others.map(told).join(', ')}.`];
  const text = [...lines.map((line) => legibleLine(line, LONGEST_LINE)), ...unused];
  process.stdout.write(`${text.join('\n')}\n`);
  process.exitCode = report.outcome.kind === 'same' ? 0 : DIFFERS;
}

/** InputError for a mode that there is not, or not here, or where no mode uses all parts that are named. */
function modeOf(asked: string | undefined, named: readonly string[]): VmMode {
  if (asked !== undefined) {
    const mode = vmModes.find((known) => known === asked);
    if (mode === undefined) {
      throw new InputError(`--mode ${asked}: the modes are ${vmModes.join(', ')}`);
    }
    requireHere(mode, `--mode ${asked}`);
    return mode;
  }
  for (const id of named) {
    const [only, ...others] = usedParts.get(id)?.modes ?? [];
    if (only !== undefined && others.length === 0) {
      requireHere(only, id);
    }
  }
  const mode = modeThatUses(
    named.filter((id) => usedParts.has(id)),
    theRest.modes,
  );
  if (mode === undefined) {
    throw new InputError(
      `no mode uses the parts of ${named.join(', ')} together: boot them one after the other`,
    );
  }
  return mode;
}

/** What a copy of the lab without the reference cannot compare, it does not boot. */
function requireHere(mode: VmMode, what: string): void {
  if (!theRest.modes.includes(mode)) {
    throw new InputError(
      `${what}: mode ${mode} is compared with the reference, step by step, and this copy has none; here the modes are ${theRest.modes.join(', ')}`,
    );
  }
}

/** InputError where the hardware lacks what the mode needs. */
function profileOf(mode: VmMode, asked: Profile['name'] | undefined): Profile['name'] {
  const home = homeProfile(mode);
  if (home.hypervisor && asked !== undefined && asked !== home.name) {
    throw new InputError(
      `--profile ${asked}: mode ${mode} needs the hypervisor extension; use --profile ${home.name}`,
    );
  }
  return asked ?? (mode === 'full/binary-translation' ? 'legacy' : home.name); // elsewhere there is nothing to translate
}

/** `10-binary-translation (full/binary-translation)`: an exercise, and the modes that use its part. */
function told({ manifest: { id } }: Exercise): string {
  const modes = usedParts.get(id)?.modes;
  return modes === undefined ? id : `${id} (${modes.join(', ')} ${modes.length === 1 ? 'uses' : 'use'} it)`;
}

/** The exercises whose parts are used. InputError where one was named that this mode does not use, or has no file. */
function chosen(lab: Lab, mode: VmMode, named: boolean): Exercise[] {
  const useful = lab.exercises.filter(({ manifest }) => usedParts.get(manifest.id)?.modes.includes(mode));
  const present = useful.filter((exercise) => existsSync(partFile(lab, exercise)));
  const without = lab.exercises.find((exercise) => !useful.includes(exercise));
  if (named && without !== undefined) {
    const { id } = without.manifest;
    const modes = usedParts.get(id)?.modes ?? [];
    throw new InputError(
      modes.length === 0
        ? `${id}: the kernel does not need this part; those that it needs are ${[...usedParts.keys()].join(', ')}`
        : `${id}: mode ${mode} does not use this part; use --mode ${modes.join(', or ')}`,
    );
  }
  if (present.length === 0 || (named && present.length < useful.length)) {
    const names = useful.map((exercise) => relative('', partFile(lab, exercise))).join(', ');
    throw new InputError(`there is nothing to boot on: of these files one is missing, or all: ${names}`);
  }
  requireOwn(mode, present);
  return present;
}

/** InputError where the mode needs a part that only the student can give, and it is not among them. */
function requireOwn(mode: VmMode, chosen: readonly Exercise[]): void {
  const needed = [...usedParts].filter(
    ([, { key, modes }]) => modes.includes(mode) && theRest.lacks.includes(key),
  );
  const missing = needed.find(([id]) => !chosen.some(({ manifest }) => manifest.id === id));
  if (missing !== undefined) {
    throw new InputError(
      `mode ${mode} needs your part of ${missing[0]} as well: nothing stands in for it here`,
    );
  }
}

/** InputError where a part cannot be read, or compiled. */
async function compileAll(lab: Lab, exercises: readonly Exercise[]): Promise<OwnPart[]> {
  const compiler = new Compiler(lab.root, detectSandbox());
  const parts: OwnPart[] = [];
  try {
    for (const { manifest } of exercises) {
      const folder = relative('', join(lab.root, 'exercises', manifest.id)) || '.';
      const { text } = await readPart(folder, manifest.part.file);
      const part = await compiler.compile(manifest, text);
      if (!part.ok) {
        const { file, line, message } = part.errors[0]!;
        throw new InputError(`${file}, line ${line}: ${message}`);
      }
      const { script, map, file, exportName } = part;
      parts.push({ id: manifest.id, key: usedParts.get(manifest.id)!.key, file, script, map, exportName });
    }
    return parts;
  } catch (error) {
    throw error instanceof SubmissionError ? new InputError(error.faults[0] ?? error.message) : error;
  } finally {
    compiler.close();
  }
}

function partFile(lab: Lab, { manifest }: Exercise): string {
  return join(lab.root, 'exercises', manifest.id, manifest.part.file);
}
