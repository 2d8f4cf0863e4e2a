/**
 * Which VM runs next, and for how long: round robin, in slices of a fixed number of guest steps, or of machine cycles if those are up
 * first. The only VM needs no end of its slice: that would cost what an entry costs, and gain nothing. A VM that sleeps is left out until its machine time has come. When all sleep, the machine is idle until the first of them wakes.
 */
import { SLICE_CYCLES, SLICE_STEPS, type Vm } from '../vm/index.js';
import type { Guest } from './execution-mode.js';
import { VcpuTurns } from './vcpu-turns.js';
import type { VmmServices } from './vmm-services.js';
import { WorldSwitch } from './world-switch.js';

export class Scheduler {
  readonly #services: VmmServices;
  readonly #sliceSteps: number | undefined;
  readonly #worldSwitch: WorldSwitch;
  readonly #turns = new Map<Vm, VcpuTurns>();

  /** `sliceSteps`: guest steps in each slice. Undefined: SLICE_STEPS, and for the only VM as many as it may make. */
  constructor(services: VmmServices, sliceSteps: number | undefined) {
    this.#services = services;
    this.#sliceSteps = sliceSteps;
    this.#worldSwitch = new WorldSwitch(services);
  }

  /** A new VM, with what runs its guest on each of its vCPUs. */
  add(vm: Vm, guests: readonly Guest[]): void {
    this.#turns.set(vm, new VcpuTurns(guests, () => this.#services.machine.cycles));
  }

  /** The VM is gone. */
  remove(vm: Vm): void {
    this.#turns.delete(vm);
    this.#worldSwitch.forget(vm);
  }

  /** Lets the VMs run in turn until each has ended or has used up its `steps` guest steps of this call. */
  run(steps: number): void {
    const all = [...this.#turns].map(([vm, turns]) => ({ vm, turns, last: vm.steps + steps }));
    const endless = all.length === 1 && this.#sliceSteps === undefined;
    const slice = endless
      ? { steps: Infinity, cycles: Infinity }
      : { steps: this.#sliceSteps ?? SLICE_STEPS, cycles: SLICE_CYCLES };
    for (;;) {
      let ran = false;
      for (const { vm, turns, last } of all) {
        const ready = vm.end === undefined && turns.next() !== undefined;
        const left = last - vm.steps;
        if (ready && left > 0) {
          this.#runSlice(vm, turns, Math.min(left, slice.steps), slice.cycles);
          ran = true;
        }
      }
      if (
        !ran &&
        !this.#idle(all.map(({ vm, turns }) => (vm.end === undefined ? turns.wakesAt : Infinity)))
      ) {
        return;
      }
    }
  }

  /** No VM can run: machine time passes until the first one wakes. False when none sleeps. */
  #idle(wakeTimes: readonly number[]): boolean {
    const { machine, ledger } = this.#services;
    const wake = Math.min(...wakeTimes);
    if (wake === Infinity) {
      return false;
    }
    machine.charge(Math.max(wake - machine.cycles, 0));
    ledger.postOwn('idle');
    return true;
  }

  /**
   * One slice: at most `steps` guest steps, and about `cycles`. The hart itself looks at the cycles, because not all that is dear exits:
   * a guest can miss the TLB with each step, and in VS-mode it takes its own traps.
   */
  #runSlice(vm: Vm, turns: VcpuTurns, steps: number, cycles: number): void {
    const { machine } = this.#services;
    const lastCycle = machine.cycles + cycles;
    let left = steps;
    vm.yielded = false;
    while (vm.end === undefined && !vm.yielded && left > 0 && machine.cycles < lastCycle) {
      const guest = turns.next();
      if (guest === undefined) {
        return;
      }
      const { vcpu } = guest;
      const recorder = vcpu === vm.vcpu ? vm.recorder : undefined;
      const stepsBefore = vcpu.steps;
      guest.deliverEvents();
      recorder?.begin();
      this.#worldSwitch.enter(guest, recorder ? 1 : Math.min(left, turns.left), lastCycle);
      const done = vcpu.steps - stepsBefore;
      turns.book(done);
      left -= done;
      if (done > 0) {
        recorder?.end();
      }
    }
  }
}
