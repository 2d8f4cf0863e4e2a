/**
 * The command line that runs one script shut away: no environment, no network, not root, its own process group,
 * limits on processor time, memory, processes, open files and file size; and, where bubblewrap is installed, its own
 * namespaces with nothing to see but Node.js, the system's libraries and the files it was given.
 */
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { MAX_FILES, MAX_PROCESSES, type Limits } from './limits.js';

/** Which walls stand around a sandboxed process. */
export type SandboxKind = 'bubblewrap' | 'process limits only';

/** A file or folder that the process may read: `from` on this machine, `to` as the process sees it. */
export interface Mount {
  readonly from: string;
  readonly to: string;
}

export interface SandboxCommand {
  readonly file: string;
  readonly args: readonly string[];
}

/** How processes are shut away on this machine. */
export interface Sandbox {
  readonly kind: SandboxKind;
  /** A grader that runs as root becomes nobody first: the kernel excuses root from half of the limits. */
  readonly asNobody: boolean;
}

/** The strongest sandbox that works here, found by starting Node.js in each until one answers; tried once. */
export function detectSandbox(): Sandbox {
  detected ??= candidates().find(works) ?? { kind: 'process limits only', asNobody: false };
  return detected;
}

let detected: Sandbox | undefined;

function candidates(): Sandbox[] {
  const identities = process.getuid?.() === 0 ? [true, false] : [false];
  const kinds: SandboxKind[] = ['bubblewrap', 'process limits only'];
  return kinds.flatMap((kind) => identities.map((asNobody) => ({ kind, asNobody })));
}

function works({ kind, asNobody }: Sandbox): boolean {
  const { file, args } = sandboxCommand(kind, '--version', [], [], TRIAL_LIMITS);
  return (
    spawnSync(file, args, {
      stdio: 'ignore',
      timeout: 10_000,
      cwd: '/',
      env: PATH_ONLY,
      ...identityOf(asNobody),
    }).status === 0
  );
}

const TRIAL_LIMITS: Limits = { heapMiB: 64, addressSpaceMiB: 2048, cpuSeconds: 10 };

/** Enough to find the programs that build the sandbox; what runs inside has no environment at all. */
export const PATH_ONLY = { PATH: '/usr/local/bin:/usr/bin:/bin' };

/** The user to spawn as. */
export function identityOf(asNobody: boolean): { uid?: number; gid?: number } {
  return asNobody ? { uid: NOBODY, gid: NOBODY } : {};
}

const NOBODY = 65534;

/**
 * The command for `script` (a path as the process sees it) with `args`.
 * Without bubblewrap there is no other view of the file system, so mounts must then have `from === to`.
 */
export function sandboxCommand(
  kind: SandboxKind,
  script: string,
  args: readonly string[],
  mounts: readonly Mount[],
  limits: Limits,
): SandboxCommand {
  const node = realpathSync(process.execPath);
  const inside = kind === 'bubblewrap' ? '/node' : node;
  const limited = ['/bin/sh', '-c', limitScript(kind, limits), 'sandbox'];
  const program = [
    ...limited,
    ...CLEAR_ENVIRONMENT,
    inside,
    `--max-old-space-size=${limits.heapMiB}`,
    ...(limits.engineFlags ?? []),
    script,
    ...args,
  ];
  if (kind === 'process limits only') {
    return { file: program[0]!, args: program.slice(1) };
  }
  const files = [{ from: node, to: '/node' }, ...mounts].flatMap(({ from, to }) => ['--ro-bind', from, to]);
  return { file: 'bwrap', args: [...bubblewrapWalls(), ...files, '--', ...program] };
}

const CLEAR_ENVIRONMENT = ['/usr/bin/env', '-i'];

/** New namespaces of every kind, no capabilities, nobody's user id, and an empty file system but for the libraries. */
function bubblewrapWalls(): string[] {
  const isolation = [
    '--unshare-all',
    '--die-with-parent',
    '--new-session',
    '--clearenv',
    '--cap-drop',
    'ALL',
  ];
  const identity = ['--uid', String(NOBODY), '--gid', String(NOBODY), '--hostname', 'sandbox'];
  const libraries = ['--ro-bind', '/usr', '/usr'];
  for (const folder of ['/bin', '/lib', '/lib64']) {
    libraries.push('--ro-bind-try', folder, folder);
  }
  return [...isolation, ...identity, ...libraries, '--dev', '/dev', '--tmpfs', '/tmp', '--chdir', '/tmp'];
}

/**
 * Sets the limits, then becomes the program. Files may not be written at all (`-f 0`). Processes are counted per user,
 * so outside a user namespace that limit would count the whole session of whoever runs the grader, and is left out.
 */
function limitScript(kind: SandboxKind, limits: Limits): string {
  const processes = `ulimit -u ${MAX_PROCESSES} 2>/dev/null || ulimit -p ${MAX_PROCESSES}; `;
  return (
    `ulimit -c 0; ulimit -f 0; ulimit -n ${MAX_FILES}; ulimit -t ${limits.cpuSeconds}; ` +
    `ulimit -v ${limits.addressSpaceMiB * 1024}; ` +
    (kind === 'bubblewrap' ? processes : '') +
    'exec "$@"'
  );
}
