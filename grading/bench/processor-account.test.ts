/** What a command's processor time is: that of all it starts, and nothing of anybody else. */
import { spawn, spawnSync } from 'node:child_process';
import { openAccount } from './processor-account.js';

const busy = (milliseconds: number): string =>
  `const end = process.cpuUsage().user + ${milliseconds * 1000}; while (process.cpuUsage().user < end);`;

/** Seconds of a command in which a child's child, for which nobody waits, works for half a second. */
async function secondsOfOrphan(): Promise<number> {
  const account = openAccount();
  const orphan = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(busy(500))}], { detached: true, stdio: ['ignore', 'inherit', 'ignore'] }).unref()`;
  const [program, ...args] = account.command([process.execPath, '-e', orphan]);
  spawnSync(program!, args); // until its output is closed, which the orphan holds
  const seconds = account.seconds();
  await account.close();
  return seconds;
}

const account = openAccount();
afterAll(() => account.close());
const whereCounted = account.own ? test : test.skip;

whereCounted('what a command left behind counts, and what another program uses does not', async () => {
  const other = spawn(process.execPath, ['-e', busy(60_000)]);
  try {
    const seconds = await secondsOfOrphan();
    expect(seconds).toBeGreaterThan(0.5);
    expect(seconds).toBeLessThan(3);
  } finally {
    other.kill('SIGKILL');
  }
});
