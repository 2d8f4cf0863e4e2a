/**
 * The virtual time of one VM, which all its vCPUs and devices share. Each guest step is a tick, as on the bare machine, and so is
 * each tick that the whole VM sleeps. Time in which other VMs run does not count: the guest cannot see it.
 */
import { NEVER, type TimeSource } from '../../machine/index.js';

export class VirtualClock implements TimeSource {
  time = 0;

  setTime(ticks: number): void {
    this.time = Math.min(ticks, NEVER - 1);
  }
}
