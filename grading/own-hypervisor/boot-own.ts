/** Boots the teaching kernel on a hypervisor with parts of the student's, in the sandbox, and finds the part that a failure comes from. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KERNEL_FILES } from '../../src/guests/index.js';
import type { SideBySide, VmMode } from '../../src/hypervisor/index.js';
import type { Profile } from '../../src/machine/index.js';
import { CallFailed, RigClient, startRig } from '../rig/index.js';
import { detectSandbox, Workspace } from '../sandbox/index.js';
import type { BootInput } from './boot-rig.js';
import { EXPORT_NAME, joinScripts, type OwnPart, placeOf } from './joined-script.js';
import { bootBundle, theRest } from './the-rest.js';

export interface BootSettings {
  readonly root: string;
  readonly mode: VmMode;
  readonly profile: Profile['name'];
  /** What is typed at its shell. Default: enough to use every part of the VMM. */
  readonly commands?: readonly string[];
}

/** What came of a boot with some parts of the student's. */
export type BootOutcome =
  | { readonly kind: 'same'; readonly run: SideBySide }
  | { readonly kind: 'differs'; readonly run: SideBySide }
  /** A part threw, or broke a rule of its socket, or did not come back. */
  | { readonly kind: 'failed'; readonly message: string; readonly place: string | undefined };

export interface BootReport {
  readonly mode: VmMode;
  /** With all of the student's parts. */
  readonly outcome: BootOutcome;
  /** The exercises whose part alone, with the reference for the rest, fails too. Empty where all is well, or only all together fail. */
  readonly culprits: readonly { readonly id: string; readonly outcome: BootOutcome }[];
}

const COMMANDS = ['ls | wc', 'echo hello > file', 'cat file | grep ell', 'build', 'halt'];
/** The port is another kernel, which runs in mode para alone. */
export const kernelFile = (mode: VmMode) => (mode === 'para' ? KERNEL_FILES.para : KERNEL_FILES.elf);

/** Several times what that takes. */
const BUDGET = 500_000_000;
const MILLISECONDS = 10 * 60_000;

/** `progress` is told what is tried now. */
export async function bootOwn(
  settings: BootSettings,
  parts: readonly OwnPart[],
  progress: (what: string) => void,
): Promise<BootReport> {
  const workspace = new Workspace();
  try {
    const bundle = await bootBundle(settings.root, workspace);
    progress('the kernel boots on your hypervisor');
    const outcome = await bootWith(parts, bundle, settings);
    const culprits: { id: string; outcome: BootOutcome }[] = [];
    // Without those that only the student can give, the mode does not run: the others are tried beside them, where they are right.
    const always = parts.filter(({ key }) => theRest.lacks.some((lacking) => lacking === key));
    const others = parts.filter((part) => !always.includes(part));
    const tries = [...(always.length === 0 ? [] : [always]), ...others.map((part) => [part])];
    if (outcome.kind !== 'same') {
      for (const tried of tries) {
        const id = tried.map((part) => part.id).join(', ');
        progress(`it boots with ${id} alone`);
        const alone =
          tries.length === 1
            ? outcome
            : await bootWith([...new Set([...always, ...tried])], bundle, settings);
        if (alone.kind !== 'same') {
          culprits.push({ id, outcome: alone });
          if (tried === always) {
            break; // the others would fail for the same reason
          }
        }
      }
    }
    return { mode: settings.mode, outcome, culprits };
  } finally {
    workspace.remove();
  }
}

async function bootWith(
  parts: readonly OwnPart[],
  bundle: string,
  { root, mode, profile, commands = COMMANDS }: BootSettings,
): Promise<BootOutcome> {
  const base64 = (file: string) => readFileSync(join(root, file)).toString('base64');
  const input: BootInput = {
    mode,
    profile,
    ported: mode === 'para',
    elf: base64(kernelFile(mode)),
    disk: base64(KERNEL_FILES.disk),
    commands,
    budget: BUDGET,
  };
  const joined = { rig: 'boot', script: joinScripts(parts), exportName: EXPORT_NAME };
  const limits = { callMilliseconds: MILLISECONDS, suiteMilliseconds: Infinity, suiteTurns: Infinity };
  const rig = new RigClient(() => startRig(bundle, detectSandbox()), joined, limits);
  try {
    const { value } = await rig.call('boot', input);
    const run = value as SideBySide;
    return { kind: run.difference ? 'differs' : 'same', run };
  } catch (error) {
    if (!(error instanceof CallFailed) || error.failure.kind === 'rig') {
      throw error;
    }
    const { failure } = error;
    const position = 'position' in failure ? failure.position : undefined;
    const place = position && placeOf(parts, position.line, position.column);
    return { kind: 'failed', message: failure.message, place };
  } finally {
    rig.close();
  }
}
