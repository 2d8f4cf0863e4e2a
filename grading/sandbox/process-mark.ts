/**
 * A process in a file's name, so that a later process can tell whether it still runs. A number alone is not enough: numbers
 * are given out again, and another container that shares the folder counts its processes anew.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync, statSync } from 'node:fs';

/** Of this process: `3f2a9c10-4711-8912345`, where it counts, its number, and when it started. */
export function processMark(): string {
  return `${countedWhere()}-${process.pid}-${lookUp(process.pid)?.start ?? '0'}`;
}

/** How long what other machines and containers made is left alone: whether they still run cannot be seen from here. */
const FOREIGN_MILLISECONDS = 24 * 60 * 60 * 1000;

/** False only when the process of `mark` has surely ended. `path` carries the mark: its age decides where nothing else can. */
export function mayBeAlive(mark: string, path: string): boolean {
  const [where, pid, start] = mark.split('-');
  if (where !== countedWhere() || !/^\d+$/.test(pid ?? '')) {
    return ageOf(path) < FOREIGN_MILLISECONDS;
  }
  const found = lookUp(Number(pid));
  return found === undefined ? signalReaches(Number(pid)) : found.start === start && !found.ended;
}

let where: string | undefined;

/** The boot of this machine and the namespace in which processes are counted. */
function countedWhere(): string {
  where ??= createHash('sha256')
    .update(tryRead(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')))
    .update(tryRead(() => readlinkSync('/proc/self/ns/pid')))
    .digest('hex')
    .slice(0, 8);
  return where;
}

/**
 * What proc(5) says of a process in /proc/pid/stat; undefined where there is no such process, or no /proc. `start`: in ticks since the
 * boot. `ended`: a zombie. It keeps its number until its parent asks for it, which nobody does in a container without an init process.
 */
function lookUp(pid: number): { readonly start: string; readonly ended: boolean } | undefined {
  const stat = tryRead(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  // The second field is a name in parentheses, which may hold anything. The third is the state, the 22nd the start.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, start] = [fields[0], fields[19]];
  return start === undefined ? undefined : { start, ended: state === 'Z' || state === 'X' };
}

/** On systems without /proc. EPERM: it is there, and belongs to somebody else. */
function signalReaches(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function ageOf(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0; // gone meanwhile
  }
}

function tryRead(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
