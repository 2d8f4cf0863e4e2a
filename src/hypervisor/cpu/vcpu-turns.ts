/**
 * Which vCPU of a VM runs next. They take turns as the harts of the bare machine do (src/machine/turns.ts), so a guest finds the
 * same order in both. A vCPU that waits or is stopped loses its turn. If all of them wait, the VM sleeps until a machine time.
 *
 * Two clocks meet here. The guest has asked to sleep for some ticks of its virtual time. The VM then wakes when as much machine time
 * has passed; other VMs may use the hart meanwhile. For the guest exactly the ticks that it asked for have passed, even if the hart was
 * not free at once.
 */
import { NEVER } from '../../machine/index.js';
import { TURN_STEPS } from '../vm/index.js';
import type { Guest } from './execution-mode.js';

export class VcpuTurns {
  readonly #guests: readonly Guest[];
  /** The machine time, in cycles. */
  readonly #now: () => number;
  #turn = 0;
  #left = TURN_STEPS;
  /** The machine time at which the VM's sleep ends, and the virtual time that it has then; undefined while it does not sleep. */
  #sleep: { readonly until: number; readonly wakeTime: number } | undefined;

  /** `guests`: what runs the guest on each vCPU of one VM. */
  constructor(guests: readonly Guest[], now: () => number) {
    this.#guests = guests;
    this.#now = now;
  }

  /** The steps that are left in this turn. */
  get left(): number {
    return this.#guests.length === 1 ? Infinity : this.#left;
  }

  /** The machine time at which the VM wakes; Infinity when it does not sleep. */
  get wakesAt(): number {
    return this.#sleep?.until ?? Infinity;
  }

  /** Counts steps of the vCPU whose turn it is. */
  book(steps: number): void {
    this.#left -= steps;
  }

  /** The vCPU whose turn it is. Undefined: the VM sleeps, or has ended because nothing can wake it. */
  next(): Guest | undefined {
    if (this.#left <= 0) {
      this.#pass();
    }
    const ready = this.#firstReady();
    if (ready !== undefined) {
      this.#sleep = undefined;
      ready.vcpu.state = { kind: 'runnable' };
      return ready;
    }
    this.#sleep ??= this.#fallAsleep();
    if (this.#sleep !== undefined && this.#now() >= this.#sleep.until) {
      this.#wake(this.#sleep.wakeTime);
      return this.next();
    }
    return undefined;
  }

  #firstReady(): Guest | undefined {
    for (let tried = 0; tried < this.#guests.length; tried += 1) {
      const guest = this.#guests[this.#turn]!;
      const { kind } = guest.vcpu.state;
      if (kind === 'runnable' || kind === 'running' || (kind === 'blocked' && guest.isAwake())) {
        return guest;
      }
      this.#pass();
    }
    return undefined;
  }

  /** All vCPUs wait. When nothing can ever wake one, all waits end, so that a VM that is resumed goes on after its WFI. */
  #fallAsleep(): { until: number; wakeTime: number } | undefined {
    const sleepers = this.#sleepers();
    const wakeTime = Math.min(...sleepers.map((guest) => guest.wakeTime()));
    const { vm } = this.#guests[0]!;
    if (wakeTime >= NEVER) {
      sleepers.forEach(({ vcpu }) => (vcpu.state = { kind: 'runnable' }));
      vm.finish({ kind: 'idle' });
      return undefined;
    }
    const until = this.#now() + wakeTime - vm.clock.time;
    sleepers.forEach(({ vcpu }) => (vcpu.state = { kind: 'blocked', until }));
    return { until, wakeTime };
  }

  #wake(wakeTime: number): void {
    for (const guest of this.#sleepers()) {
      if (guest.wakeTime() <= wakeTime) {
        guest.vcpu.state = { kind: 'runnable' };
      }
    }
    this.#guests[0]!.vm.clock.setTime(wakeTime);
    this.#sleep = undefined;
  }

  #sleepers(): Guest[] {
    return this.#guests.filter(({ vcpu }) => vcpu.state.kind === 'blocked');
  }

  #pass(): void {
    this.#turn = (this.#turn + 1) % this.#guests.length;
    this.#left = TURN_STEPS;
  }
}
