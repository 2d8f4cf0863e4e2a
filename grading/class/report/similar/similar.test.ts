/** Whole exercises are compared: less the stub, and with the lines of the texts that were handed in. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labRoot } from '../../../lab-root.js';
import { Workspace } from '../../../sandbox/index.js';
import { compareTexts, readClassTexts } from './index.js';

const workspace = new Workspace();
afterAll(() => workspace.remove());

const EXERCISE = '02-frame-allocator';
const textOf = (folder: string): string =>
  readFileSync(join(labRoot(), folder, EXERCISE, 'allocator.ts'), 'utf8');

test('a copy is found, and the stub is nobody’s', () => {
  const solution = textOf('solutions');
  const handed = [
    { owner: 'ann', text: solution },
    { owner: 'bob', text: solution.replaceAll('owner', 'whose').replaceAll('\n', '\n\n') },
    { owner: 'cleo', text: textOf('exercises') },
  ];
  const seen: string[] = [];
  const similar = compareTexts({ class: 'c', handed: new Map([[EXERCISE, handed]]) }, (id) => seen.push(id));
  expect(seen).toEqual([EXERCISE]);
  expect(similar).toEqual([
    {
      exercise: EXERCISE,
      found: { same: [{ owners: ['ann', 'bob'], exact: false }], pairs: [], nothingOwn: ['cleo'] },
      texts: new Map(handed.map(({ owner, text }) => [owner, text])),
    },
  ]);
});

test('a folder without a database has no texts, and gets none', async () => {
  expect(await readClassTexts(workspace.folder)).toBeUndefined();
});
