/**
 * Is the file system on a disk consistent? Each block and each inode that is in use must be reached exactly once, and nothing
 * else may be marked as used. The journal must be empty: a kernel that has booted has emptied it.
 */
import {
  blockOf,
  DIRECT_BLOCKS,
  BLOCK_BYTES,
  FileType,
  type Inode,
  JOURNAL_HEADER,
  MAGIC,
  readInode,
  readSuperblock,
  ROOT_INODE,
  type Superblock,
  viewOf,
} from './layout.js';
import { dataBlocks, entriesOf } from './read-disk.js';

/** What is wrong, a line for each; none: the disk is consistent. */
export function checkDisk(disk: Uint8Array): string[] {
  const superblock = readSuperblock(disk);
  if (superblock.magic !== MAGIC) {
    return ['the disk has no file system: the magic of its superblock is wrong'];
  }
  const checker = new Checker(disk, superblock);
  checker.visit(ROOT_INODE, ROOT_INODE, '/');
  checker.compare();
  return checker.problems;
}

class Checker {
  readonly problems: string[] = [];
  readonly #disk: Uint8Array;
  readonly #superblock: Superblock;
  readonly #blocks = new Map<number, string>(); // who uses it
  readonly #inodes = new Map<number, string>();

  constructor(disk: Uint8Array, superblock: Superblock) {
    this.#disk = disk;
    this.#superblock = superblock;
  }

  visit(number: number, parent: number, path: string): void {
    const other = this.#inodes.get(number);
    if (number < ROOT_INODE || number >= this.#superblock.inodes || other !== undefined) {
      this.problems.push(
        `${path}: inode ${number} ${other === undefined ? 'does not exist' : `is ${other} too`}`,
      );
      return;
    }
    this.#inodes.set(number, path);
    const inode = readInode(this.#disk, this.#superblock, number);
    if (inode.type === FileType.Free || inode.links !== 1) {
      this.problems.push(`${path}: inode ${number} has type ${inode.type} and ${inode.links} links`);
      return;
    }
    if (this.#claimBlocks(inode, path) && inode.type === FileType.Directory) {
      this.#visitEntries(inode, number, parent, path);
    }
  }

  #visitEntries(inode: Inode, number: number, parent: number, path: string): void {
    const entries = entriesOf(this.#disk, inode);
    const [self, up] = entries;
    if (self?.name !== '.' || self.inode !== number || up?.name !== '..' || up.inode !== parent) {
      this.problems.push(`${path}: does not begin with . and ..`);
    }
    const names = new Set<string>();
    for (const { name, inode: child } of entries.slice(2)) {
      if (names.has(name)) {
        this.problems.push(`${path}: has ${name} twice`);
      }
      names.add(name);
      this.visit(child, number, `${path}${path === '/' ? '' : '/'}${name}`);
    }
  }

  /** False where a block cannot be: then its content says nothing. */
  #claimBlocks(inode: Inode, path: string): boolean {
    const list = inode.blocks[DIRECT_BLOCKS]!;
    if (list !== 0 && !this.#claim(list, path)) {
      return false;
    }
    const numbers = dataBlocks(this.#disk, inode);
    const needed = Math.ceil(inode.size / BLOCK_BYTES);
    if (needed > numbers.length || numbers.slice(0, needed).includes(0)) {
      this.problems.push(`${path}: has ${inode.size} bytes, and not the blocks for them`);
      return false;
    }
    return numbers.filter((number) => number !== 0).every((number) => this.#claim(number, path));
  }

  #claim(block: number, path: string): boolean {
    const other = this.#blocks.get(block);
    const exists = block >= this.#superblock.dataStart && block < this.#superblock.blocks;
    if (!exists || other !== undefined) {
      this.problems.push(
        `${path}: block ${block} ${exists ? `belongs to ${other} too` : 'is no data block'}`,
      );
      return false;
    }
    this.#blocks.set(block, path);
    return true;
  }

  /** What is marked as in use, beside what was reached. */
  compare(): void {
    const { blocks, bitmapStart, dataStart, inodes } = this.#superblock;
    const bitmap = blockOf(this.#disk, bitmapStart);
    for (let block = 0; block < blocks; block += 1) {
      const marked = ((bitmap[block >> 3]! >> (block & 7)) & 1) === 1;
      const used = block < dataStart || this.#blocks.has(block);
      if (marked !== used) {
        this.problems.push(
          `block ${block} is ${marked ? 'marked as used, and nobody has it' : 'in use, and not marked'}`,
        );
      }
    }
    for (let number = ROOT_INODE; number < inodes; number += 1) {
      const { type } = readInode(this.#disk, this.#superblock, number);
      if (type !== FileType.Free && !this.#inodes.has(number)) {
        this.problems.push(`inode ${number} is in use, and no directory names it`);
      }
    }
    const waiting = viewOf(blockOf(this.#disk, JOURNAL_HEADER)).getUint32(0, true);
    if (waiting !== 0) {
      this.problems.push(`the journal still has ${waiting} blocks`);
    }
  }
}
