/**
 * How often rounds of sweeps miss, by the formula of the task page: least-recently-used replacement under cyclic access. In the first round
 * every line is missed. Later, a colour of which a round touches no more pages than the cache has ways is found as a whole, and any other
 * is missed as a whole.
 */
import type { PageColouring } from '../../../src/hypervisor/index.js';
import { PAGE_BYTES, type CacheGeometry } from '../../../src/machine/index.js';
import { coloursOf, type ProcessSweep } from './model-vms.js';

/** No page may be in two of the sweeps. */
export function expectedMisses(
  cache: CacheGeometry,
  kernels: readonly PageColouring[],
  { rounds, sweeps }: { readonly rounds: number; readonly sweeps: readonly ProcessSweep[] },
): number {
  const frames = sweeps.flatMap(({ vm = 0, process, firstPage, pages, stride = 1 }) =>
    Array.from({ length: pages }, (_, i) => {
      const frame = kernels[vm]!.frameOf(process, firstPage + i * stride);
      if (frame === undefined) {
        throw new Error(`page ${firstPage + i * stride} of process ${process} has no frame to sweep through`);
      }
      return frame;
    }),
  );
  if (new Set(frames).size !== frames.length) {
    throw new Error('a page is in two sweeps');
  }
  const touched = new Map<number, number>();
  for (const frame of frames) {
    const colour = frame % coloursOf(cache);
    touched.set(colour, (touched.get(colour) ?? 0) + 1);
  }
  const crowded = [...touched.values()]
    .filter((pages) => pages > cache.ways)
    .reduce((sum, pages) => sum + pages, 0);
  return (frames.length + (rounds - 1) * crowded) * (PAGE_BYTES / cache.lineBytes);
}
