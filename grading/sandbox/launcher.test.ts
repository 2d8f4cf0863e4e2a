/** Processes that a launcher starts: talked with, told apart, and ended as those that are started from here. */
import { buildSync } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labRoot } from '../lab-root.js';
import { detectSandbox } from './detect.js';
import { Launcher } from './launcher.js';
import { rigLimits } from './limits.js';
import { SandboxedProcess } from './process.js';
import { Workspace } from './workspace.js';

const workspace = new Workspace();
const script = workspace.path('launcher.js');
const probe = workspace.path('probe.js');

/** Answers each question, a JavaScript expression, with its value. */
const PROBE = `
require('node:readline').createInterface({ input: process.stdin }).on('line', async (line) => {
  process.stdout.write(JSON.stringify((await eval(JSON.parse(line))) ?? null) + '\\n');
});`;

beforeAll(() => {
  const entry = join(labRoot(), 'grading/sandbox/launcher-main.ts');
  buildSync({ entryPoints: [entry], bundle: true, platform: 'node', outfile: script });
  writeFileSync(probe, PROBE);
});
const launchers: Launcher[] = [];
const all: SandboxedProcess[] = [];
afterEach(() => {
  all.splice(0).forEach((each) => each.kill());
  launchers.splice(0).forEach((launcher) => launcher.close());
});
afterAll(() => workspace.remove());

let sockets = 0;
function openLauncher(socketPath = workspace.path(`socket-${++sockets}`)): Launcher {
  const launcher = new Launcher(script, socketPath);
  launchers.push(launcher);
  return launcher;
}

function start({ launch }: Launcher, kind = detectSandbox().kind): SandboxedProcess {
  const program = { script: probe, handed: true } as const;
  const sandbox = { kind, asNobody: detectSandbox().asNobody };
  const started = new SandboxedProcess({ program, mounts: [], limits: rigLimits, sandbox }, launch);
  all.push(started);
  return started;
}

/** Without bubblewrap a process has the same number inside and outside. */
const OPEN = 'process limits only';

async function gone(pid: number): Promise<boolean> {
  for (let waited = 0; waited < 10_000; waited += 50) {
    // One that has ended and is not yet counted is gone as well.
    const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
    if (/^Z|^$/.test(stdout.trim())) {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

test('each process gets its own questions, and is shut away', async () => {
  const launcher = openLauncher();
  const started = Array.from({ length: 3 }, () => start(launcher));
  const answers = await Promise.all(
    started.map((each, i) => each.ask(`[${i}, process.env.PATH ?? 'none', process.getuid() > 0]`, 20_000)),
  );
  expect(answers).toEqual([0, 1, 2].map((i) => [i, 'none', true]));
  const long = 'x'.repeat(300_000);
  expect(await started[1]!.ask(`'${long}' + process.argv.length`, 20_000)).toBe(`${long}2`);
});

test('how one ended is told with all that it wrote, and the others live on', async () => {
  const launcher = openLauncher();
  const [one, other] = [start(launcher), start(launcher)];
  const words = 'x'.repeat(5000);
  const question = `process.stderr.write('${words} and then nothing'), process.exit(3)`;
  await expect(one.ask(question, 20_000)).rejects.toMatchObject({
    reason: 'exit',
    message: expect.stringMatching(/^exit status 3: x+ and then nothing$/) as string,
  });
  expect(one.alive).toBe(false);
  await expect(start(launcher).ask('new Promise(() => {})', 500)).rejects.toMatchObject({ reason: 'time' });
  expect(await other.ask('6 * 7', 20_000)).toBe(42);
});

test('one that hangs ends when it is killed, when the launcher is closed, and when the launcher dies', async () => {
  const launcher = openLauncher();
  const [killed, closed] = [start(launcher, OPEN), start(launcher, OPEN)];
  const pids = (await Promise.all(
    [killed, closed].map((each) => each.ask('process.pid', 20_000)),
  )) as number[];
  closed.ask('(() => { for (;;); })()', 60_000).catch(() => undefined);
  killed.kill();
  expect(await gone(pids[0]!)).toBe(true);
  expect(closed.alive).toBe(true);
  launcher.close();
  expect(await gone(pids[1]!)).toBe(true);

  const other = openLauncher();
  const orphan = start(other, OPEN);
  const [pid, parent] = (await orphan.ask('[process.pid, process.ppid]', 20_000)) as [number, number];
  const lost = orphan.ask('(() => { for (;;); })()', 60_000);
  process.kill(parent, 'SIGKILL');
  await expect(lost).rejects.toThrow('the launcher ended (SIGKILL)');
  expect(await gone(pid)).toBe(true);
  expect(await start(other).ask('1 + 1', 20_000)).toBe(2); // from here, as there is no launcher any more
});

test('where the path is too long for a socket, processes are started from here', async () => {
  const launcher = openLauncher(workspace.path('x'.repeat(120)));
  expect(await start(launcher, OPEN).ask('process.ppid', 20_000)).toBe(process.pid);
});

test('a program that cannot be started is told', async () => {
  const launched = await new Promise((resolve) => {
    openLauncher().launch(
      { file: '/nowhere/program', args: [], lifeline: false, asNobody: false, inline: false },
      { onOutput: () => undefined, onErrors: () => undefined, onEnd: resolve },
    );
  });
  expect(launched).toEqual({ error: 'spawn /nowhere/program ENOENT' });
});
