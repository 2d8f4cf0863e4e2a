/** A generator of 32-bit numbers for random scenarios: the same seed, the same numbers (Marsaglia 2003, xorshift). */
export function xorshift(seed: number): () => number {
  let state = Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>>= 0);
  };
}
