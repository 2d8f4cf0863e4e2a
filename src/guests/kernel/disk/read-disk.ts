/** Reads the files of a disk, so that a test can say what a kernel has left there. The journal is not looked at. */
import {
  blockOf,
  ENTRY_BYTES,
  DIRECT_BLOCKS,
  BLOCK_BYTES,
  FileType,
  type Inode,
  NAME_BYTES,
  readInode,
  readSuperblock,
  ROOT_INODE,
  type Superblock,
  viewOf,
} from './layout.js';

/** All files by path, such as `/notes/today`; a directory is `undefined`, and its path ends in a slash. */
export type Tree = ReadonlyMap<string, Uint8Array | undefined>;

/** RangeError where the file system is so broken that it cannot be read; checkDisk() says more. */
export function readTree(disk: Uint8Array): Tree {
  const tree = new Map<string, Uint8Array | undefined>();
  addDirectory(tree, disk, readSuperblock(disk), ROOT_INODE, '/');
  return tree;
}

function addDirectory(
  tree: Map<string, Uint8Array | undefined>,
  disk: Uint8Array,
  superblock: Superblock,
  number: number,
  path: string,
): void {
  if (tree.has(path) || path.length > 1000) {
    throw new RangeError(`the directory ${path.slice(0, 80)} is inside itself, or there twice`);
  }
  tree.set(path, undefined);
  for (const { inode, name } of entriesOf(disk, readInode(disk, superblock, number))) {
    const { type } = readInode(disk, superblock, inode);
    if (name === '.' || name === '..') {
      continue;
    }
    if (type === FileType.Directory) {
      addDirectory(tree, disk, superblock, inode, `${path}${name}/`);
    } else {
      tree.set(path + name, contentOf(disk, readInode(disk, superblock, inode)));
    }
  }
}

export interface DirectoryEntry {
  readonly inode: number;
  readonly name: string;
}

export function entriesOf(disk: Uint8Array, directory: Inode): DirectoryEntry[] {
  const bytes = contentOf(disk, directory);
  const entries: DirectoryEntry[] = [];
  for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
    const inode = viewOf(bytes).getUint32(at, true);
    const letters = bytes.subarray(at + 4, at + 4 + NAME_BYTES);
    const length = letters.indexOf(0);
    if (inode !== 0) {
      entries.push({
        inode,
        name: String.fromCharCode(...letters.subarray(0, length < 0 ? NAME_BYTES : length)),
      });
    }
  }
  return entries;
}

function contentOf(disk: Uint8Array, inode: Inode): Uint8Array {
  const numbers = dataBlocks(disk, inode);
  const bytes = new Uint8Array(inode.size);
  for (let at = 0; at < inode.size; at += BLOCK_BYTES) {
    const block = blockOf(disk, numbers[at / BLOCK_BYTES] ?? 0);
    bytes.set(block.subarray(0, Math.min(BLOCK_BYTES, inode.size - at)), at);
  }
  return bytes;
}

/** The blocks of a file in order. 0: none is there. */
export function dataBlocks(disk: Uint8Array, { blocks }: Inode): number[] {
  const list = blocks[DIRECT_BLOCKS]!;
  const direct = blocks.slice(0, DIRECT_BLOCKS);
  if (list === 0) {
    return direct;
  }
  const view = viewOf(blockOf(disk, list));
  return [
    ...direct,
    ...Array.from({ length: BLOCK_BYTES / 4 }, (_, index) => view.getUint32(4 * index, true)),
  ];
}
