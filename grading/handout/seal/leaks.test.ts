import { findLeaks } from './leaks.js';
import { requireNoSecrets } from './sealed-options.js';

const secret = {
  file: 'solutions/x.ts',
  pieces: ['return the frame to the list of free frames', 'too short'],
};

test('a piece of a withheld file is found, however its white space was changed', () => {
  const found = findLeaks(
    new Map([
      ['a.js', 'nothing here, it is too short'],
      ['b.js', 'x="return the frame\tto the list offree frames";'],
    ]),
    [secret],
    [],
  );
  expect(found).toEqual([{ file: 'solutions/x.ts', piece: secret.pieces[0], found: 'b.js' }]);
});

test('what students may read anyway is no leak', () => {
  const page = 'When it ends, return the frame\nto the list of free frames.';
  expect(findLeaks(new Map([['b.md', page]]), [secret], [page])).toEqual([]);
});

test('the path of a file that is handed out is no leak, that of another one is', () => {
  const [path, hidden] = ['exercises/16-port-the-guest/README.md', 'grading/suites/16-port-the-guest/x.ts'];
  const reads = { file: 'x.test.ts', pieces: [path, hidden] };
  const pages = [['README.md', `[16](${path}), ${hidden}`] as const, [path, 'The page.'] as const];
  expect(findLeaks(new Map(pages), [reads], [])).toEqual([
    { file: 'x.test.ts', piece: hidden, found: 'README.md' },
  ]);
});

test.each([
  'solutions/02-x/a.ts',
  'grading/suites/02-x/hidden.test.ts',
  'grading/suites/02-x/right/a.ts',
  'grading/samples/a/b.ts',
])('no build of a handout may hold any of %s', (file) => {
  expect(() => requireNoSecrets('rigs', ['src/a.ts', file])).toThrow(file);
  expect(() => requireNoSecrets('rigs', ['src/a.ts', 'grading/suites/02-x/rig.ts'])).not.toThrow();
});
