import { ArchiveTree } from './archive.js';
import { defaultLimits } from './limits.js';
import type { EntryKind } from './source.js';

const read = () => Promise.resolve(Buffer.from('text'));

function treeOf(...paths: [path: string, kind?: EntryKind][]): ArchiveTree {
  const tree = new ArchiveTree(defaultLimits);
  for (const [path, kind = path.endsWith('/') ? 'folder' : 'file'] of paths) {
    tree.add(path, kind, read);
  }
  return tree;
}

test('entries become a tree, also where folders are only spoken of', async () => {
  const tree = treeOf(['./'], ['b/c.ts'], ['b/'], ['./a.ts'], ['.git/config'], ['b/._c.ts']);
  expect((await tree.list('')).map(({ path, kind }) => [path, kind])).toEqual([
    ['.git', 'folder'],
    ['a.ts', 'file'],
    ['b', 'folder'],
  ]);
  expect(await tree.list('.git')).toEqual([]);
  expect((await tree.list('b')).map(({ path }) => path)).toEqual(['b/._c.ts', 'b/c.ts']);
  expect(Buffer.from(await tree.read('b/c.ts', 4)).toString()).toBe('text');
});

test.each([
  '../x',
  'a/../../x',
  '/etc/passwd',
  'C:/x',
  'c:x',
  '..\\x',
  '\\\\host\\share',
  'a\0b',
  'node_modules/../../x',
])('the path %j is refused', (path) => {
  expect(() => treeOf([path])).toThrow(/which leads out of it: pack it again/);
});

test('backslashes, as some tools on Windows write them, part folders too', async () => {
  const tree = treeOf(['a\\b\\c.ts']);
  expect((await tree.list('a/b')).map(({ path }) => path)).toEqual(['a/b/c.ts']);
});

test('nothing lies inside a link', () => {
  expect(() => treeOf(['a', 'symbolic link'], ['a/b.ts'])).toThrow(
    'a/b.ts lies inside a file of the archive',
  );
});

test('a path that stands there twice is refused, however it is written', () => {
  expect(() => treeOf(['a/b.ts'], ['a/b.ts'])).toThrow('a/b.ts stands in the archive twice');
  expect(() => treeOf(['a/b.ts'], ['./a//b.ts'])).toThrow('stands in the archive twice');
  expect(() => treeOf(['a/'], ['a/'])).toThrow('twice');
  expect(() => treeOf(['a/b.ts'], ['a'])).toThrow('twice');
  expect(() => treeOf(['a'], ['a/b.ts'])).toThrow('a/b.ts lies inside a file of the archive');
});

test('too many entries and folders too deep are refused', () => {
  const tree = new ArchiveTree({ ...defaultLimits, entries: 2 });
  tree.add('a', 'file', read);
  tree.add('.git/b', 'file', read);
  expect(() => tree.add('c', 'file', read)).toThrow('more than 2 files and folders');
  expect(() => treeOf(['1/2/3/4/5/6/7/8'])).not.toThrow();
  expect(() => treeOf(['1/2/3/4/5/6/7/8/9'])).toThrow('more than 8 folders deep');
});

test('a file with more bytes than allowed is refused', async () => {
  await expect(treeOf(['a.ts']).read('a.ts', 3)).rejects.toThrow('a.ts is larger than 3 bytes');
});

test('reading what is no file is a fault of the caller', async () => {
  await expect(treeOf(['a/b.ts']).read('a', 9)).rejects.toThrow('a is no file of this archive');
});
