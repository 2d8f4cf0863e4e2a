import { defaultLimits } from './limits.js';
import { makeZip, type ZipEntry } from './make-archives.js';
import { readZip } from './zip.js';

async function fileOf(entries: ZipEntry[], path: string, maxBytes = 1000): Promise<string> {
  return Buffer.from(await (await readZip(makeZip(entries), defaultLimits)).read(path, maxBytes)).toString();
}

test('files are read, packed and stored', async () => {
  const entries = [
    { path: 'ü/a.ts', content: 'packed' },
    { path: 'b.ts', content: 'stored', method: 0, mode: 0o100644 },
    { path: 'c', mode: 0o040755 },
  ];
  expect(await fileOf(entries, 'ü/a.ts')).toBe('packed');
  expect(await fileOf(entries, 'b.ts')).toBe('stored');
  expect((await (await readZip(makeZip(entries), defaultLimits)).list('')).map(({ kind }) => kind)).toEqual([
    'file',
    'folder',
    'folder',
  ]);
});

test.each([
  ['symbolic link', 0o120777],
  ['device', 0o020666],
  ['device', 0o010666],
])('a %s is told as what it is, and has no bytes', async (kind, mode) => {
  const tree = await readZip(makeZip([{ path: 'x', mode, content: '/etc/passwd' }]), defaultLimits);
  expect(await tree.list('')).toMatchObject([{ name: 'x', kind }]);
  await expect(tree.read('x', 100)).rejects.toThrow('x is no file of this archive');
});

test('paths that climb out are refused in our own words', async () => {
  for (const path of ['../x', '..\\x', 'a\\..\\..\\x', '/x', '\\x', 'C:/x', 'C:\\x', 'a\0b']) {
    await expect(readZip(makeZip([{ path }]), defaultLimits)).rejects.toThrow('which leads out of it');
  }
});

test('an encrypted file and an unusual packing are refused with what to do', async () => {
  await expect(readZip(makeZip([{ path: 'x', encrypted: true }]), defaultLimits)).rejects.toThrow(
    'x is encrypted: pack it again without a password',
  );
  await expect(readZip(makeZip([{ path: 'x', method: 14 }]), defaultLimits)).rejects.toThrow(
    'x is packed by an unusual method',
  );
});

test('a bomb is not unpacked: neither one that says its size nor one that lies about it', async () => {
  const zeros = Buffer.alloc(8 * 1024 * 1024);
  const honest = makeZip([{ path: 'a', content: zeros }]);
  await expect(readZip(honest, { ...defaultLimits, unpackedBytes: 1024 * 1024 })).rejects.toThrow(
    'the archive unpacks to more than 1 MiB',
  );
  await expect((await readZip(honest, defaultLimits)).read('a', 1000)).rejects.toThrow(
    'a is larger than 1000 bytes',
  );
  await expect(fileOf([{ path: 'a', content: zeros, claimedSize: 10 }], 'a')).rejects.toThrow(
    /^a (is larger than 1000 bytes|cannot be read as a zip archive)/,
  );
});

test('a cut off or damaged archive is told with the reason', async () => {
  const whole = makeZip([{ path: 'a', content: 'text'.repeat(100) }]);
  await expect(readZip(whole.subarray(0, -30), defaultLimits)).rejects.toThrow(
    /^cannot be read as a zip archive \(/,
  );
  const damaged = Buffer.from(whole);
  damaged.fill(0xff, 31, 40); // inside the packed data
  await expect((await readZip(damaged, defaultLimits)).read('a', 1000)).rejects.toThrow(
    /^a cannot be read as a zip/,
  );
});

test('more entries than allowed are refused', async () => {
  const many = Array.from({ length: 5 }, (_, i) => ({ path: `f${i}` }));
  await expect(readZip(makeZip(many), { ...defaultLimits, entries: 4 })).rejects.toThrow('more than 4 files');
});
