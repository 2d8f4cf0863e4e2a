/** Makes a disk with the kernel's file system: the given files in its root, and the console. The same files give the same bytes. */
import { encodeUtf8 } from '../../../machine/index.js';
import * as layout from './layout.js';

export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface DiskSize {
  /** Of 1 KiB. Default: 1024. */
  readonly blocks?: number;
  /** Default: 208. */
  readonly inodes?: number;
}

/** RangeError where the files do not fit, or a name is too long. */
export function makeDisk(
  files: readonly NamedFile[],
  { blocks = 1024, inodes = 208 }: DiskSize = {},
): Uint8Array {
  const disk = new DiskMaker(blocks, inodes);
  const entries = [
    { inode: layout.ROOT_INODE, name: '.' },
    { inode: layout.ROOT_INODE, name: '..' },
    { inode: disk.addInode(layout.FileType.Console, new Uint8Array(0)), name: 'console' },
    ...files.map(({ name, bytes }) => ({ inode: disk.addInode(layout.FileType.File, bytes), name })),
  ];
  disk.setInode(layout.ROOT_INODE, layout.FileType.Directory, directory(entries));
  return disk.finish();
}

interface Entry {
  readonly inode: number;
  readonly name: string;
}

function directory(entries: readonly Entry[]): Uint8Array {
  const bytes = new Uint8Array(entries.length * layout.ENTRY_BYTES);
  entries.forEach(({ inode, name }, index) => {
    const letters = encodeUtf8(name);
    if (letters.length === 0 || letters.length > layout.NAME_BYTES) {
      throw new RangeError(
        `the name '${name}' has ${letters.length} bytes: it must have 1 to ${layout.NAME_BYTES}`,
      );
    }
    layout.viewOf(bytes).setUint32(index * layout.ENTRY_BYTES, inode, true);
    bytes.set(letters, index * layout.ENTRY_BYTES + 4);
  });
  return bytes;
}

class DiskMaker {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #inodes: number;
  readonly #bitmapStart: number;
  readonly #dataStart: number;
  #nextBlock: number;
  #nextInode = layout.ROOT_INODE + 1;

  constructor(blocks: number, inodes: number) {
    if (blocks > 8 * layout.BLOCK_BYTES) {
      throw new RangeError(
        `a disk of ${blocks} blocks: its bitmap is one block, for ${8 * layout.BLOCK_BYTES}`,
      );
    }
    this.#bytes = new Uint8Array(blocks * layout.BLOCK_BYTES);
    this.#view = layout.viewOf(this.#bytes);
    this.#inodes = inodes;
    this.#bitmapStart = layout.INODES_START + Math.ceil(inodes / layout.INODES_PER_BLOCK);
    this.#dataStart = this.#nextBlock = this.#bitmapStart + 1;
    const words = [layout.MAGIC, blocks, inodes, layout.INODES_START, this.#bitmapStart, this.#dataStart];
    words.forEach((word, index) => this.#view.setUint32(4 * index, word, true));
  }

  /** Returns the number of the new inode. */
  addInode(type: number, bytes: Uint8Array): number {
    const number = this.#nextInode;
    this.#nextInode += 1;
    this.setInode(number, type, bytes);
    return number;
  }

  setInode(number: number, type: number, bytes: Uint8Array): void {
    if (number >= this.#inodes) {
      throw new RangeError(`there are more files than the disk's ${this.#inodes} inodes`);
    }
    const at = layout.INODES_START * layout.BLOCK_BYTES + number * layout.INODE_BYTES;
    const blocks = this.#place(bytes);
    this.#view.setUint16(at, type, true);
    this.#view.setUint16(at + 2, 1, true);
    this.#view.setUint32(at + 4, bytes.length, true);
    blocks.slice(0, layout.DIRECT_BLOCKS).forEach((block, index) => {
      this.#view.setUint32(at + 8 + 4 * index, block, true);
    });
    const further = blocks.slice(layout.DIRECT_BLOCKS);
    if (further.length > 0) {
      const list = this.#newBlock();
      this.#view.setUint32(at + 8 + 4 * layout.DIRECT_BLOCKS, list, true);
      further.forEach((block, index) =>
        this.#view.setUint32(list * layout.BLOCK_BYTES + 4 * index, block, true),
      );
    }
  }

  #place(bytes: Uint8Array): number[] {
    const count = Math.ceil(bytes.length / layout.BLOCK_BYTES);
    if (count > layout.DIRECT_BLOCKS + layout.INDIRECT_BLOCKS) {
      throw new RangeError(`a file of ${bytes.length} bytes is too long for this file system`);
    }
    return Array.from({ length: count }, (_, index) => {
      const block = this.#newBlock();
      const start = index * layout.BLOCK_BYTES;
      this.#bytes.set(bytes.subarray(start, start + layout.BLOCK_BYTES), block * layout.BLOCK_BYTES);
      return block;
    });
  }

  #newBlock(): number {
    const block = this.#nextBlock;
    if ((block + 1) * layout.BLOCK_BYTES > this.#bytes.length) {
      throw new RangeError(`the files do not fit on a disk of ${this.#bytes.length} bytes`);
    }
    this.#nextBlock += 1;
    return block;
  }

  finish(): Uint8Array {
    for (let block = 0; block < this.#nextBlock; block += 1) {
      this.#bytes[this.#bitmapStart * layout.BLOCK_BYTES + (block >> 3)]! |= 1 << (block & 7);
    }
    return this.#bytes;
  }
}
