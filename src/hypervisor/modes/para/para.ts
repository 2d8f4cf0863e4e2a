/**
 * Paravirtualization: the guest's kernel knows that it runs in a VM. It asks the VMM by hypercalls, traps and events reach it at an
 * entry of its own, and the hart walks its own page tables, which the VMM validates. A privileged instruction that it still executes is
 * illegal. (Barham et al. 2003.)
 */
import { PAGE_BYTES, REG_A1 } from '../../../machine/index.js';
import type { ExecutionMode } from '../../cpu/index.js';
import { audit, worldOf } from './domain/index.js';
import { ParaGuest } from './para-guest.js';

export const para = {
  name: 'para',
  maxVcpus: 1, // there is one shared-info page
  reservedBytes: PAGE_BYTES, // the shared-info page
  boot(vm, services, tableFrames) {
    const guest = new ParaGuest(vm, services, tableFrames);
    if (vm.vcpu.x[REG_A1] === 0) {
      vm.vcpu.x[REG_A1] = guest.domain.info.address; // so a guest without a device tree learns where the page is
    }
    return [guest];
  },
  audit: (services) => audit(worldOf(services)),
} as const satisfies ExecutionMode;
