/**
 * The address space of a guest in VS-mode on one vCPU. The hardware composes the guest's own table and the G-stage table of its VM, so
 * the VMM need not know what the guest's table says, nor when it changes.
 *
 * All vCPUs of a VM share its G-stage table, but not the TLB: each vCPU has a VMID of its own. On a hart of its own, each would have a
 * TLB of its own, and guests count on that: one ASID may mean another table on each of their harts.
 */
import { Csr, type Machine } from '../../machine/index.js';
import { MAX_VCPUS, type Vcpu } from '../vm/index.js';
import type { GStageTables } from './g-stage-tables.js';

export class TwoStageAddressSpace {
  readonly tables: GStageTables;
  readonly #machine: Machine;
  readonly #hgatp: number;

  /** `vm`: the number of the VM. `tables`: shared by all its vCPUs. */
  constructor(vm: number, vcpu: Vcpu, machine: Machine, tables: GStageTables) {
    this.tables = tables;
    this.#machine = machine;
    this.#hgatp = tables.hgatp(vm * MAX_VCPUS + vcpu.id);
  }

  /** From now on the hart translates the guest's addresses by this address space. */
  activate(): void {
    const { hart } = this.#machine;
    if (hart.readCsr(Csr.hgatp) !== this.#hgatp) {
      hart.writeCsr(Csr.hgatp, this.#hgatp);
    }
  }

  /** Another vCPU of the VM asks for a fence of this one. The guest's own fences need no VMM. */
  fence(): void {
    this.#machine.hart.flushTlb();
  }

  /** Its VM is gone: the next one with its number has the same VMIDs. */
  remove(): void {
    this.tables.forget();
  }
}
