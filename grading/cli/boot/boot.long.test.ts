/** `hyperlab boot` as users meet it: what it refuses, and what it says of parts that are not written yet. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { labRoot } from '../../lab-root.js';

const program = join(labRoot(), 'dist/hyperlab.js');

const boot = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'boot', ...args], {
    cwd: labRoot(),
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

test.each([
  [
    'an exercise that the kernel does not need',
    ['08', '01'],
    /^hyperlab: 01-.*: the kernel does not need this part/,
  ],
  ['an exercise that is not there', ['99'], /^hyperlab: .*99/],
  [
    'a part that the mode does not use',
    ['12', '--mode', 'para'],
    /^hyperlab: 12-hardware-assist: mode para does not use this part; use --mode full\/hardware-assisted\n$/,
  ],
  [
    'parts of two modes',
    ['10', '12'],
    /^hyperlab: no mode uses the parts of 10-.*, 12-.* together: boot them one after the other\n$/,
  ],
  [
    'hardware without what the mode needs',
    ['12', '--profile', 'strict'],
    /^hyperlab: --profile strict: mode full\/hardware-assisted needs the hypervisor extension; use --profile assisted\n$/,
  ],
  ['an unknown mode', ['--mode', 'full/magic'], /^hyperlab: --mode full\/magic: the modes are full\//],
])('%s is refused in one line, with status 2', (_what, args, words) => {
  const { status, stdout, stderr } = boot(...args);
  expect({ status, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({
    status: 2,
    stdout: '',
    lines: 1,
  });
  expect(stderr).toMatch(words);
});

test('a part that is still the stub is told, with its line, and the status is 1', () => {
  const { status, stdout } = boot('08');
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /^The teaching kernel does not run on your hypervisor in mode full\/trap-and-emulate \(08-trap-and-emulate, and the reference/,
  );
  expect(stdout).toMatch(
    /08-trap-and-emulate: .*still to be emulated\n {2}08-trap-and-emulate\/emulate\.ts, line \d+\n/,
  );
}, 60_000);

test('exercises whose parts a boot does not use are told in one line', () => {
  const { stdout } = boot('--mode', 'para'); // their stubs do not boot
  expect(stdout).toMatch(/^The teaching kernel does not run on your hypervisor in mode para \(02-.*, 14-/);
  expect(stdout).toMatch(
    /\nNot used in mode para: 01-bursty-tenants, 08-trap-and-emulate \(full\/.* use it\), 09-.*, 13-hypercalls, .*16-port-the-guest\.\n$/,
  );
}, 120_000);
