/**
 * Random histories for the frame allocator: four VMs whose numbers, and guest frames whose numbers, are easily mixed up by
 * an allocator that packs both into one key, in a pool small enough to run out all the time.
 */
import fc from 'fast-check';
import type { BenchInput, Step } from './bench.js';

const vms = [0, 1, 8, 2 ** 32 + 1];
const bases = [0, 10, 1024, 0x8_0000, 2 ** 32];
const OFFSETS = 4;
const LONGEST = 4;

export const histories: fc.Arbitrary<BenchInput> = fc.record({
  pool: fc.record({
    firstFrame: fc.constantFrom(1, 100, 0x8_0400),
    frameCount: fc.integer({ min: 1, max: 16 }),
  }),
  vms: fc.constant(vms),
  guestFrames: fc.constant(
    bases.flatMap((base) => Array.from({ length: OFFSETS + LONGEST }, (_, offset) => base + offset)),
  ),
  steps: fc.array(step(), { minLength: 1, maxLength: 40 }),
});

function step(): fc.Arbitrary<Step> {
  const vm = fc.constantFrom(...vms);
  const first = fc
    .tuple(fc.constantFrom(...bases, 0, 0), fc.integer({ min: 0, max: OFFSETS - 1 }))
    .map(([base, offset]) => base + offset);
  const few = fc.integer({ min: 1, max: 3 });
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc.tuple(fc.constant('allocate' as const), vm, first, fc.integer({ min: 1, max: LONGEST })),
    },
    { weight: 5, arbitrary: fc.tuple(fc.constant('release' as const), vm, first, few) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('releaseAll' as const), vm) },
  );
}
