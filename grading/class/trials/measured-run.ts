/** Runs a command, and says what it took: wall clock, processor time of the machine, memory of the command with all it started. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { openAccount } from '../../bench/index.js';

export interface Measured {
  /** Seconds. */
  readonly wall: number;
  /** Seconds, of the command with all that it started. */
  readonly processor: number;
  /** Bytes at the highest moment that was seen; pages that processes share are counted for each. */
  readonly memory: number;
  /** The last of what it said on standard error. */
  readonly said: string;
}

const LOOK_MILLISECONDS = 500;
const PAGE = 4096;

/** Throws where the command fails, with what it said. */
export async function measuredRun(command: readonly string[], folder: string): Promise<Measured> {
  const account = openAccount();
  const before = performance.now();
  const [program, ...args] = account.command(command);
  const child = spawn(program!, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
  let memory = 0;
  const look = setInterval(() => (memory = Math.max(memory, memoryOf(child.pid!))), LOOK_MILLISECONDS);
  const run = new Promise<Measured>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      if (status !== 0) {
        reject(new Error(`${command.join(' ')} ended with ${status}: ${said}`));
        return;
      }
      const wall = (performance.now() - before) / 1000;
      resolve({ wall, processor: account.seconds(), memory, said });
    });
  });
  try {
    return await run;
  } finally {
    clearInterval(look);
    await account.close();
  }
}

/** Of a process and all that it started (proc(5): the parent is field 4 of stat, resident pages field 24). */
function memoryOf(top: number): number {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return [{ id: Number(name), parent: Number(fields[1]), pages: Number(fields[21]) }];
      } catch {
        return []; // ended meanwhile
      }
    });
  const family = new Set([top]);
  for (let grown = true; grown;) {
    const more = processes.filter(({ id, parent }) => family.has(parent) && !family.has(id));
    more.forEach(({ id }) => family.add(id));
    grown = more.length > 0;
  }
  return processes.filter(({ id }) => family.has(id)).reduce((sum, { pages }) => sum + pages * PAGE, 0);
}
