/** `hyperlab run` at a real terminal: a pseudo-terminal of util-linux's `script`. */
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { echo, flat, program, workspace } from './programs-for-run.js';

afterAll(() => workspace.remove());

const hasScript = spawnSync('script', ['--version']).status === 0;
const atTerminal = hasScript ? test : test.skip;

/** Says the number of the process, runs it, and afterwards says its status and the state of the terminal. */
const drive = workspace.path('drive.sh');
writeFileSync(drive, `sh -c 'echo pid=$$; exec "$@"' sh "$@"\necho status=$?\nstty -a\n`);

/** Types `keys` when the guest runs. Or, where a signal is given, sends it to the command. Returns all that the terminal shows. */
function typeAt(guest: string, keys: string, signal?: NodeJS.Signals): Promise<string> {
  const command = `sh ${drive} ${process.execPath} ${program} run ${workspace.path(guest)}`;
  const terminal = spawn('script', ['-qec', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let shown = '';
  let begun = false;
  terminal.stdout.on('data', (data: Buffer) => {
    shown += data.toString('latin1');
    if (!begun && shown.includes('Ctrl-A h shows help')) {
      begun = true;
      terminal.stdin.write(keys);
      if (signal !== undefined) {
        process.kill(Number(/pid=(\d+)/.exec(shown)![1]), signal);
      }
    }
  });
  return new Promise((resolve) => terminal.on('close', () => resolve(shown)));
}

const isRestored = (shown: string) =>
  ['isig', 'icanon', 'echo'].every((mode) => shown.split(/\s+/).includes(mode));

atTerminal('Ctrl-C and all other keys go to the guest, and Ctrl-A a is Ctrl-A', async () => {
  const shown = await typeAt(flat('echo.bin', echo), 'a\u0003\u001a\u001c\u0001a\u0001\u0001b.');
  expect(shown).toContain('a\u0003\u001a\u001c\u0001\u0001b');
  expect(shown).toContain('status=0');
  expect(isRestored(shown)).toBe(true);
});

atTerminal('Ctrl-A x ends the run, Ctrl-A h says how, and other keys after Ctrl-A do nothing', async () => {
  const shown = await typeAt(flat('echo.bin', echo), '1\u0001h\u0001z2\u0001x.');
  expect(shown).toContain('Ctrl-A x    end the run');
  expect(shown).toMatch(/hyperlab: ended by Ctrl-A x\s+status=130/);
  expect(shown).not.toContain('z');
  expect(isRestored(shown)).toBe(true);
});

atTerminal.each([
  ['SIGQUIT', 131],
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
] as const)('%s gives the terminal back', async (signal, status) => {
  const shown = await typeAt(flat('echo.bin', echo), '', signal);
  expect(shown).toContain(`status=${status}`);
  expect(isRestored(shown)).toBe(true);
});

test.each([
  ['--help'],
  ['--version'],
  ['run', '--help'],
  ['survey'],
  ['survey', '--json'],
  ['check', '01'],
  ['grade', '--help'],
])('hyperlab %s %s ends quietly when nobody reads its output', (...args) => {
  const words = [process.execPath, program, ...args].map((word) => `'${word}'`).join(' ');
  const shell = `${words} | true; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', shell], { encoding: 'utf8' });
  expect({ status: stdout.trim(), stderr }).toEqual({ status: '141', stderr: '' });
});

test('a guest that prints its last line to nobody ends with 141 too', () => {
  const guest = workspace.path(
    flat('last.bin', 'li t0, 0x10000000\n sb t0, 0(t0)\n li t0, 0x100000\n li t1, 0x5555\n sw t1, 0(t0)'),
  );
  const shell = `'${process.execPath}' '${program}' run '${guest}' | true; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', shell], { encoding: 'utf8' });
  expect({ status: stdout.trim(), stderr }).toEqual({ status: '141', stderr: '' });
});

test('output that cannot be written for another reason is told', () => {
  const guest = workspace.path(flat('chatter.bin', 'li t0, 0x10000000\n 1: sb t0, 0(t0)\n j 1b'));
  for (const words of [`run '${guest}'`, 'survey']) {
    const shell = `'${process.execPath}' '${program}' ${words} > /dev/full`;
    const { status, stderr } = spawnSync('bash', ['-c', shell], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^hyperlab: the .*output cannot be written \(ENOSPC\): send it to another place\n$/,
    );
  }
});
