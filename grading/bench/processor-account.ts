/**
 * The processor time of a command and all that it starts, whatever else the machine does. The kernel's control groups count it, where
 * this user may make one (as root may). The times that a process has of its children would miss every rig: what is killed inside of
 * bubblewrap's process namespace is added to nobody's account.
 */
import { existsSync, mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ProcessorAccount {
  /** False where nobody counts but the machine: then nothing else should run meanwhile. */
  readonly own: boolean;
  /** The command, made to run on this account. */
  command(words: readonly string[]): string[];
  /** Seconds since the account was opened. */
  seconds(): number;
  close(): Promise<void>;
}

export function openAccount(): ProcessorAccount {
  const place = controlGroups();
  const folder = place && join(place.folder, `hyperlab-${process.pid}-${++opened}`);
  try {
    mkdirSync(folder!);
    return accountOf(folder!, place!.secondsIn);
  } catch {
    return wholeMachine(); // no control groups here, or no right to make one
  }
}

let opened = 0;

function accountOf(folder: string, secondsIn: (folder: string) => number): ProcessorAccount {
  const enter = `echo $$ > '${folder}/cgroup.procs' && exec "$@"`;
  return {
    own: true,
    command: (words) => ['/bin/sh', '-c', enter, 'account', ...words],
    seconds: () => secondsIn(folder),
    // What was killed may take a moment to be gone.
    async close() {
      for (let left = 50; left > 0; left--) {
        try {
          rmdirSync(folder);
          return;
        } catch {
          await sleep(100);
        }
      }
    },
  };
}

/** Where this process stands in the hierarchy that counts processor time (cgroups(7)): version 2, or cpuacct of version 1. */
function controlGroups(): { folder: string; secondsIn: (folder: string) => number } | undefined {
  const root = '/sys/fs/cgroup';
  if (!existsSync('/proc/self/cgroup')) {
    return undefined;
  }
  const groups = readFileSync('/proc/self/cgroup', 'utf8').trim().split('\n');
  const fields = groups.map((line) => /^\d+:([^:]*):(.*)$/.exec(line)!);
  if (existsSync(join(root, 'cgroup.controllers'))) {
    const own = fields.find(([, controllers]) => controllers === '');
    const microseconds = (folder: string): number =>
      Number(/^usage_usec (\d+)$/m.exec(readFileSync(join(folder, 'cpu.stat'), 'utf8'))![1]);
    return own && { folder: join(root, own[2]!), secondsIn: (folder) => microseconds(folder) / 1e6 };
  }
  const own = fields.find(([, controllers]) => controllers!.split(',').includes('cpuacct'));
  const nanoseconds = (folder: string): number => Number(readFileSync(join(folder, 'cpuacct.usage'), 'utf8'));
  return own && { folder: join(root, own[1]!, own[2]!), secondsIn: (folder) => nanoseconds(folder) / 1e9 };
}

function wholeMachine(): ProcessorAccount {
  const before = busySeconds();
  return {
    own: false,
    command: (words) => [...words],
    seconds: () => busySeconds() - before,
    close: () => Promise.resolve(),
  };
}

/** Seconds that all processors together have worked since the machine started. */
function busySeconds(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1000;
}

/** For the head of a report. */
export async function whoCounts(): Promise<string> {
  const account = openAccount();
  await account.close();
  return account.own
    ? 'processor time by control groups: other programs do not count'
    : 'processor time of the whole machine: nothing else should run meanwhile';
}
