/**
 * The world switch: from the VMM into a guest, and back at the next VM exit. Real hardware would jump to a handler of the
 * VMM; here `Machine.resume` returns a Stop. All cycles between two switches are posted to the vCPU that used them.
 *
 * A vCPU keeps the reservation of its LR.W: the SC.W of another one must not succeed by it, and its own must, unless another vCPU of
 * its VM has stored to the word meanwhile. So a guest finds what it finds on the bare machine.
 */
import { costs } from '../../machine/index.js';
import type { Vm } from '../vm/index.js';
import type { Guest } from './execution-mode.js';
import type { VmmServices } from './vmm-services.js';

export class WorldSwitch {
  readonly #services: VmmServices;
  /** The guest that ran last. */
  #last: Guest | undefined;

  constructor(services: VmmServices) {
    this.#services = services;
  }

  /**
   * Lets the guest run until it has made `most` steps, the machine has come to `lastCycle`, an event is due, or it exits. An exit is
   * handled on return.
   */
  enter(guest: Guest, most: number, lastCycle: number): void {
    const { machine, ledger } = this.#services;
    const { vm, vcpu } = guest;
    if (this.#last !== guest) {
      machine.hart.rivals = vm.vcpus.filter((other) => other !== vcpu);
      if (vm.hasPartners) {
        vcpu.clearReservation(); // another VM may have stored to a word of a page that they share
      }
      this.#last = guest;
    }
    machine.hart.reservation = vcpu.reservation;
    vcpu.clearReservation();
    vcpu.state = { kind: 'running' };
    machine.watch(vm.tohost);
    guest.load();
    const { counters } = machine.hart;
    const { steps, retired, interrupts } = counters;
    const { stepLimit = Infinity } = guest;
    const stop = machine.resume(
      Math.min(most, stepLimit, vcpu.timer - vcpu.time, vm.devices.deadline - vcpu.time),
      lastCycle - machine.cycles,
    );
    guest.save();
    vcpu.step(counters.steps - steps);
    vcpu.retired += counters.retired - retired; // a step that trapped into the guest itself has not
    vcpu.interrupts += counters.interrupts - interrupts; // those that the hardware delivered
    ledger.post(vm.account, vcpu.id, 'guest');
    if (stop.kind === 'trap') {
      machine.charge(costs.worldSwitch);
      const exit = guest.handleTrap(stop);
      vm.account.count(exit);
      ledger.post(vm.account, vcpu.id, exit);
    } else if (stop.kind === 'finished') {
      vm.finish(stop); // by its tohost
    } else if (stop.kind !== 'budget') {
      throw new Error(`the machine stopped with '${stop.kind}', which no guest can cause`);
    }
    vcpu.reservation = machine.hart.reservation;
    if (vcpu.state.kind === 'running') {
      vcpu.state = { kind: 'runnable' };
    }
  }

  /** The VM is gone. The next one may have its number, but is another one. */
  forget(vm: Vm): void {
    if (this.#last?.vm === vm) {
      this.#last = undefined;
    }
  }
}
