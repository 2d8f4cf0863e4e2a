/** `hyperlab boot [NN…]`: the teaching kernel on the student's own hypervisor. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { vmModes } from '../../src/hypervisor/index.js';
import type { Profile } from '../../src/machine/index.js';
import { createProgress, InputError } from '../command-line/index.js';
import { Compiler } from '../engine/index.js';
import type { Exercise } from '../exercises/index.js';
import { bootOwn, type OwnPart, tellBoot } from '../own-hypervisor/index.js';
import { legibleLine } from '../report/index.js';
import { detectSandbox } from '../sandbox/index.js';
import { readPart, SubmissionError } from '../submission/index.js';
import { openLab, type Lab } from '../lab/index.js';

interface BootOptions {
  readonly mode: string;
  readonly profile: Profile['name'];
}

/** Which part of the VMM an exercise makes. The others make none that the kernel needs. */
const keys: Readonly<Record<string, string>> = {
  '02-frame-allocator': 'allocator',
  '08-trap-and-emulate': 'emulate',
  '11-shadow-paging': 'shadow',
};

const LONGEST_LINE = 400;
const DIFFERS = 1;

export async function bootCommand(numbers: readonly string[], options: BootOptions): Promise<void> {
  const mode = vmModes.find((known) => known === options.mode);
  if (mode === undefined || !mode.startsWith('full/')) {
    const full = vmModes.filter((known) => known.startsWith('full/'));
    throw new InputError(
      `--mode ${options.mode}: the kernel boots unmodified; the modes are ${full.join(', ')}`,
    );
  }
  const lab = openLab(numbers);
  const parts = await compileAll(lab, chosen(lab, numbers.length > 0));
  const progress = createProgress(process.stderr);
  const report = await bootOwn({ root: lab.root, mode, profile: options.profile }, parts, (what) =>
    progress.show(`${what} …`),
  );
  progress.clear();
  const lines = tellBoot(
    lab.root,
    parts.map(({ id }) => id),
    report,
  );
  process.stdout.write(lines.map((line) => `${legibleLine(line, LONGEST_LINE)}\n`).join(''));
  process.exitCode = report.outcome.kind === 'same' ? 0 : DIFFERS;
}

/** The exercises whose parts are used. InputError where one was named that the kernel does not need, or has no file. */
function chosen(lab: Lab, named: boolean): Exercise[] {
  const useful = lab.exercises.filter(({ manifest }) => manifest.id in keys);
  const present = useful.filter((exercise) => existsSync(partFile(lab, exercise)));
  const without = lab.exercises.find(({ manifest }) => !(manifest.id in keys));
  if (named && without !== undefined) {
    throw new InputError(
      `${without.manifest.id}: the kernel does not need this part; those that it needs are ${Object.keys(keys).join(', ')}`,
    );
  }
  if (present.length === 0 || (named && present.length < useful.length)) {
    const names = useful.map((exercise) => relative('', partFile(lab, exercise))).join(', ');
    throw new InputError(`there is nothing to boot on: of these files one is missing, or all: ${names}`);
  }
  return present;
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
      parts.push({ id: manifest.id, key: keys[manifest.id]!, file, script, map, exportName });
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
