/**
 * Cuts the power of a kernel that changes files, after any write of its disk, and boots again. The disk must then be consistent,
 * and hold just what it held before the system call that was cut, or after it.
 */
import { checkDisk, readTree } from '../../../src/guests/index.js';
import { kernelDisk } from './kernel-files.js';
import { cutAfter, type DiskWrite, RecordingDisk } from './recording-disk.js';
import { Session } from './session.js';

export interface Recording {
  readonly before: Uint8Array;
  readonly writes: readonly DiskWrite[];
  /** How many writes were done when a system call had returned: first none, then after each. Ascending. */
  readonly boundaries: readonly number[];
}

/** Runs the program `changes`, which makes `count` random changes, one system call each. */
export function recordChanges(seed: number, count: number): Recording {
  const before = kernelDisk();
  const disk = new RecordingDisk(before);
  const session = new Session({ disk });
  session.boot();
  const boundaries = [disk.writes.length];
  session.onLine = (line) => {
    if (line.startsWith('changed ')) {
      boundaries.push(disk.writes.length);
    }
  };
  session.command(`changes ${seed} ${count}`);
  if (boundaries.length !== count + 2) {
    throw new Error(`the program made ${boundaries.length - 2} changes, not ${count}`);
  }
  return { before, writes: disk.writes, boundaries };
}

export interface Cut {
  /** After how many writes. */
  readonly after: number;
  readonly torn?: 'first sector' | 'second sector';
}

export interface Aftermath {
  /** What is wrong, a line for each. */
  readonly problems: readonly string[];
  /** The kernel has found a transaction in its journal. */
  readonly recovered: boolean;
  /** The disk would not have been consistent without this boot. */
  readonly wasBroken: boolean;
}

/** Boots a kernel from the disk that a cut has left, and looks at what it makes of it. */
export function bootAfterCut(recording: Recording, cut: Cut): Aftermath {
  const { before, writes } = recording;
  const disk = cutAfter(before, writes, cut.after, cut.torn);
  const wasBroken = checkDisk(disk).length > 0;
  const console = new Session({ disk }).boot();
  return {
    problems: [...checkDisk(disk), ...compare(disk, allowed(recording, cut))],
    recovered: console.includes('journal:'),
    wasBroken,
  };
}

/** What the files may be after this cut: as after the last system call that had returned, or as after the next one. */
function allowed({ before, writes, boundaries }: Recording, { after, torn }: Cut): string[] {
  const last = boundaries.findLastIndex((boundary) => boundary <= after);
  const inside = after > boundaries[last]! || torn !== undefined;
  return [last, ...(inside ? [last + 1] : [])]
    .filter((index) => index < boundaries.length)
    .map((index) => filesOf(cutAfter(before, writes, boundaries[index]!)));
}

function compare(disk: Uint8Array, states: readonly string[]): string[] {
  const files = filesOf(disk);
  return states.includes(files)
    ? []
    : [`the files are neither as before the system call nor as after it: ${files.split('\n').join(', ')}`];
}

/** All files and directories as text, to compare. */
function filesOf(disk: Uint8Array): string {
  try {
    return [...readTree(disk)]
      .map(([path, bytes]) => `${path} ${bytes === undefined ? '' : Buffer.from(bytes).toString('base64')}`)
      .sort()
      .join('\n');
  } catch (error) {
    return `unreadable: ${(error as Error).message}`;
  }
}

/** Every cut there is: after each write since the first change, whole and torn. */
export function allCuts({ writes, boundaries }: Recording): Cut[] {
  const cuts: Cut[] = [];
  for (let after = boundaries[0]!; after <= writes.length; after += 1) {
    cuts.push({ after });
    if (after < writes.length) {
      cuts.push({ after, torn: 'first sector' }, { after, torn: 'second sector' });
    }
  }
  return cuts;
}

/** The power fails again while the kernel recovers from a cut: what it has written until then, as a recording of its own. */
export function recordRecovery(recording: Recording, cut: Cut): Recording {
  const before = cutAfter(recording.before, recording.writes, cut.after, cut.torn);
  const disk = new RecordingDisk(before);
  new Session({ disk }).boot();
  return { before, writes: disk.writes, boundaries: [0, disk.writes.length] };
}

/** Cuts a recovery after each of its writes. What a whole recovery has made of the disk must come out each time. */
export function bootAfterSecondCut({ before, writes }: Recording, after: number): string[] {
  const disk = cutAfter(before, writes, after);
  new Session({ disk }).boot();
  return [...checkDisk(disk), ...compare(disk, [filesOf(cutAfter(before, writes, writes.length))])];
}
