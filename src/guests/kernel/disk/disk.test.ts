/** Disks of the teaching kernel: made, read and checked. */
import { checkDisk, makeDisk, readTree } from './index.js';

const bytes = (count: number, seed = 1) => Uint8Array.from({ length: count }, (_, index) => index * seed);
const files = [
  { name: 'empty', bytes: bytes(0) },
  { name: 'small', bytes: bytes(100, 3) },
  { name: 'exact', bytes: bytes(12 * 1024, 5) },
  { name: 'large', bytes: bytes(100_001, 7) },
];

test('a disk holds the files that it was made of, and the console', () => {
  const disk = makeDisk(files);
  const tree = readTree(disk);
  expect(checkDisk(disk)).toEqual([]);
  expect([...tree.keys()].sort()).toEqual(['/', '/console', '/empty', '/exact', '/large', '/small']);
  expect(files.filter(({ name, bytes }) => Buffer.compare(tree.get(`/${name}`)!, bytes) !== 0)).toEqual([]);
  expect(Buffer.compare(makeDisk(files), disk)).toBe(0);
});

test.each<[string, () => unknown, RegExp]>([
  ['for files without room', () => makeDisk(files, { blocks: 100 }), /do not fit/],
  ['for more files than inodes', () => makeDisk(files, { inodes: 4 }), /more files than/],
  ['with too long a name', () => makeDisk([{ name: 'n'.repeat(29), bytes: bytes(1) }]), /29 bytes/],
  ['with too long a file', () => makeDisk([{ name: 'f', bytes: bytes(269 * 1024) }]), /too long/],
  ['with too many blocks', () => makeDisk([], { blocks: 9000 }), /bitmap/],
])('a disk %s is refused', (_what, make, words) => {
  expect(make).toThrow(words);
});

// Where things lie: 32 inodes, 45 bitmap, 46 data. Inode 1 is the root, 3 `empty`, 4 `small`, 6 `large`.
const INODES = 32 * 1024;
const BITMAP = 45 * 1024;

test.each<[string, (disk: Uint8Array, view: DataView) => void, RegExp]>([
  ['no file system', (disk) => disk.fill(0, 0, 4), /magic/],
  ['a block that is not marked', (disk) => (disk[BITMAP + 6]! &= ~1), /block 48 is in use, and not marked/],
  ['a block that nobody has', (disk) => (disk[BITMAP + 100]! |= 1), /block 800 is marked as used/],
  ['a block of two files', (_, view) => view.setUint32(INODES + 4 * 64 + 8, 50, true), /belongs to/],
  [
    'a block that does not exist',
    (_, view) => view.setUint32(INODES + 4 * 64 + 8, 5000, true),
    /no data block/,
  ],
  ['an inode that nobody names', (_, view) => view.setUint16(INODES + 99 * 64, 2, true), /inode 99/],
  [
    'an entry for a free inode',
    (_, view) => view.setUint16(INODES + 4 * 64, 0, true),
    /small: inode 4 has type 0/,
  ],
  [
    'a file longer than its blocks',
    (_, view) => view.setUint32(INODES + 3 * 64 + 4, 1, true),
    /empty: has 1 bytes/,
  ],
  ['a full journal', (_, view) => view.setUint32(1024, 3, true), /journal still has 3/],
])('the check finds %s', (_what, damage, words) => {
  const disk = makeDisk(files);
  damage(disk, new DataView(disk.buffer));
  expect(checkDisk(disk).join('\n')).toMatch(words);
});
