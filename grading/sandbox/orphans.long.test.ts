/** What is left of a grader that ended in any way: no process, and no folder once the next one has begun. */
import { buildSync } from 'esbuild';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labRoot } from '../lab-root.js';
import type { SandboxKind } from './command.js';
import { detectSandbox } from './detect.js';
import { Workspace } from './workspace.js';

const workspace = new Workspace();
const grader = workspace.path('grader.js');
afterAll(() => workspace.remove());

/** Starts a process that hangs in a loop, and tells its own folder and the number of that process. */
const GRADER = `
import { writeFileSync } from 'node:fs';
import { rigLimits, SandboxedProcess, Workspace } from ${JSON.stringify(join(labRoot(), 'grading/sandbox/index.js'))};
const workspace = new Workspace(process.argv[3]);
const script = workspace.path('script.js');
writeFileSync(script, 'process.stdin.once("data", () => { process.stdout.write(process.pid + "\\\\n"); for (;;); });');
const { kind, asNobody } = JSON.parse(process.argv[2]!);
const hung = new SandboxedProcess({
  program: { script, handed: true }, mounts: [], limits: rigLimits, sandbox: { kind, asNobody },
});
for (const [signal, status] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) {
  process.once(signal, () => process.exit(status));
}
void hung.ask('go', 60_000).then((pid) => console.log(JSON.stringify({ pid, folder: workspace.folder })));
setInterval(() => undefined, 1000);
`;

beforeAll(() => {
  const contents = { contents: GRADER, resolveDir: labRoot(), loader: 'ts' } as const;
  buildSync({ stdin: contents, bundle: true, platform: 'node', outfile: grader });
});

interface Started {
  readonly child: ReturnType<typeof spawn>;
  /** As this machine counts; behind bubblewrap the number means nothing outside. */
  readonly pid: number;
  readonly folder: string;
}

async function start(kind: SandboxKind, place: string): Promise<Started> {
  const { asNobody } = detectSandbox();
  const child = spawn(process.execPath, [grader, JSON.stringify({ kind, asNobody }), place]);
  let said = '';
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    said += chunk.toString();
    if (said.includes('\n')) {
      break;
    }
  }
  return { child, ...(JSON.parse(said) as { pid: number; folder: string }) };
}

async function gone(pid: number): Promise<boolean> {
  for (let waited = 0; waited < 10_000; waited += 50) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

describe('without bubblewrap, a part that hangs ends with its grader', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const)('on %s', async (signal) => {
    const { child, pid, folder } = await start('process limits only', workspace.folder);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
    expect(await gone(pid)).toBe(true);
    expect(existsSync(folder)).toBe(signal === 'SIGKILL'); // it cannot clear what it made; the next test does
  });
});

describe('the folder of a run', () => {
  test('is private, and has a name that nobody can know before', () => {
    const [one, other] = [new Workspace(), new Workspace()];
    expect(statSync(one.folder).mode & 0o777).toBe(0o700);
    expect(one.folder.slice(-6)).not.toBe(other.folder.slice(-6));
    one.remove();
    other.remove();
  });

  test('is cleared by the next run when the one that made it was killed, and left alone while that one lives', async () => {
    const place = workspace.path('place');
    mkdirSync(place);
    const dead = await start('process limits only', place);
    const ended = new Promise((resolve) => dead.child.once('exit', resolve));
    dead.child.kill('SIGKILL');
    await ended;
    const foreign = join(place, 'hyperlab-00000000-1-1-abcdef'); // of another machine that shares the place
    mkdirSync(foreign);
    expect(existsSync(dead.folder)).toBe(true);
    const alive = await start('process limits only', place);
    const another = await start('process limits only', place);
    expect([dead.folder, alive.folder, another.folder, foreign].map((folder) => existsSync(folder))).toEqual([
      false,
      true,
      true,
      true,
    ]);
    for (const { child } of [alive, another]) {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
    }
  });
});

test('a script in a folder that only its owner may enter runs all the same, as whoever the sandbox says', async () => {
  const place = workspace.path('private');
  mkdirSync(place, { mode: 0o700 });
  writeFileSync(join(place, 'other'), '');
  chmodSync(place, 0o700);
  for (const kind of ['process limits only', detectSandbox().kind] as const) {
    const { child, pid } = await start(kind, place);
    expect(pid).toBeGreaterThan(0);
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  }
});
