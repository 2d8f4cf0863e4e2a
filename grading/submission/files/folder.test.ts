import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderSource } from './folder.js';
import { defaultLimits } from './limits.js';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'folder-'));
  mkdirSync(join(root, 'sub'));
  writeFileSync(join(root, 'sub/file.ts'), 'text');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a folder is listed in one order, with the kind of each entry, and nothing is followed', async () => {
  symlinkSync('/etc/passwd', join(root, 'link'));
  execFileSync('mkfifo', [join(root, 'pipe')]);
  const source = await FolderSource.open(root, defaultLimits);
  expect(await source.list('')).toEqual([
    { name: 'link', path: 'link', kind: 'symbolic link' },
    { name: 'pipe', path: 'pipe', kind: 'device' },
    { name: 'sub', path: 'sub', kind: 'folder' },
  ]);
  expect(Buffer.from(await source.read('sub/file.ts', 100)).toString()).toBe('text');
});

test('a name that is not UTF-8 is entered and read', async () => {
  const folder = Buffer.concat([Buffer.from(`${root}/`), Buffer.from('\u00dcbung', 'latin1')]);
  mkdirSync(folder);
  writeFileSync(Buffer.concat([folder, Buffer.from('/caf\u00e9.ts', 'latin1')]), 'text');
  const source = await FolderSource.open(root, defaultLimits);
  const [, found] = await source.list('');
  expect(found).toEqual({ name: '\ufffdbung', path: '\ufffdbung', kind: 'folder' });
  const [file] = await source.list(found!.path);
  expect(file!.path).toBe('\ufffdbung/caf\ufffd.ts');
  expect(Buffer.from(await source.read(file!.path, 100)).toString()).toBe('text');
});

test('a file that became a link, a pipe or a folder after it was listed is not read', async () => {
  const source = await FolderSource.open(root, defaultLimits);
  symlinkSync('/etc/passwd', join(root, 'link'));
  execFileSync('mkfifo', [join(root, 'pipe')]);
  await expect(source.read('link', 100)).rejects.toThrow('link is a symbolic link');
  await expect(source.read('pipe', 100)).rejects.toThrow('is not a regular file');
  await expect(source.read('sub', 100)).rejects.toThrow('is not a regular file');
});

test('a folder that became a link after it was listed is not entered', async () => {
  const source = await FolderSource.open(root, defaultLimits);
  renameSync(join(root, 'sub'), join(root, 'other'));
  symlinkSync('other', join(root, 'sub'));
  await expect(source.list('sub')).rejects.toThrow('sub is reached through a symbolic link');
  await expect(source.read('sub/file.ts', 100)).rejects.toThrow('reached through a symbolic link');
});

test('a hard link is refused: what is behind it may be anybody’s', async () => {
  linkSync(join(root, 'sub/file.ts'), join(root, 'twin.ts'));
  const source = await FolderSource.open(root, defaultLimits);
  await expect(source.read('twin.ts', 100)).rejects.toThrow('twin.ts is a hard link');
});

test('a file that is gone or grew is told by name', async () => {
  const source = await FolderSource.open(root, defaultLimits);
  await expect(source.read('gone.ts', 100)).rejects.toThrow('gone.ts does not exist');
  await expect(source.read('sub/file.ts', 3)).rejects.toThrow('sub/file.ts is larger than 3 bytes');
});

test('reading names stops at the limit', async () => {
  const source = await FolderSource.open(root, { ...defaultLimits, entries: 2 });
  await source.list('');
  await source.list('sub');
  await expect(source.list('')).rejects.toThrow('more than 2 files and folders');
});

test('a folder that vanished before it was opened is told', async () => {
  await expect(FolderSource.open(join(root, 'none'), defaultLimits)).rejects.toThrow('does not exist');
});
