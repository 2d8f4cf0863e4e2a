/** What a process in the sandbox can reach, asked from inside, with and without bubblewrap. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { Workspace } from './workspace.js';
import { labRoot } from '../lab-root.js';
import type { SandboxKind } from './command.js';
import { detectSandbox } from './detect.js';
import { rigLimits } from './limits.js';
import { SandboxDied, SandboxedProcess } from './process.js';

const workspace = new Workspace();
const script = workspace.path('probe.js');
const started: SandboxedProcess[] = [];

/** Answers each question, a JavaScript expression, with its value or the error's code. */
const PROBE = `
require('node:readline').createInterface({ input: process.stdin }).on('line', async (line) => {
  let answer;
  try { answer = await eval(JSON.parse(line)); } catch (error) { answer = error.code ?? error.message; }
  process.stdout.write(JSON.stringify(answer ?? null) + '\\n');
});`;

beforeAll(() => writeFileSync(script, PROBE));
afterEach(() => started.splice(0).forEach((process) => process.kill()));
afterAll(() => workspace.remove());

function start(kind: SandboxKind): SandboxedProcess {
  const sandboxed = new SandboxedProcess({
    program: { script, handed: true },
    mounts: [],
    limits: rigLimits,
    sandbox: { kind, asNobody },
  });
  started.push(sandboxed);
  return sandboxed;
}

const ask = (kind: SandboxKind, question: string): Promise<unknown> => start(kind).ask(question, 10_000);

/** The state letter of a process as Linux tells it: Z has ended and only waits to be counted. */
function stateOf(pid: number): string {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() || 'gone';
}

const both: SandboxKind[] = ['bubblewrap', 'process limits only'];
const { kind: strongest, asNobody } = detectSandbox();
const here = both.filter((kind) => kind !== 'bubblewrap' || strongest === kind);

describe.each(here)('a process with %s', (kind) => {
  test('has nothing of the environment: only what the shell sets, and two numbers for the allocator', async () => {
    const found = (await ask(kind, 'process.env')) as Record<string, string>;
    const given = Object.entries(found).filter(([name]) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name));
    expect(given).toEqual([
      ['MALLOC_MMAP_THRESHOLD_', '1048576'],
      ['MALLOC_TRIM_THRESHOLD_', '134217728'],
    ]);
  });

  test('is not root, whoever grades', async () => {
    expect(await ask(kind, 'process.getuid()')).not.toBe(0);
  });

  test('can write no file', async () => {
    const question = `(require('node:fs').writeFileSync('/tmp/probe-' + process.pid, 'x'), 'written')`;
    expect(await ask(kind, question).catch((error: Error) => error.name)).not.toBe('written');
  });

  test('may take only so much memory', async () => {
    expect(await ask(kind, 'new Uint8Array(3 * 2 ** 30).length')).toBe('Array buffer allocation failed');
  });

  test('is gone when its question takes too long', async () => {
    const sandboxed = start(kind);
    await expect(sandboxed.ask('new Promise(() => {})', 500)).rejects.toThrow(SandboxDied);
    expect(sandboxed.alive).toBe(false);
    await expect(sandboxed.ask('1', 500)).rejects.toThrow(SandboxDied);
  });

  test('that ends without an answer is told with its reason', async () => {
    await expect(ask(kind, 'process.exit(7)')).rejects.toMatchObject({ reason: 'exit' });
  });

  test('that answers with a flood is cut off', async () => {
    const flood = `new Promise(() => { for (let i = 0; i < 64; i++) process.stdout.write('x'.repeat(1 << 20)); })`;
    await expect(ask(kind, flood)).rejects.toMatchObject({ reason: 'output' });
  });

  test('that answers with something else than JSON is ended', async () => {
    await expect(ask(kind, `process.stdout.write('nonsense\\n')`)).rejects.toMatchObject({
      reason: 'output',
    });
  });

  test('takes its children along when it ends', async () => {
    const sandboxed = start(kind);
    const child = `require('node:child_process').spawn('/bin/sleep', ['300'], { stdio: 'ignore' }).pid`;
    const pid = (await sandboxed.ask(child, 5000)) as number;
    sandboxed.kill();
    await new Promise((resolve) => setTimeout(resolve, 200));
    // In a process namespace of its own the number means nothing out here; there the kernel ends all at once.
    if (kind !== 'bubblewrap') {
      expect(stateOf(pid)).toMatch(/gone|Z/);
    }
  });
});

const onlyWithBubblewrap = here.includes('bubblewrap') ? describe : describe.skip;
onlyWithBubblewrap('behind bubblewrap (skipped where it is not installed), a process', () => {
  test('sees nothing of the lab or of its user', async () => {
    const look = (path: string) => `require('node:fs').readdirSync(${JSON.stringify(path)})`;
    expect(await ask('bubblewrap', look(labRoot()))).toBe('ENOENT');
    expect(await ask('bubblewrap', look('/etc'))).toBe('ENOENT');
    expect(await ask('bubblewrap', look('/home'))).toBe('ENOENT');
    expect(await ask('bubblewrap', look('/tmp'))).toEqual([]);
  });

  test('has no network, not even this machine', async () => {
    const interfaces = `Object.keys(require('node:os').networkInterfaces())`;
    expect(await ask('bubblewrap', interfaces)).toEqual(['lo']);
    const connect = `new Promise((_, no) => require('node:net').connect(53, '192.0.2.1').on('error', no))`;
    expect(await ask('bubblewrap', connect)).toBe('ENETUNREACH');
  });

  test('can start only so many processes', async () => {
    const question = `(() => { let n = 0; for (; n < 200; n++) {
      const child = require('node:child_process').spawn('/bin/sleep', ['5'], { stdio: 'ignore' });
      child.on('error', () => {});
      if (child.pid === undefined) break;
    } return n; })()`;
    expect(await ask('bubblewrap', question)).toBeLessThan(64);
  });
});
