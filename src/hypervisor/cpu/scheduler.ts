/** Which VM runs next, and for how long: round robin, in slices of a fixed number of guest steps. */
import type { Machine } from '../../machine/index.js';
import type { Guest } from './execution-mode.js';
import { WorldSwitch } from './world-switch.js';

export class Scheduler {
  readonly #machine: Machine;
  readonly #sliceSteps: number;
  readonly #worldSwitch: WorldSwitch;

  constructor(machine: Machine, sliceSteps: number) {
    this.#machine = machine;
    this.#sliceSteps = sliceSteps;
    this.#worldSwitch = new WorldSwitch(machine);
  }

  /** Lets the guests run in turn until each VM has ended or has used up its `steps` guest steps of this call. */
  run(guests: readonly Guest[], steps: number): void {
    const turns = guests.map((guest) => ({ guest, last: guest.vm.vcpu.steps + steps }));
    let running = true;
    while (running) {
      running = false;
      for (const { guest, last } of turns) {
        const left = last - guest.vm.vcpu.steps;
        if (guest.vm.end === undefined && left > 0) {
          this.#runSlice(guest, Math.min(left, this.#sliceSteps));
          running = true;
        }
      }
    }
  }

  /** The guest's VM is gone. */
  remove({ vm }: Guest): void {
    this.#worldSwitch.forget(vm);
  }

  /** One slice: at most `steps` guest steps. The VM pays for all that happens in it. */
  #runSlice(guest: Guest, steps: number): void {
    const { vm } = guest;
    const { vcpu, recorder } = vm;
    const last = vcpu.steps + steps;
    const cyclesBefore = this.#machine.cycles;
    vm.yielded = false;
    while (vm.end === undefined && !vm.yielded && vcpu.steps < last) {
      const stepsBefore = vcpu.steps;
      guest.deliverEvents();
      recorder?.begin();
      this.#worldSwitch.enter(guest, recorder ? 1 : last - vcpu.steps);
      if (vcpu.steps > stepsBefore) {
        recorder?.end();
      }
    }
    vm.account.charge(this.#machine.cycles - cyclesBefore);
  }
}
