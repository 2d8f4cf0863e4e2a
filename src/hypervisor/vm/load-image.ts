/** Copies a program into a VM's memory, as Machine.load does it on the bare machine. */
import { ImageError, hex, type Image } from '../../machine/index.js';
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
