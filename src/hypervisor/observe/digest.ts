import { hex } from '../../machine/index.js';

/**
 * A short fingerprint of memory, by which two runs are compared: eight hexadecimal digits. FNV-1a with 32 bits (Fowler, Noll
 * and Vo). It finds mistakes; it is no defence against somebody who looks for two memories with the same digest.
 */
export function digest(bytes: Uint8Array): string {
  let hash = 0x811c_9dc5;
  for (const byte of bytes) {
    hash = Math.imul(hash ^ byte, 0x0100_0193);
  }
  return hex(hash >>> 0, 8).slice(2);
}
