/** What a command costs: wall-clock time, and the processor time of all that it starts. */
import { spawnSync } from 'node:child_process';
import { openAccount } from './processor-account.js';

/** Seconds. */
export interface Cost {
  readonly wall: number;
  readonly processor: number;
}

/** Runs `command` in `folder` and waits for its end. Throws when it fails, with what it said. */
export async function costOf(command: readonly string[], folder: string): Promise<Cost> {
  const account = openAccount();
  const before = performance.now();
  const [program, ...args] = account.command(command);
  const { status, stdout, stderr, error } = spawnSync(program!, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const cost = { wall: (performance.now() - before) / 1000, processor: account.seconds() };
  await account.close();
  if (error || status !== 0) {
    throw new Error(`${command.join(' ')} failed: ${error?.message ?? stderr + stdout}`);
  }
  return cost;
}
