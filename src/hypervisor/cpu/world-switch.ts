/**
 * The world switch: from the VMM into a guest, and back at the next VM exit. Real hardware would jump to a handler of the
 * VMM; here `Machine.run` returns a Stop.
 */
import { costs, type Machine } from '../../machine/index.js';
import type { Vm } from '../vm/index.js';
import type { Guest } from './execution-mode.js';

export class WorldSwitch {
  readonly #machine: Machine;
  /** The VM that ran last. */
  #last: Vm | undefined;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Lets the guest run until it has made `steps` steps, its timer is due, or it exits. An exit is handled on return. */
  enter(guest: Guest, steps: number): void {
    const machine = this.#machine;
    const { vcpu } = guest.vm;
    if (this.#last !== guest.vm) {
      machine.hart.clearReservation(); // another VM's LR must not make this VM's SC succeed
    }
    this.#last = guest.vm;
    guest.load();
    const stepsBefore = machine.steps;
    const stop = machine.run(Math.min(steps, vcpu.timer - vcpu.time));
    guest.save();
    vcpu.retire(machine.steps - stepsBefore);
    if (stop.kind === 'trap') {
      machine.charge(costs.worldSwitch);
      guest.handleTrap(stop);
    } else if (stop.kind !== 'budget') {
      throw new Error(`the machine stopped with '${stop.kind}', which no guest can cause`);
    }
  }

  /** The VM is gone. The next one may have its number, but is another one. */
  forget(vm: Vm): void {
    if (this.#last === vm) {
      this.#last = undefined;
    }
  }
}
