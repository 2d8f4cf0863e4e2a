/** A handout over a handout: what of the folder is the lab's, and what a student's. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workspace } from '../sandbox/index.js';
import type { Handout } from './handout.js';
import { handedOutIn, writeHandout } from './write.js';

const workspace = new Workspace();
afterAll(() => workspace.remove());

const handout = (files: Record<string, string>): Handout => ({
  files: new Map(
    Object.entries({ 'dist/hyperlab.js': 'command', ...files }).map(([path, text]) => [
      path,
      Buffer.from(text),
    ]),
  ),
  exercises: ['01-a'],
  engine: '1.0.0',
  suite: '0'.repeat(16),
  suiteFiles: [],
});

let folder: string;
let count = 0;
beforeEach(() => {
  folder = workspace.path(`out-${count++}`);
});
const read = (path: string) => readFileSync(join(folder, path), 'utf8');
const write = (path: string, text: string) => writeFileSync(join(folder, path), text);

test('a second handout renews what nobody has changed, and leaves the rest alone', () => {
  writeHandout(
    folder,
    handout({
      'exercises/01-a/part.ts': 'stub 1',
      'page.md': 'page 1',
      'old.md': 'old',
      'settings.json': '1',
    }),
  );
  expect(handedOutIn(folder)).toEqual(['01-a']);
  write('exercises/01-a/part.ts', 'my work');
  write('exercises/01-a/notes.txt', 'my notes');
  write('settings.json', 'my settings');
  write('dist/hyperlab.js', 'broken');
  const { kept } = writeHandout(
    folder,
    handout({
      'exercises/01-a/part.ts': 'stub 2',
      'page.md': 'page 2',
      'new.md': 'new',
      'settings.json': '2',
    }),
  );
  expect(read('exercises/01-a/part.ts')).toBe('my work');
  expect(read('exercises/01-a/notes.txt')).toBe('my notes');
  expect(read('settings.json')).toBe('my settings');
  expect(read('page.md')).toBe('page 2');
  expect(read('new.md')).toBe('new');
  expect(existsSync(join(folder, 'old.md'))).toBe(false);
  expect(read('dist/hyperlab.js')).toBe('command');
  expect(kept).toEqual(['exercises/01-a/part.ts', 'settings.json']);
});

test('work stays the student’s over a third handout, and a deleted file comes back', () => {
  writeHandout(folder, handout({ 'part.ts': 'stub 1' }));
  write('part.ts', 'my work');
  writeHandout(folder, handout({ 'part.ts': 'stub 2' }));
  expect(writeHandout(folder, handout({ 'part.ts': 'stub 3' })).kept).toEqual(['part.ts']);
  expect(read('part.ts')).toBe('my work');
  rmSync(join(folder, 'part.ts'));
  writeHandout(folder, handout({ 'part.ts': 'stub 3' }));
  expect(read('part.ts')).toBe('stub 3');
});

test('a folder with other things in it is not written into', () => {
  mkdirSync(join(folder, '.git'), { recursive: true });
  write('part.ts', 'somebody else’s');
  expect(() => writeHandout(folder, handout({ 'part.ts': 'stub' }))).toThrow(
    `${folder}/part.ts: is there already`,
  );
  expect(read('part.ts')).toBe('somebody else’s');
  expect(existsSync(join(folder, 'dist'))).toBe(false);
  rmSync(join(folder, 'part.ts'));
  writeHandout(folder, handout({ 'part.ts': 'stub' })); // an empty repository of git is what one begins with
  expect(read('part.ts')).toBe('stub');
});

test('a record of a newer lab is refused in one line, and nothing is changed', () => {
  writeHandout(folder, handout({ 'part.ts': 'stub' }));
  write('dist/handout.json', read('dist/handout.json').replace('"version": 1', '"version": 2'));
  expect(() => writeHandout(folder, handout({ 'part.ts': 'stub 2' }))).toThrow(
    'handout.json: version: is 2; make it 1',
  );
  expect(read('part.ts')).toBe('stub');
});
