/** What a command costs: wall-clock time, and the processor time of the whole machine while it runs. */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';

/** Seconds. */
export interface Cost {
  readonly wall: number;
  readonly processor: number;
}

/**
 * Runs `command` in `folder` and waits for its end. Throws when it fails, with what it said. The processor time is that of
 * all programs on the machine, so nothing else should run meanwhile. The times that a process has of its children would miss
 * every rig: what is killed inside of bubblewrap's process namespace is added to nobody's account.
 */
export function costOf(command: readonly string[], folder: string): Cost {
  const [before, busyBefore] = [performance.now(), busySeconds()];
  const [program, ...args] = command;
  const { status, stdout, stderr, error } = spawnSync(program!, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const cost = { wall: (performance.now() - before) / 1000, processor: busySeconds() - busyBefore };
  if (error || status !== 0) {
    throw new Error(`${command.join(' ')} failed: ${error?.message ?? stderr + stdout}`);
  }
  return cost;
}

/** Seconds that all processors together have worked since the machine started. */
export function busySeconds(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1000;
}
