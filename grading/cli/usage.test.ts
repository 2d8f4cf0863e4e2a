/** What the command refuses, in its words and exit status. */
import { existsSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capacity, hyperlab, out, submission, workspace } from './program-for-tests.js';

afterAll(() => workspace.remove());

describe('what cannot be graded ends in one line and status 2, with nothing written:', () => {
  const huge = submission('huge', '01-bursty-tenants/capacity.ts', '');
  truncateSync(join(huge, '01-bursty-tenants/capacity.ts'), 4 * 2 ** 30);
  const linked = submission('linked', '02-frame-allocator/README.md', '');
  symlinkSync('/etc/passwd', join(linked, '02-frame-allocator/allocator.ts'));
  mkdirSync(workspace.path('empty'));
  const good = submission('good', '01-bursty-tenants/capacity.ts', capacity);
  const notes = workspace.path('notes.md');
  writeFileSync(notes, '# Another lecture\n\n## Another section\n');

  test.each<[string, string[], RegExp]>([
    ['a submission that is not there', ['grade', 'nowhere', '--out', out], /nowhere: does not exist/],
    ['an empty one', ['grade', 'empty', '--out', out], /empty: is empty: hand in/],
    ['a file of 4 GB', ['grade', huge, '--out', out], /larger than 256 KiB/],
    ['a symbolic link', ['grade', linked, '--out', out], /is a symbolic link: hand in plain files/],
    [
      'a file of another name in place of the part',
      ['grade', submission('stranger', '01-bursty-tenants/capacity.js', ''), '--out', out],
      /capacity\.js is not the file of this exercise: call it capacity\.ts/,
    ],
    [
      'an unknown exercise',
      ['grade', submission('foreign', '77-foo/x.ts', ''), '--out', out],
      /exercise number 77 is unknown; known: 01/,
    ],
    ['an unknown exercise number', ['grade', good, '--only', '77', '--out', out], /no exercise '77'/],
    [
      'a lecture that is not there',
      ['grade', good, '--lecture', 'no.md', '--out', out],
      /no\.md: there is no such file/,
    ],
    [
      'a lecture without a section that exercises need',
      ['grade', good, '--lecture', notes, '--out', out],
      /names the section "platform-virtualization"/,
    ],
    ['a seed that is no number', ['grade', good, '--seed', 'x', '--out', out], /A seed is a whole number/],
    ['no --out', ['grade', good], /required option '--out <dir>'/],
    [
      'an --out that cannot be made',
      ['grade', good, '--out', join(notes, 'out')],
      /give --out a folder that you may write/,
    ],
    ['an unknown command', ['frobnicate'], /unknown command 'frobnicate'/],
    [
      'an exercise where a hint is named',
      ['check', '--hint', '08'],
      /A hint is 1, 2 or 3\. The exercise comes first/,
    ],
    ['a fourth hint', ['check', '08', '--hint', '4'], /A hint is 1, 2 or 3/],
    ['an unknown exercise to check', ['check', '77'], /no exercise '77'/],
  ])('%s', (_what, args, words) => {
    const { status, stdout, stderr } = hyperlab(...args);
    const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('hyperlab: note: '));
    expect({ status, stdout, lines: lines.length }).toEqual({ status: 2, stdout: '', lines: 1 });
    expect(lines[0]).toMatch(/^hyperlab: /);
    expect(lines[0]).toMatch(words);
    expect(existsSync(out)).toBe(false);
  });
});
