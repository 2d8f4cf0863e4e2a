import { gzipSync } from 'node:zlib';
import { Pax } from 'tar';
import { defaultLimits } from './limits.js';
import { makeTar, makeTarGz, type TarEntry } from './make-archives.js';
import { readTar } from './tar.js';

test('files are read from memory', async () => {
  const tree = await readTar(
    makeTarGz([
      { path: 'a/', type: 'Directory' },
      { path: 'a/b.ts', content: 'text' },
    ]),
    defaultLimits,
  );
  expect(Buffer.from(await tree.read('a/b.ts', 100)).toString()).toBe('text');
});

test.each<[string, TarEntry]>([
  ['symbolic link', { path: 'x', type: 'SymbolicLink' }],
  ['hard link', { path: 'x', type: 'Link' }],
  ['device', { path: 'x', type: 'CharacterDevice' }],
  ['device', { path: 'x', type: 'FIFO' }],
])('a %s is told as what it is, and has no bytes', async (kind, entry) => {
  const tree = await readTar(makeTarGz([entry]), defaultLimits);
  expect(await tree.list('')).toMatchObject([{ name: 'x', kind }]);
  await expect(tree.read('x', 100)).rejects.toThrow('x is no file of this archive');
});

test('an entry of a kind that no tool makes today is refused', async () => {
  const sparse = makeTarGz([{ path: 'x', type: 'SparseFile' }]);
  await expect(readTar(sparse, defaultLimits)).rejects.toThrow(/^x is /);
});

test('paths that climb out are refused, also in extended headers', async () => {
  await expect(readTar(makeTarGz([{ path: '../x' }]), defaultLimits)).rejects.toThrow('leads out of it');
  await expect(readTar(makeTarGz([{ path: '/etc/x' }]), defaultLimits)).rejects.toThrow('leads out of it');
  await expect(readTar(withPax({ path: 'a/../../x' }), defaultLimits)).rejects.toThrow('leads out of it');
});

test('sizes that lie are refused', async () => {
  const long = makeTarGz([{ path: 'x', content: 'y', claimedSize: 4 * 1024 ** 3 }]);
  await expect(readTar(long, defaultLimits)).rejects.toThrow('cannot be read as a .tar.gz archive');
  await expect(readTar(withPax({ path: 'x', size: 2 ** 60 }), defaultLimits)).rejects.toThrow(
    'Truncated input',
  );
  // A negative size is no size: the plain header counts.
  const tree = await readTar(withPax({ path: 'x', size: -100_000 }), defaultLimits);
  expect(Buffer.from(await tree.read('x', 10)).toString()).toBe('y');
});

test('a bomb is stopped at the limit, whatever its headers say', async () => {
  const bomb = gzipSync(Buffer.alloc(2 * 1024 * 1024));
  await expect(readTar(bomb, { ...defaultLimits, unpackedBytes: 1024 * 1024 })).rejects.toThrow(
    'the archive unpacks to more than 1 MiB',
  );
});

test('what is compressed twice, cut off, damaged or no tar at all is told with the reason', async () => {
  const tar = makeTar([{ path: 'x', content: 'y'.repeat(2000) }]);
  const start = 'cannot be read as a .tar.gz archive (';
  const refused = (bytes: Buffer) => expect(readTar(bytes, defaultLimits)).rejects;
  await refused(gzipSync(gzipSync(tar))).toThrow(`${start}compressed twice`);
  await refused(gzipSync(tar).subarray(0, -20)).toThrow(start);
  await refused(gzipSync(tar.subarray(0, 1024))).toThrow('Truncated input');
  await refused(gzipSync('short')).toThrow(`${start}shorter than one block`);
  await refused(gzipSync('x'.repeat(5000))).toThrow(start);
  const huge = Buffer.from(tar);
  huge.fill(0xff, 125, 136).writeUInt8(0x80, 124); // a size that no JavaScript number can hold
  await refused(gzipSync(huge)).toThrow(start);
  await refused(Buffer.from('hello')).toThrow(start);
});

/** A file `x` behind an extended header that says otherwise. */
function withPax(values: { path: string; size?: number }): Buffer {
  return gzipSync(Buffer.concat([new Pax(values).encode(), makeTar([{ path: 'x', content: 'y' }])]));
}
