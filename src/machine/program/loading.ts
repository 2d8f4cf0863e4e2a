/** Puts a program into memory, and a device tree, which a kernel may need. */
import { hex } from '../isa/index.js';
import { ImageError, type Image } from './image.js';
import { type Memory, PAGE_BYTES } from '../memory/index.js';

/** Memory to put a device tree into: RAM, or the memory of a VM. */
interface Target extends Pick<Memory, 'size' | 'writeBytes'> {
  readonly base: number;
}

/** Copies the segments of a program into memory. ImageError if they do not fit. */
export function placeImage(memory: Memory, { segments }: Image): void {
  const total = segments.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  if (
    total > memory.size &&
    segments.every(({ address, memoryBytes }) => memory.contains(address, memoryBytes))
  ) {
    throw new ImageError(
      `the program's segments have ${total} bytes together and lie over each other: memory has ${memory.size}; link it again`,
    );
  }
  for (const { address, bytes, memoryBytes } of segments) {
    if (!memory.contains(address, memoryBytes)) {
      throw new ImageError(outsideMemory(address, memoryBytes, memory));
    }
    const offset = address - memory.base;
    memory.bytes.fill(0, offset, offset + memoryBytes);
    memory.bytes.set(bytes, offset);
  }
}

/** 2 MiB, as on QEMU. A kernel may use the memory after the tree for its stack. */
const TREE_ALIGNMENT = 0x20_0000;

/**
 * Copies the tree to the top of memory, aligned to 2 MiB, or to a page if the program needs that place. Returns the address.
 * ImageError if the program needs that place too.
 */
export function placeDeviceTree(memory: Target, tree: Uint8Array, { segments }: Image): number {
  const program = Math.max(
    0,
    ...segments.map(({ address, memoryBytes }) => address + memoryBytes - memory.base),
  );
  const place = [TREE_ALIGNMENT, PAGE_BYTES]
    .map((alignment) => Math.floor((memory.size - tree.length) / alignment) * alignment)
    .find((offset) => offset >= program);
  if (place === undefined) {
    throw new ImageError(
      `the device tree needs ${tree.length} bytes at the top of memory, where the program lies; give the machine more memory`,
    );
  }
  memory.writeBytes(memory.base + place, tree);
  return memory.base + place;
}

function outsideMemory(address: number, size: number, memory: Memory): string {
  const range = `${hex(memory.base)} to ${hex(memory.base + memory.size)}`;
  return `the program's ${size} bytes at ${hex(address)} do not fit into memory (${range}); link it there, or give the machine more memory`;
}
