/**
 * The file system of the teaching kernel as it lies on the disk. The kernel has the same numbers in abi/disk.h, where they
 * are explained.
 *
 *   0 superblock | 1 journal's header | 2 … journal | inodes | bitmap | data
 */
export const BLOCK_BYTES = 1024;
export const MAGIC = 0x6c61_6264;
export const JOURNAL_HEADER = 1;
export const JOURNAL_START = 2;
export const JOURNAL_BLOCKS = 30;
export const INODES_START = JOURNAL_START + JOURNAL_BLOCKS;
export const INODE_BYTES = 64;
export const INODES_PER_BLOCK = BLOCK_BYTES / INODE_BYTES;
export const DIRECT_BLOCKS = 12;
export const INDIRECT_BLOCKS = BLOCK_BYTES / 4;
export const ENTRY_BYTES = 32;
export const NAME_BYTES = 28;
export const ROOT_INODE = 1;

/** Types of inodes. */
export const FileType = { Free: 0, Directory: 1, File: 2, Console: 3 } as const;

/** The numbers of the superblock. */
export interface Superblock {
  readonly magic: number;
  /** Blocks of the whole disk. */
  readonly blocks: number;
  readonly inodes: number;
  readonly inodesStart: number;
  readonly bitmapStart: number;
  readonly dataStart: number;
}

export interface Inode {
  readonly type: number;
  readonly links: number;
  readonly size: number;
  /** Twelve blocks of the file, and the block that lists further ones. 0: none. */
  readonly blocks: readonly number[];
}

export function viewOf(disk: Uint8Array): DataView {
  return new DataView(disk.buffer, disk.byteOffset, disk.byteLength);
}

export function readSuperblock(disk: Uint8Array): Superblock {
  const view = viewOf(disk);
  const word = (index: number) => view.getUint32(4 * index, true);
  return {
    magic: word(0),
    blocks: word(1),
    inodes: word(2),
    inodesStart: word(3),
    bitmapStart: word(4),
    dataStart: word(5),
  };
}

export function readInode(disk: Uint8Array, { inodesStart }: Superblock, number: number): Inode {
  const view = viewOf(disk);
  const at = inodesStart * BLOCK_BYTES + number * INODE_BYTES;
  return {
    type: view.getUint16(at, true),
    links: view.getUint16(at + 2, true),
    size: view.getUint32(at + 4, true),
    blocks: Array.from({ length: DIRECT_BLOCKS + 1 }, (_, index) => view.getUint32(at + 8 + 4 * index, true)),
  };
}

/** A block in bytes. */
export function blockOf(disk: Uint8Array, number: number): Uint8Array {
  return disk.subarray(number * BLOCK_BYTES, (number + 1) * BLOCK_BYTES);
}
