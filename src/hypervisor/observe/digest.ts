/** A short fingerprint of memory, to compare two runs by. FNV-1a, 32 bits (Fowler, Noll and Vo): no defence against intent. */
export function digest(bytes: Uint8Array): string {
  let hash = 0x811c_9dc5;
  for (const byte of bytes) {
    hash = Math.imul(hash ^ byte, 0x0100_0193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
