/** Copies a program into a VM's memory, as Machine.load does it on the bare machine. */
import { ImageError, PAGE_BYTES, Tohost, hex, type Image, type Memory } from '../../machine/index.js';
import type { GuestMemory } from './guest-memory.js';

/** @throws ImageError when a segment does not fit; then nothing is copied */
export function loadImage(image: Image, memory: GuestMemory): void {
  for (const { address, memoryBytes } of image.segments) {
    if (memory.contains(address, memoryBytes)) {
      continue;
    }
    const range = `${hex(memory.base)} to ${hex(memory.base + memory.size)}`;
    throw new ImageError(
      `the program's ${memoryBytes} bytes at ${hex(address)} do not fit into the VM's memory (${range}); ` +
        'link it there, or give the VM more memory',
    );
  }
  for (const { address, bytes, memoryBytes } of image.segments) {
    const segment = new Uint8Array(memoryBytes);
    segment.set(bytes);
    memory.writeBytes(address, segment);
  }
}

const TOHOST_BYTES = 8;

/** Two pages of a guest need not be adjacent in the machine. No linker puts the word across them. */
const crossesPage = (address: number) => address % PAGE_BYTES > PAGE_BYTES - TOHOST_BYTES;

/** The word `tohost` of a program in the VM's memory, as the machine watches it; undefined where the program has none there. */
export function tohostOf(
  { symbols: { tohost } }: Image,
  memory: GuestMemory,
  machine: Memory,
  print: (byte: number) => void,
): Tohost | undefined {
  if (tohost === undefined || crossesPage(tohost) || !memory.contains(tohost, TOHOST_BYTES)) {
    return undefined;
  }
  const word = new Tohost(machine, print);
  word.watch(memory.machineAddressOf(tohost) - machine.base);
  return word;
}
