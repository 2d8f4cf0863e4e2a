/**
 * The command line that runs one script shut away: nothing of the environment, no network, not root, its own process group,
 * limits on processor time, memory, processes, open files and file size; and, where bubblewrap is installed, its own
 * namespaces with nothing to see but Node.js, the system's libraries and the files it was given.
 */
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
  /**
   * No walls and no limits, and the grader's own environment: a student stops at breakpoints in the own part. A debugger reaches the
   * process through that environment. Never for a grade.
   */
  readonly inline?: true;
}

/** Enough to find the programs that build the sandbox; what runs inside has nothing of it. */
export const PATH_ONLY = { PATH: '/usr/local/bin:/usr/bin:/bin' };

/** The descriptors that a sandboxed process starts with, beside the three that every process has. */
export const SCRIPT_DESCRIPTOR = 3;
export const LIFELINE_DESCRIPTOR = 4;

/** The user to spawn as. */
export function identityOf(asNobody: boolean): { uid?: number; gid?: number } {
  return asNobody ? { uid: NOBODY, gid: NOBODY } : {};
}

const NOBODY = 65534;

/** What a sandboxed process runs. */
export type Program =
  /** A script that it finds at `script`, as it sees it. */
  | { readonly script: string; readonly handed?: false }
  /**
   * A script that only the grader may read, in its private folder. It is handed over as an open file, so that it does not
   * matter whether the process, which may run as nobody, could reach it by its path.
   */
  | { readonly script: string; readonly handed: true };

/**
 * The command for a program with `args`.
 * Without bubblewrap there is no other view of the file system, so mounts must then have `from === to`.
 */
export function sandboxCommand(
  kind: SandboxKind,
  program: Program,
  args: readonly string[],
  mounts: readonly Mount[],
  limits: Limits,
): SandboxCommand {
  const node = realpathSync(process.execPath);
  const walled = kind === 'bubblewrap';
  const command = [
    ...[
      '/bin/sh',
      '-c',
      walled ? limitScript(kind, limits) : lifeline + limitScript(kind, limits),
      'sandbox',
    ],
    ...CLEAR_ENVIRONMENT,
    walled ? '/node' : node,
    `--max-old-space-size=${limits.heapMiB}`,
    ...(limits.engineFlags ?? []),
    ...scriptArguments(walled, program),
    ...args,
  ];
  if (!walled) {
    return { file: command[0]!, args: command.slice(1) };
  }
  const files = [{ from: node, to: '/node' }, ...mounts].flatMap(({ from, to }) => ['--ro-bind', from, to]);
  const handed = program.handed ? ['--ro-bind-data', String(SCRIPT_DESCRIPTOR), HANDED_SCRIPT] : [];
  return { file: 'bwrap', args: [...bubblewrapWalls(), ...files, ...handed, '--', ...command] };
}

const HANDED_SCRIPT = '/lab/script.js';

function scriptArguments(walled: boolean, { script, handed }: Program): string[] {
  if (!handed) {
    return [script];
  }
  // Not to be resolved to its path, at which the process may not look.
  return walled ? [HANDED_SCRIPT] : ['--preserve-symlinks-main', `/dev/fd/${SCRIPT_DESCRIPTOR}`];
}

/**
 * Ends the process and all that it started when the grader is gone, however the grader ended: a part that hangs would not
 * notice by itself. The grader holds the other end of a pipe; when it closes, this shell in the background ends the group.
 * (bubblewrap does that by --die-with-parent.)
 */
const lifeline =
  `(exec </dev/null >/dev/null 2>&1 ${SCRIPT_DESCRIPTOR}<&-; read line <&${LIFELINE_DESCRIPTOR}; kill -9 -$$) & ` +
  `exec ${LIFELINE_DESCRIPTOR}<&-; `;

/**
 * Two words for the C library's allocator, the same for everyone. Keep the memory that was freed: a rig makes thousands of small
 * machines, and would hand the memory of each back to the system only to ask for it again, a quarter of exercise 11's time. But a block of
 * 1 MiB or more comes fresh from the system: the pages of such a machine are zero already, and those that it never touches cost nothing;
 * zeroing them by hand is an eighth of exercise 15's time.
 */
const ALLOCATOR = ['MALLOC_MMAP_THRESHOLD_=1048576', 'MALLOC_TRIM_THRESHOLD_=134217728'];

const CLEAR_ENVIRONMENT = ['/usr/bin/env', '-i', ...ALLOCATOR];

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
