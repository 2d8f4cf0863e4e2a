/** The command as users meet it. What it does with QEMU is tested in the parts. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labRoot } from '../../lab-root.js';
import { isKnownQemu, qemuVersion } from './harness/qemu.js';

const folder = mkdtempSync(join(tmpdir(), 'hyperlab-fuzz-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fuzz(args: readonly string[], path = process.env['PATH']) {
  return spawnSync(process.execPath, [join(labRoot(), 'dist/fuzz.js'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, PATH: path },
  });
}

/** A folder in which `qemu-system-riscv32` says that it is of this version. */
function qemuOf(version: string): string {
  const file = join(folder, 'qemu-system-riscv32');
  writeFileSync(file, `#!/bin/sh\necho "QEMU emulator version ${version}"\n`);
  chmodSync(file, 0o755);
  return folder;
}

test.each<[string, string[], RegExp]>([
  ['minutes that are no number', ['--minutes', 'x'], /--minutes.*'x' is invalid.*such as 10 or 0\.5/],
  ['minutes below zero', ['--minutes', '-1'], /Give minutes from 0/],
  ['more minutes than a week has', ['--minutes', '1e9'], /Give minutes from 0 to 10080/],
  ['a seed below zero', ['--seed', '-1'], /A seed is a whole number/],
  ['a seed that is no number', ['--seed', '0x10'], /A seed is a whole number/],
  ['a first case that is none', ['--from', '1.5'], /Give a whole number/],
  ['a batch of none', ['--cases', '0'], /Give a whole number from 1 to/],
  ['a batch larger than memory', ['--cases', '100000'], /Give a whole number from 1 to/],
  ['an option without its value', ['--seed'], /--seed <s>.*argument missing/],
  ['an unknown option', ['--hours', '1'], /unknown option '--hours'/],
  ['a word too many', ['3'], /too many arguments/],
])('%s: one line and status 2', (_, args, message) => {
  const { status, stdout, stderr } = fuzz(args);
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^fuzz:machine: [^\n]+\n$/);
  expect([status, stdout]).toEqual([2, '']);
});

test('without QEMU: one line that says what to install, and status 2', () => {
  const { status, stdout, stderr } = fuzz(['--minutes', '0'], join(folder, 'nothing'));
  expect(stderr).toBe('fuzz:machine: qemu-system-riscv32 is not installed (Debian: qemu-system-misc)\n');
  expect([status, stdout]).toEqual([2, '']);
});

test.each(['9.1.0', '7.20.0', '6.2.0'])('with QEMU %s: one line and status 2', (version) => {
  const { status, stdout, stderr } = fuzz(['--minutes', '0'], qemuOf(version));
  expect(stderr).toBe(
    `fuzz:machine: QEMU 7.2 is needed, since the list of its differences is of that version; this is ${version}\n`,
  );
  expect([status, stdout]).toEqual([2, '']);
});

test('--help says what there is, and is no mistake', () => {
  const { status, stdout } = fuzz(['--help']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/--minutes[^]*--seed[^]*--keep/);
});

const onQemu = isKnownQemu(qemuVersion()) ? test : test.skip;

onQemu('nothing differs: the last line counts, and the status is 0', () => {
  const { status, stdout, stderr } = fuzz(['--minutes', '0', '--seed', '8', '--cases', '20']);
  expect(stdout).toMatch(
    /^base: 20 cases, \d+ compared to their end, .*\nseed 8, QEMU 7\.2\S*: 20 cases; 0 differ\n$/,
  );
  expect([status, stderr]).toEqual([0, '']);
});
