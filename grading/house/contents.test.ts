/** The contents page of `src/` must name every file that students read, and none that is not there. */
import { globSync } from 'glob';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labRoot } from '../lab-root.js';

test('src/README.md links to every file of src/ exactly once', () => {
  const src = join(labRoot(), 'src');
  const page = readFileSync(join(src, 'README.md'), 'utf8');
  const linked = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, file]) => file);
  const files = globSync('*/**/*.ts', { cwd: src, posix: true, ignore: ['**/*.test.ts', '**/index.ts'] });
  expect(linked.sort()).toEqual(files.sort());
});
