/** Creates a hart as the options ask for it, with its state in the machine's buffer. */
import { costs } from './cost.js';
import { type Clock, Counters } from './csr/index.js';
import { Hart, HART_BYTES, type HartSetup } from './hart/index.js';
import type { Cache } from './memory/index.js';
import type { MachineOptions } from './machine-options.js';
import { strict } from './isa/index.js';

/** What all harts of a machine share. Their states lie in `buffer`, after the RAM. */
interface Shared extends Pick<HartSetup, 'memory' | 'code' | 'bus'> {
  readonly buffer: ArrayBuffer;
  readonly clock: Clock;
  readonly cache: Cache | undefined;
}

export function createHart(
  id: number,
  { buffer, memory, code, bus, clock, cache }: Shared,
  options: MachineOptions,
): Hart {
  const { profile = strict, pmpEntries = 0 } = options;
  const counters = new Counters(options.costs ?? costs, clock);
  const setup = { id, memory, code, bus, counters, profile, pmpEntries };
  const hart = new Hart(buffer, memory.size + id * HART_BYTES, setup);
  hart.cache = cache;
  hart.misaligned = options.misaligned ?? 'trap';
  hart.accessedDirty = options.accessedDirty ?? 'hardware';
  if (hart.pmp !== undefined) {
    hart.pmp.openUntilSet = options.pmpOpen ?? options.firmware === 'sbi';
  }
  return hart;
}
