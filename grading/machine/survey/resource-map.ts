/**
 * The part of R that one page shows: where the probe page leads, asked as a supervisor of the host and, where there are
 * guests, as one of a guest. What the TLB holds is a part of the map, though the table may say otherwise; so the survey lets it
 * hold what the table no longer says, and whoever makes the TLB forget has changed the map.
 */
import { type Hart, type Memory, Mode, Access, translate } from '../../../src/machine/index.js';
import { placeProbe, PROBE, PROBE_FRAME, STALE_FRAME } from './layout.js';

/** The physical addresses, as one text. Nothing changes but the TLB, which may learn of the page. */
export function resourceMap(hart: Hart): string {
  const { mode, virtual } = hart;
  const worlds = hart.profile.hypervisor ? [false, true] : [false];
  const addresses = worlds.map((guest) => {
    hart.mode = Mode.Supervisor;
    hart.virtual = guest;
    hart.refreshContext();
    const address = translate(hart, PROBE, Access.Load, 4);
    hart.dropException(); // a fault is an answer too
    return address;
  });
  hart.mode = mode;
  hart.virtual = virtual;
  return addresses.join();
}

/** Empties the TLB, and lets it learn where the probe page leads before the tables are changed. */
export function makeStale(hart: Hart, memory: Memory): void {
  hart.csr.pmpChanged = true;
  hart.flushTlb();
  placeProbe(memory, STALE_FRAME);
  resourceMap(hart);
  placeProbe(memory, PROBE_FRAME);
}
